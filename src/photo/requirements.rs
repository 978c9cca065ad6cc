//! The service's rules for photos (section 1 of the API page, "Image Requirements").

use crate::api::{Issue, IssueCode};
use crate::text::{concat, format_integer, split_once};

use super::report::Report;

/// The minimum length of a side, in pixels.
pub const MIN_SIDE: u32 = 512;
/// The maximum length of a side, in pixels.
pub const MAX_SIDE: u32 = 4096;
/// The maximum file size, in bytes: 15 MiB.
pub const MAX_BYTES: u64 = 15 * 1024 * 1024;

/// Whether the displayed aspect ratio is between 4:3 and 16:9. One side may be a pixel off the exact ratio.
pub fn ratio_fits(width: u32, height: u32) -> bool {
    !too_tall(width, height) && !too_wide(width, height)
}

/// Whether it is narrower than 4:3, even with one row less.
fn too_tall(width: u32, height: u32) -> bool {
    u64::from(width) * 3 + 4 < u64::from(height) * 4
}

/// Whether it is wider than 16:9, even with one row more.
fn too_wide(width: u32, height: u32) -> bool {
    u64::from(width) * 9 > u64::from(height) * 16 + 16
}

/// Compares a declared media type with the bytes and returns a `type_mismatch` issue if they differ.
///
/// Generic types (empty, `application/octet-stream`) and unknown bytes never mismatch.
pub fn type_mismatch(declared: &str, report: &Report) -> Option<Issue> {
    let actual = report.mime?;
    let name = split_once(declared, b';').map_or(declared, |(name, _)| name).trim_ascii().to_ascii_lowercase();
    let same = match name.as_str() {
        "" | "application/octet-stream" | "binary/octet-stream" => return None,
        "image/jpg" | "image/pjpeg" | "image/jfif" => "image/jpeg",
        "image/x-png" | "image/apng" | "image/vnd.mozilla.apng" => "image/png",
        other => other,
    };
    (same != actual).then(|| {
        let message =
            concat(&["The declared type is ", &name, ", but the bytes are ", actual, ". Declare ", actual, "."]);
        Issue { suggestion: Some(actual), ..Issue::new("image", IssueCode::TypeMismatch, message) }
    })
}

/// Adds an issue for each rule that the file's numbers break.
pub(super) fn check(report: &mut Report) {
    if report.bytes == 0 {
        report.add_issue(IssueCode::EmptyFile, "The file is empty. Choose it again, or download it again.");
        return;
    }
    if report.bytes > MAX_BYTES {
        let message = concat(&[
            "The file has ",
            &format_integer(report.bytes),
            " bytes, but the limit is ",
            &format_integer(MAX_BYTES),
            " (15 MiB). Save it as a JPEG with lower quality, or make it smaller.",
        ]);
        report.add_issue(IssueCode::FileTooLarge, message);
    }
    if let (Some(width @ 1..), Some(height @ 1..)) = (report.width, report.height) {
        sides(width, height, report);
        ratio(width, height, report);
    }
}

fn sides(width: u32, height: u32, report: &mut Report) {
    let refuse = |report: &mut Report, code, limit: u32, most: &str, advice: &str| {
        let [width, height, limit] =
            &[format_integer(width.into()), format_integer(height.into()), format_integer(limit.into())];
        let message =
            concat(&["The photo is ", width, "×", height, " pixels, but each side must have ", most, limit, advice]);
        report.add_issue(code, message);
    };
    if width.min(height) < MIN_SIDE {
        refuse(report, IssueCode::ResolutionTooSmall, MIN_SIDE, "at least ", ". Choose a larger photo.");
    }
    if width.max(height) > MAX_SIDE {
        refuse(report, IssueCode::ResolutionTooLarge, MAX_SIDE, "at most ", ". Scale it down.");
    }
}

fn ratio(width: u32, height: u32, report: &mut Report) {
    let wide = u64::from(width);
    let high = u64::from(height);
    // Cropping keeps the side that is too short for the ratio. Padding keeps the other one.
    let (how, crop, pad) = if too_tall(width, height) {
        ("taller than 4:3", (wide, wide * 3 / 4), ((high * 4).div_ceil(3), high))
    } else if too_wide(width, height) {
        ("wider than 16:9", (high * 16 / 9, high), (wide, (wide * 9).div_ceil(16)))
    } else {
        return;
    };
    let size = |(wide, high): (u64, u64)| concat(&[&format_integer(wide), "×", &format_integer(high)]);
    let [displayed, crop, pad] = &[size((wide, high)), size(crop), size(pad)];
    let photo = concat(&["The photo is displayed at ", displayed, " pixels, ", how]);
    report.add_issue(IssueCode::AspectRatio, concat(&[&photo, ". Crop it to ", crop, " or pad it to ", pad, "."]));
}
