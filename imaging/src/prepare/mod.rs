//! Mending: what must be done to a photo so that the service takes it (section 1 of its API page).
//!
//! Everything here is arithmetic over an inspection's numbers and over marker bytes; what decodes, scales and encodes
//! is the platform's own.

mod entropy_scan;
mod huffman_decoder;
mod orientation;
mod placement;
mod strip_metadata;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub use orientation::Orientation;
pub use placement::{Placement, PointMap, Rect};
pub use strip_metadata::{MetadataStripper, StripPlan, StripScope};

use reroom::api::{Issue, IssueCode};
use reroom::photo::requirements::MAX_BYTES;
use reroom::photo::{Format, Report};
use reroom::text::{concat, format_integer};

/// The most pixels that are decoded: what the largest cameras take, a gigabyte in memory.
pub const MAX_PIXELS: u64 = 1 << 28;

/// JPEG quality where none is asked for: no difference is seen.
pub const QUALITY: f64 = 0.92;
const MIN_QUALITY: f64 = 0.5;
const QUALITY_STEP: f64 = 0.1;

/// How a photo of another shape than 4:3 to 16:9 is brought to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fit {
    /// What is too much goes.
    #[default]
    Crop,
    /// What is missing is added, in white.
    Pad,
}

/// How to mend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How the shape is brought about.
    pub fit: Fit,
    /// What a crop keeps in its middle as far as it can: 0 to 1 across and down the photo as displayed.
    pub focus: (f64, f64),
    /// JPEG quality to begin with, 0 to 1.
    pub quality: f64,
    /// JPEG or PNG; absent: what the photo is, where the service takes it and it is not too large, else JPEG.
    pub format: Option<Format>,
    /// Bytes that the file has at most.
    pub max_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { fit: Fit::Crop, focus: (0.5, 0.5), quality: QUALITY, format: None, max_bytes: MAX_BYTES }
    }
}

/// Something that was done to a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The EXIF orientation was applied to the pixels.
    Oriented,
    /// A part was cut off.
    Cropped,
    /// White was added.
    Padded,
    /// It was made smaller.
    Resized,
    /// Its pixels were encoded anew.
    Reencoded,
    /// EXIF (with the location), XMP, IPTC, comments, and whatever lay behind the picture's end went; an end marker that
    /// was missing is there.
    MetadataRemoved,
    /// Signed provenance went with the metadata, or is no longer that of the pixels.
    CredentialsRemoved,
}

impl Change {
    /// The name as the public surface spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Oriented => "oriented",
            Self::Cropped => "cropped",
            Self::Padded => "padded",
            Self::Resized => "resized",
            Self::Reencoded => "reencoded",
            Self::MetadataRemoved => "metadata-removed",
            Self::CredentialsRemoved => "credentials-removed",
        }
    }
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// Nothing helps: these issues stay.
    Reject(Vec<Issue>),
    /// The pixels stay as they are encoded; only metadata goes, if there is any. Where the file is still larger than
    /// it may be after that, the frame is what to draw.
    Strip(Placement),
    /// It is drawn anew in this frame, or in the one of its size once it has been decoded.
    Redraw(Option<Placement>),
}

/// Decides by what an inspection has found.
pub fn plan(report: &Report, options: &Options) -> Plan {
    let stay: Vec<Issue> = report.issues.iter().filter(|issue| !is_fixable(issue, report)).cloned().collect();
    if !stay.is_empty() {
        return Plan::Reject(stay);
    }
    let (Some(width), Some(height), false) = (report.width, report.height, is_foreign(report)) else {
        return Plan::Redraw(None);
    };
    let frame = match Placement::fit(width, height, options) {
        Ok(frame) => frame,
        Err(issue) => return Plan::Reject(vec![issue]),
    };
    let converted = options.format.is_some_and(|format| format != report.format);
    if report.orientation != 1 || converted || !frame.is_identity() {
        Plan::Redraw(Some(frame))
    } else {
        Plan::Strip(frame)
    }
}

/// Whether the service would not take the kind, whatever the size.
fn is_foreign(report: &Report) -> bool {
    report.issues.iter().any(|issue| issue.code == IssueCode::UnsupportedFormat)
}

