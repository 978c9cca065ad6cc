//! Whether to send a request again, and when.

/// How often a safe request is repeated where the caller says nothing.
pub const MAX_RETRIES: u32 = 2;

const FIRST_MS: f64 = 500.0;
const LONGEST_MS: f64 = 8_000.0;
/// A service that names a longer pause is not waited for; the caller is told.
const LONGEST_ASKED_MS: f64 = 60_000.0;

/// One try that failed.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    /// How many were made so far, this one included.
    pub attempt: u32,
    /// Whether a repetition may buy a second render.
    pub paid: bool,
    /// Whether the failure may pass.
    pub retryable: bool,
    /// What the service asked for in `Retry-After`, in milliseconds.
    pub asked_ms: Option<f64>,
}

/// The pause before the next try in milliseconds, or `None` to give up. A paid request is never repeated. `random` is
/// in 0..1 and spreads the pause over its whole length, so that clients that failed together do not return together.
#[must_use]
pub fn pause(failed: Try, max_retries: u32, random: f64) -> Option<f64> {
    if failed.paid || !failed.retryable || failed.attempt > max_retries {
        return None;
    }
    match failed.asked_ms {
        Some(asked) if asked > LONGEST_ASKED_MS => None,
        Some(asked) => Some(asked),
        None => {
            let doublings = i32::try_from(failed.attempt.saturating_sub(1)).unwrap_or(i32::MAX);
            Some((FIRST_MS * 2f64.powi(doublings)).min(LONGEST_MS) * random)
        }
    }
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

    #[test]
    fn what_the_service_asks_for_is_kept() {
        let failed = Try { attempt: 1, paid: false, retryable: true, asked_ms: asked_ms("3") };
        assert_eq!(pause(failed, 2, 0.5), Some(3000.0));
        assert_eq!(pause(Try { asked_ms: asked_ms("3600"), ..failed }, 2, 0.5), None);
        assert_eq!(asked_ms("Wed, 21 Oct 2026 07:28:00 GMT"), None);
    }

    proptest! {
        #[test]
        fn a_paid_request_is_never_repeated(attempt in 0u32.., retryable: bool, max: u32, random in 0.0f64..1.0) {
            let failed = Try { attempt, paid: true, retryable, asked_ms: None };
            prop_assert_eq!(pause(failed, max, random), None);
        }

        #[test]
        fn tries_end_and_pauses_are_bounded(attempt in 1u32.., max: u32, random in 0.0f64..1.0) {
            let failed = Try { attempt, paid: false, retryable: true, asked_ms: None };
            match pause(failed, max, random) {
                Some(ms) => prop_assert!(attempt <= max && (0.0..=LONGEST_MS).contains(&ms)),
                None => prop_assert!(attempt > max),
            }
        }
    }
}
