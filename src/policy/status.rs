//! The statuses of a render (section 4).

/// How long an unknown status may stay unchanged before waiting for the render ends, in milliseconds.
pub const MAX_UNKNOWN_STATUS_MS: f64 = 10.0 * 60.0 * 1000.0;

/// Undocumented statuses that comparable services use for a job without a result.
const FAILED: [&str; 10] =
    ["failed", "failure", "error", "errored", "canceled", "cancelled", "aborted", "rejected", "expired", "timed_out"];

/// What a render's status means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenderStatus {
    /// It has not started.
    Queued,
    /// It is running.
    Rendering,
    /// An unknown status without a result, treated as running.
    Unknown,
    /// Finished: `completed`, or `painted` from the tools that respond with the result.
    Done,
    /// It failed.
    Failed,
}

/// Reads a status. An unknown status with outputs means done, because outputs stay empty until then.
#[must_use]
pub fn parse_status(status: &str, has_outputs: bool) -> RenderStatus {
    match status {
        "queued" => RenderStatus::Queued,
        "rendering" => RenderStatus::Rendering,
        "completed" | "painted" => RenderStatus::Done,
        _ if FAILED.iter().any(|word| status.eq_ignore_ascii_case(word)) => RenderStatus::Failed,
        _ if has_outputs => RenderStatus::Done,
        _ => RenderStatus::Unknown,
    }
}

impl RenderStatus {
    /// Whether the status can no longer change.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Failed)
    }

    /// The `stage` of the progress event.
    #[must_use]
    pub fn stage(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Rendering | Self::Unknown => "rendering",
            Self::Done | Self::Failed => "done",
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn documented_status_is_recognized_with_and_without_outputs() {
        for (status, expected) in [
            ("queued", RenderStatus::Queued),
            ("rendering", RenderStatus::Rendering),
            ("completed", RenderStatus::Done),
            ("painted", RenderStatus::Done),
            ("failed", RenderStatus::Failed),
        ] {
            assert_eq!((parse_status(status, false), parse_status(status, true)), (expected, expected), "{status}");
        }
    }

    #[test]
    fn failure_words_of_other_services_mean_failed() {
        for status in ["canceled", "cancelled", "Canceled", "ERROR", "expired", "aborted", "rejected", "timed_out"] {
            assert_eq!(parse_status(status, false), RenderStatus::Failed, "{status}");
            assert_eq!(parse_status(status, true), RenderStatus::Failed, "{status}");
        }
        for status in ["succeeded", "COMPLETED", "done"] {
            assert_eq!(parse_status(status, true), RenderStatus::Done, "{status}");
        }
    }

    proptest! {
        #[test]
        fn unknown_status_is_final_only_with_outputs(status in "x[a-z_]{0,12}") {
            prop_assert_eq!(parse_status(&status, false), RenderStatus::Unknown);
            prop_assert_eq!(parse_status(&status, true), RenderStatus::Done);
        }
    }
}
