//! How often to poll a render: soon at first, then less often, with jitter so that clients do not poll in step.

/// The default first interval, in milliseconds.
pub const DEFAULT_POLL_MS: f64 = 1000.0;

/// How long to wait for a render by default, in milliseconds.
pub const DEFAULT_DEADLINE_MS: f64 = 30.0 * 60.0 * 1000.0;

const GROWTH: f64 = 1.3;
const MAX_GROWTH: f64 = 8.0;
const JITTER: f64 = 0.2;
/// How many times longer the interval is while the page is hidden.
const HIDDEN_FACTOR: f64 = 4.0;

/// The intervals between the status requests of one render.
#[derive(Clone, Copy, Debug)]
pub struct PollIntervals {
    first: f64,
    next: f64,
}

impl PollIntervals {
    /// Starts with an interval of `first` milliseconds.
    #[must_use]
    pub fn new(first: f64) -> Self {
        Self { first, next: first }
    }

    /// The next interval in milliseconds, longer while the page is hidden. `random` is in 0..1.
    pub fn next(&mut self, random: f64, hidden: bool) -> f64 {
        let interval = self.next * (1.0 - JITTER + 2.0 * JITTER * random);
        self.next = (self.next * GROWTH).min(self.first * MAX_GROWTH);
        if hidden { interval * HIDDEN_FACTOR } else { interval }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn intervals_grow_up_to_a_limit(
            first in 1.0f64..10_000.0,
            polls in prop::collection::vec((0.0f64..1.0, any::<bool>()), 1..100),
        ) {
            let mut intervals = PollIntervals::new(first);
            for (index, (random, hidden)) in polls.into_iter().enumerate() {
                let interval = intervals.next(random, hidden) / if hidden { HIDDEN_FACTOR } else { 1.0 };
                let middle = (first * GROWTH.powi(i32::try_from(index).unwrap_or(i32::MAX))).min(first * MAX_GROWTH);
                prop_assert!((interval - middle).abs() <= middle * JITTER * 1.000_001);
            }
        }
    }
}
