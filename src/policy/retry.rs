//! Whether to retry a request, and when.

use crate::text::parse_integer;

/// How often a safe request is retried by default.
pub const DEFAULT_MAX_RETRIES: u32 = 2;

const BASE_PAUSE_MS: f64 = 500.0;
const MAX_PAUSE_MS: f64 = 8_000.0;
/// After this many doublings, the pause has reached its maximum.
const MAX_DOUBLINGS: u32 = 16;
/// If the service asks for a longer pause, the call fails instead of waiting.
const MAX_RETRY_AFTER_MS: f64 = 60_000.0;

/// A failed attempt.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// Attempts so far, including this one.
    pub number: u32,
    /// Whether a retry may buy a second render.
    pub paid: bool,
    /// Whether the service rejected it because the limit of concurrent renders is reached.
    pub limit_reached: bool,
    /// Whether a retry may succeed.
    pub retryable: bool,
    /// The pause that `Retry-After` asks for, in milliseconds.
    pub retry_after_ms: Option<f64>,
}

/// How many retries are left.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Retries of one request.
    pub max_retries: u32,
    /// For this many milliseconds, a paid request that hit the render limit is retried without counting attempts. With
    /// `None`, it counts like any other failure.
    pub left_ms: Option<f64>,
}

/// The pause before the next attempt in milliseconds, or `None` to give up. A paid request is retried only if it hit the
/// render limit. `random` is in 0..1 and spreads the pause (full jitter), so clients that failed together do not retry
/// together.
#[must_use]
pub fn next_delay(failed: Attempt, budget: Budget, random: f64) -> Option<f64> {
    if !failed.retryable || (failed.paid && !failed.limit_reached) {
        return None;
    }
    let limit_wait = budget.left_ms.filter(|_| failed.limit_reached && failed.paid);
    if limit_wait.is_none() && failed.number > budget.max_retries {
        return None;
    }
    let longest = limit_wait.unwrap_or(MAX_RETRY_AFTER_MS);
    let doublings = failed.number.saturating_sub(1).min(MAX_DOUBLINGS);
    let backoff = (BASE_PAUSE_MS * f64::from(1u32 << doublings)).min(MAX_PAUSE_MS) * random;
    // `Retry-After: 0` must not cause retries without a pause.
    Some(failed.retry_after_ms.unwrap_or_default().max(backoff)).filter(|ms| *ms <= longest)
}

/// Reads a `Retry-After` in seconds and returns milliseconds. A date is ignored.
#[must_use]
pub fn parse_retry_after(retry_after: &str) -> Option<f64> {
    parse_integer(retry_after.trim_ascii()).map(|seconds| f64::from(seconds) * 1000.0)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FREE: Attempt =
        Attempt { number: 1, paid: false, limit_reached: false, retryable: true, retry_after_ms: None };
    const LIMIT_REACHED: Attempt = Attempt { paid: true, limit_reached: true, ..FREE };
    const TWICE: Budget = Budget { max_retries: 2, left_ms: None };

    #[test]
    fn retry_after_sets_the_pause_up_to_the_maximum() {
        for failed in [FREE, LIMIT_REACHED] {
            assert_eq!(
                next_delay(Attempt { retry_after_ms: parse_retry_after("3"), ..failed }, TWICE, 0.5),
                Some(3000.0)
            );
            assert_eq!(next_delay(Attempt { retry_after_ms: parse_retry_after("3600"), ..failed }, TWICE, 0.5), None);
        }
        let budget = Budget { left_ms: Some(4_000_000.0), ..TWICE };
        assert_eq!(
            next_delay(Attempt { retry_after_ms: parse_retry_after("3600"), ..LIMIT_REACHED }, budget, 0.5),
            Some(3_600_000.0)
        );
        assert_eq!(parse_retry_after("Wed, 21 Oct 2026 07:28:00 GMT"), None);
    }

    #[test]
    fn retry_after_of_zero_still_pauses() {
        let budget = Budget { left_ms: Some(60_000.0), ..TWICE };
        assert_eq!(
            next_delay(Attempt { number: 4, retry_after_ms: parse_retry_after("0"), ..LIMIT_REACHED }, budget, 0.5),
            Some(2000.0)
        );
    }

    fn failures() -> impl Strategy<Value = Attempt> {
        let asked = prop::option::of(0.0f64..100_000.0);
        (1u32.., any::<bool>(), any::<bool>(), any::<bool>(), asked).prop_map(
            |(attempt, paid, limit_reached, retryable, retry_after_ms)| Attempt {
                number: attempt,
                paid,
                limit_reached,
                retryable,
                retry_after_ms,
            },
        )
    }

    fn budgets() -> impl Strategy<Value = Budget> {
        (any::<u32>(), prop::option::of(-10.0f64..3_600_000.0))
            .prop_map(|(max_retries, left_ms)| Budget { max_retries, left_ms })
    }

    proptest! {
        #[test]
        fn paid_request_with_unknown_outcome_is_never_retried(failed in failures(), budget in budgets(), random in 0.0f64..1.0) {
            let ambiguous = Attempt { paid: true, limit_reached: false, ..failed };
            prop_assert_eq!(next_delay(ambiguous, budget, random), None);
            prop_assert_eq!(next_delay(Attempt { retryable: false, ..failed }, budget, random), None);
        }

        #[test]
        fn attempts_and_pauses_are_limited(failed in failures(), budget in budgets(), random in 0.0f64..1.0) {
            let Some(ms) = next_delay(failed, budget, random) else { return Ok(()) };
            prop_assert!(ms >= 0.0);
            match budget.left_ms {
                Some(left) if failed.paid => prop_assert!(ms <= left),
                _ => prop_assert!(failed.number <= budget.max_retries && ms <= MAX_RETRY_AFTER_MS),
            }
            prop_assert!(failed.retry_after_ms.is_none_or(|asked| ms >= asked));
            prop_assert!(failed.retry_after_ms == Some(ms) || ms <= MAX_PAUSE_MS);
        }

        #[test]
        fn unpaid_request_is_retried_up_to_the_maximum(attempt in 1u32..10, max_retries in 0u32..10, random in 0.0f64..1.0) {
            let again = next_delay(Attempt { number: attempt, ..FREE }, Budget { max_retries, left_ms: None }, random);
            prop_assert_eq!(again.is_some(), attempt <= max_retries);
        }
    }
}
