//! What was rendered because somebody asked for it: kept for the next one, within bounds.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use crate::http::answer::{Held, Resource};
use crate::http::request::Refusal;

/// Rendered answers by question; what nobody asked for the longest is forgotten first.
#[derive(Debug)]
pub(in crate::http) struct Cache {
    kept: Mutex<Kept>,
    entries: usize,
    octets: usize,
    /// What answers hold that were rendered here, or in the cache before.
    held: Held,
    /// How many octets that may be beyond those that are kept.
    under_way: usize,
    hits: AtomicU64,
    misses: AtomicU64,
}

/// How a cache is used.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::http) struct Use {
    pub entries: usize,
    pub octets: usize,
    /// Questions whose answer was kept.
    pub hits: u64,
    /// Questions whose answer was not.
    pub misses: u64,
}

#[derive(Debug, Default)]
struct Kept {
    by_question: HashMap<Arc<str>, Entry>,
    /// The questions that addresses ask, so that they need not be read again.
    by_address: HashMap<Arc<str>, Arc<str>>,
    /// How many questions there were.
    asked: u64,
}

#[derive(Debug)]
struct Entry {
    answer: Arc<Resource>,
    /// The number of the last question that it answered.
    last: u64,
    /// Where it was asked for, as far as that is remembered.
    addresses: Vec<Arc<str>>,
}

/// How many addresses of one answer are remembered: words in another order are another one.
const ADDRESSES: usize = 4;
/// What goes wrong for nobody.
const WHOLE: &str = "nothing panics while the lock is held";

impl Entry {
    /// The octets it takes now: an answer grows with each coding that is made of it.
    fn weight(&self, question: &str) -> usize {
        let address = |address: &Arc<str>| address.len() + 3 * size_of::<Arc<str>>();
        let addresses: usize = self.addresses.iter().map(address).sum();
        question.len() + size_of::<(Arc<str>, Entry)>() + addresses + self.answer.size()
    }
}

impl Cache {
    /// One of so many entries and octets, beside as many octets that are still being sent.
    pub(in crate::http) fn new(entries: usize, (octets, under_way): (usize, usize)) -> Cache {
        let (hits, misses) = (AtomicU64::new(0), AtomicU64::new(0));
        Cache { kept: Mutex::default(), entries, octets, held: Held::default(), under_way, hits, misses }
    }

    /// The same, which goes on counting where the one before it stopped.
    #[must_use]
    pub(in crate::http) fn after(self, before: Option<&Cache>) -> Cache {
        let Some(before) = before else { return self };
        let of = |count: &AtomicU64| count.load(Relaxed).into();
        Cache { held: before.held.clone(), hits: of(&before.hits), misses: of(&before.misses), ..self }
    }

    /// Whether so much is still being sent that no more should be rendered that can wait. What is kept leaves when it must, what
    /// clients do not take stays as long as they.
    pub(in crate::http) fn is_stretched(&self) -> bool {
        self.held.octets() > self.octets + self.under_way
    }

    /// How it is used.
    pub(in crate::http) fn used(&self) -> Use {
        let kept = self.kept.lock().expect(WHOLE);
        Use {
            entries: kept.by_question.len(),
            octets: kept.weight(),
            hits: self.hits.load(Relaxed),
            misses: self.misses.load(Relaxed),
        }
    }

    /// What was kept for the question that an address asks, where that is remembered.
    pub(in crate::http) fn at(&self, address: &str) -> Option<Arc<Resource>> {
        let mut kept = self.kept.lock().expect(WHOLE);
        let question = Arc::clone(kept.by_address.get(address)?);
        self.hits.fetch_add(1, Relaxed);
        kept.known(&question)
    }

    /// Remembers that an answer is that of an address, whenever it is asked for.
    pub(in crate::http) fn is_at(&self, address: &str, answer: &Arc<Resource>) {
        let mut kept = self.kept.lock().expect(WHOLE);
        let kept = &mut *kept;
        let entry = kept.by_question.iter_mut().find(|(_, entry)| Arc::ptr_eq(&entry.answer, answer));
        if let Some((question, entry)) = entry
            && entry.addresses.len() < ADDRESSES
        {
            let address: Arc<str> = address.into();
            entry.addresses.push(Arc::clone(&address));
            kept.by_address.insert(address, Arc::clone(question));
        }
    }

    /// What was kept for a question, or what is rendered now. Refusals are not kept.
    pub(in crate::http) fn get(
        &self,
        question: &str,
        render: impl FnOnce() -> Result<Resource, Refusal>,
    ) -> Result<Arc<Resource>, Refusal> {
        if let Some(known) = self.kept.lock().expect(WHOLE).known(question) {
            self.hits.fetch_add(1, Relaxed);
            return Ok(known);
        }
        // Then not even what cannot wait.
        if self.held.octets() > self.octets + 2 * self.under_way {
            return Err(Refusal::busy());
        }
        // Two visitors may render the same at once; neither then waits for the other.
        let answer = Arc::new(render()?.counted(&self.held));
        self.misses.fetch_add(1, Relaxed);
        let mut entry = Entry { answer: Arc::clone(&answer), last: 0, addresses: vec![] };
        if entry.weight(question) <= self.octets {
            let mut kept = self.kept.lock().expect(WHOLE);
            kept.forget(question);
            kept.asked += 1;
            entry.last = kept.asked;
            kept.by_question.insert(question.into(), entry);
            kept.shrink(self.entries, self.octets);
        }
        Ok(answer)
    }
}

impl Kept {
    fn known(&mut self, question: &str) -> Option<Arc<Resource>> {
        let known = self.by_question.get_mut(question)?;
        self.asked += 1;
        known.last = self.asked;
        Some(Arc::clone(&known.answer))
    }

