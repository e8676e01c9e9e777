//! What was rendered because somebody asked for it: kept for the next one, within bounds.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use super::{Refusal, Resource};

const WHOLE: &str = "nothing panics while the lock is held";

/// Rendered answers by question, the oldest forgotten first.
#[derive(Debug)]
pub(super) struct Cache {
    kept: Mutex<Kept>,
    entries: usize,
    octets: usize,
    hits: AtomicU64,
    misses: AtomicU64,
}

/// How a cache is used.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Use {
    pub entries: usize,
    pub octets: usize,
    /// Questions whose answer was kept.
    pub hits: u64,
    /// Questions whose answer was not.
    pub misses: u64,
}

#[derive(Debug, Default)]
struct Kept {
    by_question: HashMap<Arc<str>, Arc<Resource>>,
    oldest_first: VecDeque<Arc<str>>,
    octets: usize,
}

impl Cache {
    pub(super) fn new(entries: usize, octets: usize) -> Cache {
        Cache { kept: Mutex::default(), entries, octets, hits: AtomicU64::new(0), misses: AtomicU64::new(0) }
    }

    /// The same, which goes on counting where the one before it stopped.
    #[must_use]
    pub(super) fn after(self, before: Use) -> Cache {
        Cache { hits: before.hits.into(), misses: before.misses.into(), ..self }
    }

    /// How it is used.
    pub(super) fn used(&self) -> Use {
        let kept = self.kept.lock().expect(WHOLE);
        Use {
            entries: kept.oldest_first.len(),
            octets: kept.octets,
            hits: self.hits.load(Relaxed),
            misses: self.misses.load(Relaxed),
        }
    }

    /// What was kept for a question, or what is rendered now. Refusals are not kept.
    pub(super) fn get(
        &self,
        question: &str,
        render: impl FnOnce() -> Result<Resource, Refusal>,
    ) -> Result<Arc<Resource>, Refusal> {
        if let Some(known) = self.kept.lock().expect(WHOLE).by_question.get(question) {
            self.hits.fetch_add(1, Relaxed);
            return Ok(Arc::clone(known));
        }
        self.misses.fetch_add(1, Relaxed);
        // Two visitors may render the same at once; neither then waits for the other.
        let made = Arc::new(render()?);
        let question: Arc<str> = question.into();
        let mut kept = self.kept.lock().expect(WHOLE);
        let weight = |question: &str, resource: &Resource| question.len() + resource.size();
        if weight(&question, &made) <= self.octets
            && kept.by_question.insert(Arc::clone(&question), Arc::clone(&made)).is_none()
        {
            kept.octets += weight(&question, &made);
            kept.oldest_first.push_back(question);
        }
        while kept.oldest_first.len() > self.entries || kept.octets > self.octets {
            let Some(oldest) = kept.oldest_first.pop_front() else { break };
            if let Some(gone) = kept.by_question.remove(&oldest) {
                kept.octets -= weight(&oldest, &gone);
            }
        }
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::super::resource::Kind;
    use super::*;

    fn resource(size: usize) -> Resource {
        let kind = Kind::of_data("text/plain; charset=utf-8", None);
        Resource::new(vec![b'x'; size], &kind)
    }

    #[test]
    fn the_oldest_is_forgotten_when_entries_or_octets_run_out() {
        let cache = Cache::new(2, 400);
        let mut rendered = Vec::new();
        for (question, size) in [
            ("a", 10),
            ("b", 10),
            ("a", 10),
            ("c", 10),
            ("a", 10),
            ("d", 250),
            ("e", 150),
            ("d", 250),
            ("big", 9999),
            ("big", 9999),
        ] {
            let answer = cache.get(question, || {
                rendered.push(question);
                Ok(resource(size))
            });
            assert_eq!(answer.expect("it renders").bytes().len(), size);
        }
        assert_eq!(rendered, ["a", "b", "c", "a", "d", "e", "d", "big", "big"]);
    }
}
