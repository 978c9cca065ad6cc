//! Which problems of a photo can be fixed by preparing it.

use crate::api::{Issue, IssueCode};

use super::report::{Format, Report};

/// The maximum number of pixels to decode: the size of the largest cameras' photos, one gigabyte in memory.
const MAX_PIXELS: u64 = 1 << 28;

impl Report {
    /// The issues that preparing the photo cannot fix.
    pub fn unfixable_issues(&self) -> Vec<Issue> {
        self.issues.iter().filter(|issue| !self.is_fixable(issue)).cloned().collect()
    }

    /// The issues of a photo whose image data is incomplete.
    pub fn into_truncation_issues(mut self) -> Vec<Issue> {
        if !self.lacks_end_marker {
            self.mark_truncated();
        }
        self.issues.retain(|issue| issue.code == IssueCode::Truncated);
        self.issues
    }

    /// Whether the service rejects the format.
    pub fn is_unsupported_format(&self) -> bool {
        self.issues.iter().any(|issue| issue.code == IssueCode::UnsupportedFormat)
    }

    fn is_fixable(&self, issue: &Issue) -> bool {
        match issue.code {
            // A photo that stays too small is found later. Padding may be enough.
            IssueCode::ResolutionTooSmall | IssueCode::AspectRatio | IssueCode::FileTooLarge => true,
            IssueCode::ResolutionTooLarge => self.count_pixels() <= MAX_PIXELS,
            // The browser may be able to decode the format.
            IssueCode::UnsupportedFormat => match self.format {
                Format::Unknown | Format::Heic => self.mime.is_some_and(|mime| mime.starts_with("image/")),
                _ => self.count_pixels() > 0,
            },
            // Only the image data shows whether the image is complete.
            IssueCode::Truncated => self.lacks_end_marker,
            _ => false,
        }
    }

    fn count_pixels(&self) -> u64 {
        u64::from(self.width.unwrap_or_default()) * u64::from(self.height.unwrap_or_default())
    }
}