    /// Forgets a question; the octets that this frees.
    fn forget(&mut self, question: &str) -> usize {
        let Some(gone) = self.by_question.remove(question) else { return 0 };
        gone.addresses.iter().for_each(|address| drop(self.by_address.remove(address)));
        gone.weight(question)
    }

    /// The octets of everything.
    fn weight(&self) -> usize {
        self.by_question.iter().map(|(question, entry)| entry.weight(question)).sum()
    }

    /// Forgets what was not asked for the longest, until the bounds hold. All are weighed, because they grow: there are few
    /// enough that rendering one takes much longer.
    fn shrink(&mut self, entries: usize, octets: usize) {
        let mut held = self.weight();
        while self.by_question.len() > entries || held > octets {
            let oldest = self.by_question.iter().min_by_key(|(_, entry)| entry.last);
            let Some(oldest) = oldest.map(|(question, _)| Arc::clone(question)) else { break };
            // It may have grown meanwhile.
            held = held.saturating_sub(self.forget(&oldest));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::answer::{Effort, ResourceKind};

    fn resource(size: usize) -> Resource {
        let kind = ResourceKind::of_data("text/plain; charset=utf-8", None);
        let kind = ResourceKind { effort: Effort::Least, ..kind };
        Resource::new(vec![b'x'; size], &kind)
    }

    fn asked(cache: &Cache, questions: &[(&'static str, usize)]) -> Vec<&'static str> {
        let mut rendered = Vec::new();
        for (question, size) in questions {
            let answer = cache.get(question, || {
                rendered.push(*question);
                Ok(resource(*size))
            });
            assert_eq!(answer.expect("it renders").bytes().len(), *size);
        }
        rendered
    }

    #[test]
    fn what_was_not_asked_for_the_longest_is_forgotten_when_there_are_too_many() {
        let cache = Cache::new(2, (1 << 20, 1 << 20));
        let all = [("a", 10), ("b", 10), ("a", 10), ("c", 10), ("a", 10), ("b", 10), ("c", 10)];
        assert_eq!(asked(&cache, &all), ["a", "b", "c", "b", "c"]);
    }

    #[test]
    fn what_is_larger_than_the_whole_cache_is_not_kept_and_drives_nothing_out() {
        let cache = Cache::new(9, (20_000, 1 << 20));
        let all = [("a", 10), ("big", 20_000), ("a", 10), ("big", 20_000), ("a", 10)];
        assert_eq!(asked(&cache, &all), ["a", "big", "big"]);
    }

    #[test]
    fn an_address_leads_to_its_answer_as_long_as_that_is_kept() {
        let cache = Cache::new(2, (1 << 20, 1 << 20));
        let ask = |question: &str| cache.get(question, || Ok(resource(10))).expect("it renders");
        let a = ask("a");
        assert!(cache.at("/a").is_none());
        (0..9).for_each(|n| cache.is_at(&format!("/a{n}"), &a));
        let leads = |address: &str, answer: &Arc<Resource>| {
            cache.at(address).is_some_and(|known| Arc::ptr_eq(&known, answer))
        };
        assert!(leads("/a0", &a) && leads("/a3", &a) && cache.at("/a4").is_none());
        // Asked for at its address, it is not the oldest.
        let b = ask("b");
        cache.is_at("/b", &b);
        assert!(leads("/a1", &a));
        let c = ask("c");
        assert!(leads("/a2", &a) && cache.at("/b").is_none());
        // What is not kept has no address.
        cache.is_at("/b", &b);
        assert!(cache.at("/b").is_none());
        drop((ask("d"), ask("e"), c));
        assert!(cache.kept.lock().expect("nothing panicked").by_address.is_empty());
    }

    #[test]
    fn what_nobody_takes_stands_in_the_way_of_more_until_it_is_gone() {
        let cache = Cache::new(9, (20_000, 30_000));
        let ask = |question: &str| cache.get(question, || Ok(resource(20_000)));
        let sent = |question| ask(question).map(|answer| answer.bytes().clone());
        let mut slow = vec![sent("a"), sent("b")];
        assert!(!cache.is_stretched());
        slow.push(sent("c"));
        assert!(cache.is_stretched());
        slow.push(sent("d"));
        assert!(slow.iter().all(Result::is_ok));
        let next = Cache::new(9, (20_000, 30_000)).after(Some(&cache));
        slow.push(sent("e"));
        assert_eq!(ask("f").map(drop), Err(Refusal::busy()));
        assert_eq!(next.get("f", || Ok(resource(1))).map(drop), Err(Refusal::busy()));
        slow.clear();
        assert!(!cache.is_stretched() && ask("f").is_ok());
    }

    /// A flood of different questions, each longer than its answer, some of which are coded after they were kept.
    #[test]
    fn what_is_kept_never_takes_more_than_is_allowed() {
        let cache = Cache::new(1000, (200_000, 1 << 20));
        for n in 0..300 {
            let question = format!("{n} {}", "q".repeat(2000));
            let answer = cache.get(&question, || Ok(resource(1000))).expect("it renders");
            cache.is_at(&format!("/{question}"), &answer);
            let before = answer.size();
            if n % 3 == 0 {
                answer.squeeze(Effort::Least);
                assert!(answer.size() > before + 200, "codings and their headers count");
            }
        }
        let kept = cache.kept.lock().expect("nothing panicked");
        let held: usize = kept.by_question.iter().map(|(question, entry)| entry.weight(question)).sum();
        let of_one = 2 * 2000 + 1000 + 2000;
        assert!((100_000..200_000 + of_one).contains(&held), "{held}");
        assert!((20..60).contains(&kept.by_question.len()), "{}", kept.by_question.len());
    }
}
