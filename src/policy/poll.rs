//! When to look at a render again: soon at first, ever less often, never in step with other clients.

/// The first pause, in milliseconds, where the caller names none.
pub const FIRST_MS: f64 = 1000.0;

/// How long to wait for a render, in milliseconds, where the caller names no deadline.
pub const DEADLINE_MS: f64 = 30.0 * 60.0 * 1000.0;

const GROWTH: f64 = 1.3;
const SLOWEST: f64 = 8.0;
const JITTER: f64 = 0.2;
/// How many times longer nobody who looks at another page waits.
const HIDDEN: f64 = 4.0;

/// The pauses between looks at one render.
#[derive(Clone, Copy, Debug)]
pub struct Pauses {
    first: f64,
    next: f64,
}

impl Pauses {
    /// Starting at `first` milliseconds.
    #[must_use]
    pub fn starting_at(first: f64) -> Self {
        Self { first, next: first }
    }

    /// The next pause in milliseconds, longer where the page is hidden; `random` is in 0..1.
    pub fn next(&mut self, random: f64, hidden: bool) -> f64 {
        let pause = self.next * (1.0 - JITTER + 2.0 * JITTER * random);
        self.next = (self.next * GROWTH).min(self.first * SLOWEST);
        if hidden { pause * HIDDEN } else { pause }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pauses_grow_to_a_bound(
            first in 1.0f64..10_000.0,
            looks in prop::collection::vec((0.0f64..1.0, any::<bool>()), 1..100),
        ) {
            let mut pauses = Pauses::starting_at(first);
            for (index, (random, hidden)) in looks.into_iter().enumerate() {
                let pause = pauses.next(random, hidden) / if hidden { HIDDEN } else { 1.0 };
                let middle = (first * GROWTH.powi(i32::try_from(index).unwrap_or(i32::MAX))).min(first * SLOWEST);
                prop_assert!((pause - middle).abs() <= middle * JITTER * 1.000_001);
            }
        }
    }
}
