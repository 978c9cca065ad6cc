//! Computes which part of a photo goes where in the result.

use super::options::{Fit, Options};
use reroom::api::{Issue, IssueCode};
use reroom::photo::requirements::{MAX_SIDE, MIN_SIDE, ratio_fits};
use reroom::text::{concat, format_integer};
use reroom_kernels::Rect;

/// The size of the result, and the position of the photo in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The result's width in pixels.
    pub width: u32,
    /// The result's height in pixels.
    pub height: u32,
    /// The part of the displayed photo that is kept.
    pub source: Rect,
    /// The position of that part in the result.
    pub target: Rect,
    /// Whether a part of the photo is cut off.
    pub cropped: bool,
    /// Whether the result has white bars.
    pub padded: bool,
}

/// Maps a point of the result to the displayed photo: `offset + scale × point` on each axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointMap {
    /// Horizontal photo pixels per result pixel.
    pub scale_x: f64,
    /// Vertical photo pixels per result pixel.
    pub scale_y: f64,
    /// The result's left edge, in photo pixels.
    pub offset_x: f64,
    /// The result's top edge, in photo pixels.
    pub offset_y: f64,
}

type Size = (u64, u64);

impl Placement {
    /// Fits a photo of this displayed size into the requirements. It is never enlarged, so a photo that is too small is an
    /// error.
    pub fn fit(width: u32, height: u32, options: &Options) -> Result<Self, Issue> {
        let photo = (u64::from(width), u64::from(height));
        let fits = ratio_fits(width, height);
        let kept = if fits || options.fit == Fit::Pad { photo } else { crop(photo) };
        let full = if fits || options.fit == Fit::Crop { kept } else { pad(photo) };
        if full.0.min(full.1) < u64::from(MIN_SIDE) {
            return Err(too_small_issue(photo, full, options.fit));
        }
        let out = limit_size(full);
        let (wide, high) = (scale(kept.0, out.0, full.0), scale(kept.1, out.1, full.1));
        Ok(Self {
            width: out.0 as u32,
            height: out.1 as u32,
            source: Rect {
                x: place_part(options.focus.0, photo.0, kept.0),
                y: place_part(options.focus.1, photo.1, kept.1),
                width: kept.0 as u32,
                height: kept.1 as u32,
            },
            target: Rect {
                x: ((out.0 - wide) / 2) as u32,
                y: ((out.1 - high) / 2) as u32,
                width: wide as u32,
                height: high as u32,
            },
            cropped: kept != photo,
            padded: full != kept,
        })
    }

    /// Shrinks the result so that its file takes about this share of its bytes. `None` if it already has the minimum size.
    pub fn shrink_to(&self, share: f64) -> Option<Self> {
        // A little less, because a smaller image has more detail per pixel.
        let wanted = f64::from(self.height) * share.sqrt() * 0.95;
        let high = u64::from((wanted as u32).max(MIN_SIDE));
        let (width, height) = (u64::from(self.width), u64::from(self.height));
        if high >= height {
            return None;
        }
        let wide = scale(width, high, height).clamp((high * 4).div_ceil(3), high * 16 / 9);
        let across = |length: u32| scale(length.into(), wide, width);
        let down = |length: u32| scale(length.into(), high, height);
        let (target_wide, target_high) = (across(self.target.width), down(self.target.height));
        let target = Rect {
            x: ((wide - target_wide) / 2) as u32,
            y: ((high - target_high) / 2) as u32,
            width: target_wide as u32,
            height: target_high as u32,
        };
        Some(Self { width: wide as u32, height: high as u32, target, ..*self })
    }

    /// Whether the result equals the photo, pixel by pixel.
    pub fn is_identity(&self) -> bool {
        !self.cropped && !self.padded && !self.is_resized()
    }

    /// Whether the photo is scaled.
    pub fn is_resized(&self) -> bool {
        (self.source.width, self.source.height) != (self.target.width, self.target.height)
    }

    /// The map from the result's points to the photo's.
    pub fn to_source(&self) -> PointMap {
        let axis = |source: u32, from: u32, target: u32, to: u32| {
            let scale = f64::from(source) / f64::from(target);
            (scale, f64::from(from) - f64::from(to) * scale)
        };
        let (scale_x, offset_x) = axis(self.source.width, self.source.x, self.target.width, self.target.x);
        let (scale_y, offset_y) = axis(self.source.height, self.source.y, self.target.height, self.target.y);
        PointMap { scale_x, scale_y, offset_x, offset_y }
    }
}

/// The largest crop with a valid aspect ratio.
fn crop((wide, high): Size) -> Size {
    if wide * 3 < high * 4 { (wide, wide * 3 / 4) } else { (high * 16 / 9, high) }
}

/// The smallest padded size with a valid aspect ratio.
fn pad((wide, high): Size) -> Size {
    if wide * 3 < high * 4 { ((high * 4).div_ceil(3), high) } else { (wide, (wide * 9).div_ceil(16)) }
}

/// Scales down to the maximum side. With a valid aspect ratio, the width is the longer side.
fn limit_size((wide, high): Size) -> Size {
    let most = u64::from(MAX_SIDE);
    if wide <= most {
        return (wide, high);
    }
    (most, scale(high, most, wide).clamp(most * 9 / 16, most * 3 / 4))
}

/// `length × numerator ÷ denominator`, rounded, at least 1.
fn scale(length: u64, numerator: u64, denominator: u64) -> u64 {
    ((length * numerator * 2 + denominator) / (denominator * 2)).max(1)
}

/// The start of a part of this length, with the focus as close to its center as possible.
fn place_part(focus: f64, whole: u64, part: u64) -> u32 {
    let wanted = focus * whole as f64 - part as f64 / 2.0 + 0.5;
    // The conversion saturates: negative numbers and NaN become 0.
    (wanted as u64).min(whole - part) as u32
}

fn too_small_issue(photo: Size, full: Size, fit: Fit) -> Issue {
    let [wide, high, min] = [format_integer(full.0), format_integer(full.1), format_integer(MIN_SIDE.into())];
    let padded = pad(photo);
    let (step, advice) = match fit {
        Fit::Crop if full == photo => ("", "."),
        Fit::Crop if padded.0.min(padded.1) >= u64::from(MIN_SIDE) => (" after cropping", ", or pad this one."),
        Fit::Crop => (" after cropping", "."),
        Fit::Pad if full == photo => ("", "."),
        Fit::Pad => (" after padding", "."),
    };
    let rule = ", but each side must have at least ";
    let message = [
        "The photo has ",
        &wide,
        "×",
        &high,
        " pixels",
        step,
        rule,
        &min,
        ". Photos are never enlarged: choose a larger one",
        advice,
    ];
    Issue::new("image", IssueCode::ResolutionTooSmall, concat(&message))
}
