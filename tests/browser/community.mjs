// A community that asks much of a page: sixty meetings a week, many at once, all that may happen to a date, and texts that are
// meant to break markup.
const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>'&amp; \\\\ ${'very-long-word'.repeat(9)}`;
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

/** The data file, as JSON is YAML too. */
export function community() {
  const sigs = Array.from({ length: 20 }, (_, n) => ({
    dir: `sig-${String.fromCharCode(97 + n)}`,
    name: n === 3 ? HOSTILE : `Group ${n}`,
    category: n % 2 ? 'a' : 'b',
    mission_statement: n === 3 ? HOSTILE : 'What it does.',
    meetings: [0, 1, 2].map((m) => ({
      description: n === 3 ? `${HOSTILE} ${m}` : `Meeting ${n}-${m}`,
      cadence: `every ${DAYS[(n + m) % 5]} ${9 + (n % 3)}:${m === 1 ? '30' : '00'} PT`,
      url: n === 3 ? 'javascript:alert(3)' : 'https://example.org/join',
      archive_url: 'https://example.org/notes?a=1&b=2',
      ...(n === 0 && m === 0 ? {
        cancelled: [{ on: '2026-03-09', reason: 'no agenda' }],
        moved: [{ on: '2026-03-16', to: '2026-03-17 11:00', reason: 'room' }],
        skip: [{ on: '2026-03-23', reason: 'holiday' }],
      } : {}),
    })),
  }));
  return JSON.stringify({
    community: {
      name: { en: 'Sixty', zh: '六十' }, zone: 'America/Los_Angeles', start: '2026-01-05',
      categories: { a: { en: 'First', zh: '第一' }, b: { en: 'Second', zh: '第二' } },
    },
    sigs,
    workinggroups: [{ dir: 'wg-z', name: 'Z', stakeholder_sigs: ['Group 0'] }],
    events: [{ name: 'Office hours', cadence: 'every Sunday 0:30 PT' }],
  });
}
