//! The states of a render (section 4).

/// How long a status that this version does not know may stay the same, in milliseconds, before it is waited for no longer.
pub const UNKNOWN_MS: f64 = 10.0 * 60.0 * 1000.0;

/// Words, none of them documented, by which comparable services say that a job ended without a result.
const FAILED: [&str; 10] =
    ["failed", "failure", "error", "errored", "canceled", "cancelled", "aborted", "rejected", "expired", "timed_out"];

/// How a render stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not begun.
    Queued,
    /// Under way.
    Rendering,
    /// A status that this version does not know, without a result: it is taken to be under way.
    Unknown,
    /// Finished: `completed`, and `painted` for the tools that answer at once.
    Done,
    /// It will not finish.
    Failed,
}

/// Reads a status. What has outputs and is neither documented nor a failure is done: they are empty until then.
#[must_use]
pub fn standing(status: &str, has_outputs: bool) -> Standing {
    match status {
        "queued" => Standing::Queued,
        "rendering" => Standing::Rendering,
        "completed" | "painted" => Standing::Done,
        _ if FAILED.iter().any(|word| status.eq_ignore_ascii_case(word)) => Standing::Failed,
        _ if has_outputs => Standing::Done,
        _ => Standing::Unknown,
    }
}

impl Standing {
    /// Whether the status will not change any more.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Failed)
    }

    /// The `stage` of the progress that tells it.
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
    fn documented_words_mean_what_they_say_with_and_without_outputs() {
        for (status, expected) in [
            ("queued", Standing::Queued),
            ("rendering", Standing::Rendering),
            ("completed", Standing::Done),
            ("painted", Standing::Done),
            ("failed", Standing::Failed),
        ] {
            assert_eq!((standing(status, false), standing(status, true)), (expected, expected), "{status}");
        }
    }

    #[test]
    fn words_of_other_services_that_end_a_job_end_it_here() {
        for status in ["canceled", "cancelled", "Canceled", "ERROR", "expired", "aborted", "rejected", "timed_out"] {
            assert_eq!(standing(status, false), Standing::Failed, "{status}");
            assert_eq!(standing(status, true), Standing::Failed, "{status}");
        }
        for status in ["succeeded", "COMPLETED", "done"] {
            assert_eq!(standing(status, true), Standing::Done, "{status}");
        }
    }

    proptest! {
        #[test]
        fn a_word_without_meaning_is_final_only_with_outputs(status in "x[a-z_]{0,12}") {
            prop_assert_eq!(standing(&status, false), Standing::Unknown);
            prop_assert_eq!(standing(&status, true), Standing::Done);
        }
    }
}
