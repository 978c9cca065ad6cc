//! The states of a render (section 4).

/// How a render stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not begun.
    Queued,
    /// Under way, as is every status this version does not know.
    Rendering,
    /// Finished: `completed`, and `painted` for the tools that answer at once.
    Done,
    /// It will not finish.
    Failed,
}

/// Reads a status.
#[must_use]
pub fn standing(status: &str) -> Standing {
    match status {
        "queued" => Standing::Queued,
        "completed" | "painted" => Standing::Done,
        "failed" => Standing::Failed,
        _ => Standing::Rendering,
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
            Self::Rendering => "rendering",
            Self::Done | Self::Failed => "done",
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn both_words_for_done_are_done_and_new_words_are_waited_out() {
        assert!(standing("completed").is_final() && standing("painted").is_final() && standing("failed").is_final());
        assert!(!standing("queued").is_final() && !standing("upscaling").is_final());
    }
}
