//! Whether to send a request again, and when.

/// How often a safe request is repeated where the caller says nothing.
pub const MAX_RETRIES: u32 = 2;

const FIRST_MS: f64 = 500.0;
const LONGEST_MS: f64 = 8_000.0;
/// After which the pause is at its longest in any case.
const MOST_DOUBLINGS: u32 = 16;
/// A service that names a longer pause is not waited for; the caller is told.
const LONGEST_ASKED_MS: f64 = 60_000.0;

/// One try that failed.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    /// How many were made so far, this one included.
    pub attempt: u32,
    /// Whether a repetition may buy a second render.
    pub paid: bool,
    /// Whether the service plainly refused it because as many renders are under way as may be.
    pub refused: bool,
    /// Whether the failure may pass.
    pub retryable: bool,
    /// What the service asked for in `Retry-After`, in milliseconds.
    pub asked_ms: Option<f64>,
}

/// How much more may be tried.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Repetitions of one request.
    pub max_retries: u32,
    /// Milliseconds for which a paid request that was plainly refused is sent again, however often; `None` where
    /// refusals count as any other failure.
    pub left_ms: Option<f64>,
}

/// The pause before the next try in milliseconds, or `None` to give up. A paid request is repeated only where it was
/// plainly refused. `random` is in 0..1 and spreads the pause over its whole length, so that clients that failed
/// together do not return together.
#[must_use]
pub fn pause(failed: Try, budget: Budget, random: f64) -> Option<f64> {
    if !failed.retryable || (failed.paid && !failed.refused) {
        return None;
    }
    let waited_out = budget.left_ms.filter(|_| failed.refused && failed.paid);
    if waited_out.is_none() && failed.attempt > budget.max_retries {
        return None;
    }
    let longest = waited_out.unwrap_or(LONGEST_ASKED_MS);
    let doublings = failed.attempt.saturating_sub(1).min(MOST_DOUBLINGS);
    let backoff = (FIRST_MS * f64::from(1u32 << doublings)).min(LONGEST_MS) * random;
    // No sooner than asked for, nor at once and without end where that is 0.
    Some(failed.asked_ms.unwrap_or_default().max(backoff)).filter(|ms| *ms <= longest)
}

/// Milliseconds in a `Retry-After` of seconds; a date is left to the ordinary pause.
#[must_use]
pub fn asked_ms(retry_after: &str) -> Option<f64> {
    retry_after.trim().parse::<u32>().ok().map(|seconds| f64::from(seconds) * 1000.0)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FREE: Try = Try { attempt: 1, paid: false, refused: false, retryable: true, asked_ms: None };
    const REFUSED: Try = Try { paid: true, refused: true, ..FREE };
    const TWICE: Budget = Budget { max_retries: 2, left_ms: None };

    #[test]
    fn what_the_service_asks_for_is_kept() {
        for failed in [FREE, REFUSED] {
            assert_eq!(pause(Try { asked_ms: asked_ms("3"), ..failed }, TWICE, 0.5), Some(3000.0));
            assert_eq!(pause(Try { asked_ms: asked_ms("3600"), ..failed }, TWICE, 0.5), None);
        }
        let budget = Budget { left_ms: Some(4_000_000.0), ..TWICE };
        assert_eq!(pause(Try { asked_ms: asked_ms("3600"), ..REFUSED }, budget, 0.5), Some(3_600_000.0));
        assert_eq!(asked_ms("Wed, 21 Oct 2026 07:28:00 GMT"), None);
    }

    #[test]
    fn a_service_that_asks_for_no_pause_is_not_hammered() {
        let budget = Budget { left_ms: Some(60_000.0), ..TWICE };
        assert_eq!(pause(Try { attempt: 4, asked_ms: asked_ms("0"), ..REFUSED }, budget, 0.5), Some(2000.0));
    }

    fn failures() -> impl Strategy<Value = Try> {
        let asked = prop::option::of(0.0f64..100_000.0);
        (1u32.., any::<bool>(), any::<bool>(), any::<bool>(), asked).prop_map(
            |(attempt, paid, refused, retryable, asked_ms)| Try { attempt, paid, refused, retryable, asked_ms },
        )
    }

    fn budgets() -> impl Strategy<Value = Budget> {
        (any::<u32>(), prop::option::of(-10.0f64..3_600_000.0))
            .prop_map(|(max_retries, left_ms)| Budget { max_retries, left_ms })
    }

    proptest! {
        #[test]
        fn what_was_paid_for_perhaps_is_never_sent_again(failed in failures(), budget in budgets(), random in 0.0f64..1.0) {
            let ambiguous = Try { paid: true, refused: false, ..failed };
            prop_assert_eq!(pause(ambiguous, budget, random), None);
            prop_assert_eq!(pause(Try { retryable: false, ..failed }, budget, random), None);
        }

        #[test]
        fn tries_end_and_pauses_are_bounded(failed in failures(), budget in budgets(), random in 0.0f64..1.0) {
            let Some(ms) = pause(failed, budget, random) else { return Ok(()) };
            prop_assert!(ms >= 0.0);
            match budget.left_ms {
                Some(left) if failed.paid => prop_assert!(ms <= left),
                _ => prop_assert!(failed.attempt <= budget.max_retries && ms <= LONGEST_ASKED_MS),
            }
            prop_assert!(failed.asked_ms.is_none_or(|asked| ms >= asked));
            prop_assert!(failed.asked_ms == Some(ms) || ms <= LONGEST_MS);
        }

        #[test]
        fn what_is_free_is_tried_as_often_as_it_may(attempt in 1u32..10, max_retries in 0u32..10, random in 0.0f64..1.0) {
            let again = pause(Try { attempt, ..FREE }, Budget { max_retries, left_ms: None }, random);
            prop_assert_eq!(again.is_some(), attempt <= max_retries);
        }
    }
}
