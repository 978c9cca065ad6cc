//! Which part of a photo goes where in the result.

use super::{Fit, Options};
use reroom::api::{Issue, IssueCode};
use reroom::photo::requirements::{MAX_SIDE, MIN_SIDE, ratio_fits};
use reroom::text::{concat, format_integer};

/// A rectangle of whole pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// Pixels from the left.
    pub x: u32,
    /// Pixels from the top.
    pub y: u32,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// A result that meets the requirements, and where the photo lies in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    /// Pixels across the result.
    pub width: u32,
    /// Pixels down the result.
    pub height: u32,
    /// The part of the photo, as displayed, that is kept.
    pub source: Rect,
    /// Where that part lies in the result.
    pub target: Rect,
    /// Whether a part of the photo goes.
    pub cropped: bool,
    /// Whether the result is more than the photo.
    pub padded: bool,
}

/// From a point of the result to a point of the photo as displayed: `offset + scale × point`, for each axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointMap {
    /// Photo pixels for each pixel across.
    pub scale_x: f64,
    /// Photo pixels for each pixel down.
    pub scale_y: f64,
    /// Where the result's left edge lies in the photo.
    pub offset_x: f64,
    /// Where the result's top edge lies in the photo.
    pub offset_y: f64,
}

type Size = (u64, u64);

impl Placement {
    /// The placement of a photo that is displayed at this size. It is never enlarged: what is too small stays an issue.
    pub fn fit(width: u32, height: u32, options: &Options) -> Result<Self, Issue> {
        let photo = (u64::from(width), u64::from(height));
        let fits = ratio_fits(width, height);
        let kept = if fits || options.fit == Fit::Pad { photo } else { crop(photo) };
        let full = if fits || options.fit == Fit::Crop { kept } else { pad(photo) };
        if full.0.min(full.1) < u64::from(MIN_SIDE) {
            return Err(too_small(photo, full, options.fit));
        }
        let out = limit_size(full);
        let (wide, high) = (scale(kept.0, out.0, full.0), scale(kept.1, out.1, full.1));
        Ok(Self {
            width: out.0 as u32,
            height: out.1 as u32,
            source: Rect {
                x: start(options.focus.0, photo.0, kept.0),
                y: start(options.focus.1, photo.1, kept.1),
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

    /// The same result with fewer pixels, for a file that is to have this share of its bytes; none where it is as small as
    /// the service takes.
    pub fn shrink_to(&self, share: f64) -> Option<Self> {
        // A little less, because what is smaller has more detail in each pixel.
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

    /// Whether the result is the photo, pixel by pixel.
    pub fn is_identity(&self) -> bool {
        !self.cropped && !self.padded && !self.is_resized()
    }

    /// Whether pixels are scaled.
    pub fn is_resized(&self) -> bool {
        (self.source.width, self.source.height) != (self.target.width, self.target.height)
    }

    /// Where the result's pixels lie in the photo.
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

/// The least that must go from a photo that is taller than 4:3 or wider than 16:9.
fn crop((wide, high): Size) -> Size {
    if wide * 3 < high * 4 { (wide, wide * 3 / 4) } else { (high * 16 / 9, high) }
}

/// The least that must be added.
fn pad((wide, high): Size) -> Size {
    if wide * 3 < high * 4 { ((high * 4).div_ceil(3), high) } else { (wide, (wide * 9).div_ceil(16)) }
}

/// Within the longest side. What has the right shape and is longer than that is wider than high.
fn limit_size((wide, high): Size) -> Size {
    let most = u64::from(MAX_SIDE);
    if wide <= most {
        return (wide, high);
    }
    (most, scale(high, most, wide).clamp(most * 9 / 16, most * 3 / 4))
}

/// `length × numerator ÷ denominator`, rounded, between 1 and the numerator's own length.
fn scale(length: u64, numerator: u64, denominator: u64) -> u64 {
    ((length * numerator * 2 + denominator) / (denominator * 2)).max(1)
}

/// Where a part of this length begins, so that the focus is in its middle as far as that goes.
fn start(focus: f64, whole: u64, part: u64) -> u32 {
    let wanted = focus * whole as f64 - part as f64 / 2.0 + 0.5;
    // A conversion from a float saturates, at 0 below and for what is no number.
    (wanted as u64).min(whole - part) as u32
}

fn too_small(photo: Size, full: Size, fit: Fit) -> Issue {
    let [wide, high, most] = [format_integer(full.0), format_integer(full.1), format_integer(MIN_SIDE.into())];
    let padded = pad(photo);
    let (subject, advice) = match fit {
        Fit::Crop if full == photo => ("The photo has ", "."),
        Fit::Crop if padded.0.min(padded.1) >= u64::from(MIN_SIDE) => ("Cropped, the photo has ", ", or pad this one."),
        Fit::Crop => ("Cropped, the photo has ", "."),
        Fit::Pad if full == photo => ("The photo has ", "."),
        Fit::Pad => ("Padded, the photo has ", "."),
    };
    let pixels = " pixels; each side must have at least ";
    let message =
        [subject, &wide, "×", &high, pixels, &most, ", and no photo is enlarged: choose a larger one", advice];
    Issue::new("image", IssueCode::ResolutionTooSmall, concat(&message))
}