/// How far to go through a photo that is drawn anew: to its end where something may lie behind that.
pub fn scope_to_redraw(report: &Report) -> StripScope {
    if report.may_have_trailing_data || report.lacks_end_marker { StripScope::WholeFile } else { StripScope::Header }
}

/// What is wrong with a photo whose picture breaks off.
pub fn truncation_issues(mut report: Report) -> Vec<Issue> {
    if !report.lacks_end_marker {
        report.mark_truncated();
    }
    report.issues.retain(|issue| issue.code == IssueCode::Truncated);
    report.issues
}

fn is_fixable(issue: &Issue, report: &Report) -> bool {
    match issue.code {
        // Where too small stays too small, the frame says so: padding may be enough.
        IssueCode::ResolutionTooSmall | IssueCode::AspectRatio | IssueCode::FileTooLarge => true,
        IssueCode::ResolutionTooLarge => pixels(report) <= MAX_PIXELS,
        // The browser may know the kind, or a JPEG's coding.
        IssueCode::UnsupportedFormat => match report.format {
            Format::Unknown => report.mime.is_some_and(|mime| mime.starts_with("image/")),
            _ => pixels(report) > 0,
        },
        // Whether the picture is all there says its data.
        IssueCode::Truncated => report.lacks_end_marker,
        _ => false,
    }
}

fn pixels(report: &Report) -> u64 {
    u64::from(report.width.unwrap_or_default()) * u64::from(report.height.unwrap_or_default())
}

/// What a photo that is drawn anew is encoded as. A PNG that is too large as it is would be so again.
pub fn choose_format(report: &Report, options: &Options) -> Format {
    let keeps = report.format == Format::Png && report.bytes <= options.max_bytes;
    options.format.unwrap_or(if keeps { Format::Png } else { Format::Jpeg })
}

/// A way to encode a photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Encoding {
    /// JPEG or PNG.
    pub format: Format,
    /// JPEG quality, 0 to 1.
    pub quality: f64,
    /// Whether white is put behind it first: a JPEG has no transparency, and padding is white in either.
    pub fill: bool,
}

/// The ways to encode a photo, one after the other until the file is small enough: a PNG that is not becomes a JPEG,
/// and a JPEG loses quality until less would be seen.
pub fn list_encodings(format: Format, mut quality: f64, padded: bool) -> Vec<Encoding> {
    let mut all = Vec::new();
    if format == Format::Png {
        all.push(Encoding { format, quality, fill: padded });
    }
    loop {
        all.push(Encoding { format: Format::Jpeg, quality, fill: true });
        if quality <= MIN_QUALITY {
            return all;
        }
        let lower = quality - QUALITY_STEP;
        quality = if lower > MIN_QUALITY { lower } else { MIN_QUALITY };
    }
}

/// What is said of a photo that is larger than `maxBytes` at its smallest.
pub fn file_too_large(bytes: u64, most: u64) -> Issue {
    let [bytes, most] = [format_integer(bytes), format_integer(most)];
    let message =
        concat(&["At its smallest, the photo still has ", &bytes, " bytes; `maxBytes` allows ", &most, ". Raise it."]);
    Issue::new("image", IssueCode::FileTooLarge, message)
}

/// What was done to a photo that was drawn in a frame, in the order of the public surface.
pub fn list_redraw_changes(report: &Report, frame: &Placement, metadata: bool) -> Vec<Change> {
    collect_changes([
        (report.orientation != 1, Change::Oriented),
        (frame.cropped, Change::Cropped),
        (frame.padded, Change::Padded),
        (frame.is_resized(), Change::Resized),
        (true, Change::Reencoded),
        (metadata, Change::MetadataRemoved),
        (report.credentials.is_some(), Change::CredentialsRemoved),
    ])
}

/// What was done to a photo of which only metadata was taken out, if any.
pub fn list_strip_changes(report: &Report, metadata: bool) -> Vec<Change> {
    collect_changes([
        (metadata, Change::MetadataRemoved),
        (metadata && report.credentials.is_some(), Change::CredentialsRemoved),
    ])
}

fn collect_changes<const COUNT: usize>(all: [(bool, Change); COUNT]) -> Vec<Change> {
    all.into_iter().filter_map(|(done, change)| done.then_some(change)).collect()
}
