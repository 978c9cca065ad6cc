//! Plans how to prepare a photo that breaks the service's rules (section 1 of its API page).
//!
//! This module computes with an inspection's report and the file's markers. The browser decodes, scales and encodes.

mod entropy_scan;
mod huffman_decoder;
mod options;
mod orientation;
mod placement;
mod strip_metadata;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub use options::{Fit, Options, QUALITY};
pub use orientation::Orientation;
pub use placement::{Placement, PointMap};
pub use strip_metadata::{MetadataStripper, StripPlan, StripScope};

use reroom::api::{Issue, IssueCode};
use reroom::photo::{Format, Report};
use reroom::text::{concat, format_integer};

const MIN_QUALITY: f64 = 0.5;
const QUALITY_STEP: f64 = 0.1;

/// A change made to a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The EXIF orientation was applied to the pixels.
    Oriented,
    /// It was cropped.
    Cropped,
    /// White bars were added.
    Padded,
    /// It was scaled down.
    Resized,
    /// Its pixels were encoded again.
    Reencoded,
    /// EXIF (with the location), XMP, IPTC, comments and data after the image were removed, or a missing end marker was
    /// added.
    MetadataRemoved,
    /// Content Credentials were removed with the metadata, or no longer match the pixels.
    CredentialsRemoved,
}

/// How to prepare a photo, decided from its inspection.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// Remove only the metadata, without encoding the pixels again. If the file is still too large after that, redraw it
    /// with this placement.
    Strip(Placement),
    /// Redraw the photo with this placement. Without one, decode the photo first to learn its size.
    Redraw(Option<Placement>),
}

/// Decides from an inspection's report. A photo without a size is decoded first.
///
/// # Errors
///
/// `resolution_too_small` if the photo would be too small.
pub fn plan(report: &Report, options: &Options) -> Result<Plan, Issue> {
    let Some((width, height)) = report.width.zip(report.height) else { return Ok(Plan::Redraw(None)) };
    let placement = Placement::fit(width, height, options)?;
    let converted = options.format.is_some_and(|format| format != report.format);
    Ok(if report.orientation != 1 || converted || !placement.is_identity() {
        Plan::Redraw(Some(placement))
    } else {
        Plan::Strip(placement)
    })
}

/// How much of a file to scan before it is redrawn: all of it if other data may follow the image.
pub fn scope_to_redraw(report: &Report) -> StripScope {
    if report.may_have_trailing_data || report.lacks_end_marker { StripScope::WholeFile } else { StripScope::Header }
}

/// The format of a redrawn photo. A PNG that is too large would be too large again.
pub fn choose_format(report: &Report, options: &Options) -> Format {
    let keeps = report.format == Format::Png && report.bytes <= options.max_bytes;
    options.format.unwrap_or(if keeps { Format::Png } else { Format::Jpeg })
}

/// One way to encode a photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Encoding {
    /// JPEG or PNG.
    pub format: Format,
    /// JPEG quality, 0 to 1.
    pub quality: f64,
    /// Whether to fill the background with white first: for JPEG, which has no transparency, and for padding.
    pub fill: bool,
}

/// The encodings to try, in order, until the file is small enough: PNG first if requested, then JPEG with decreasing
/// quality.
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

/// The issue of a photo that exceeds `maxBytes` even at its smallest size.
pub fn file_too_large(bytes: u64, limit: u64) -> Issue {
    let [bytes, limit] = [format_integer(bytes), format_integer(limit)];
    let message = concat(&[
        "At its smallest, the photo still has ",
        &bytes,
        " bytes, but maxBytes allows ",
        &limit,
        ". Raise maxBytes.",
    ]);
    Issue::new("image", IssueCode::FileTooLarge, message)
}

/// The changes of a redrawn photo, in the order of the public API.
pub fn list_redraw_changes(report: &Report, placement: &Placement, metadata: bool) -> Vec<Change> {
    collect_changes(&[
        (report.orientation != 1, Change::Oriented),
        (placement.cropped, Change::Cropped),
        (placement.padded, Change::Padded),
        (placement.is_resized(), Change::Resized),
        (true, Change::Reencoded),
        (metadata, Change::MetadataRemoved),
        (report.credentials.is_some(), Change::CredentialsRemoved),
    ])
}

/// The changes of a photo that only lost its metadata.
pub fn list_strip_changes(report: &Report, metadata: bool) -> Vec<Change> {
    collect_changes(&[
        (metadata, Change::MetadataRemoved),
        (metadata && report.credentials.is_some(), Change::CredentialsRemoved),
    ])
}

#[inline(never)]
fn collect_changes(all: &[(bool, Change)]) -> Vec<Change> {
    all.iter().filter(|(done, _)| *done).map(|(_, change)| *change).collect()
}
