//! Sandbox options.

use reroom::photo::requirements::{MAX_SIDE, MIN_SIDE};
use serde::Deserialize;

/// The maximum shift of a result on each axis, in pixels.
const MAX_SHIFT: f32 = 3.0;
/// The maximum change of tone, as a fraction.
const MAX_TONE: f32 = 0.1;

/// Options of a sandbox. All have defaults.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Options {
    /// The accepted API key. Default `sandbox`.
    pub api_key: String,
    /// Credits of the account. Default −1, which means unlimited.
    pub credits: i64,
    /// Seed of all ids and file names. Default 1.
    pub seed: f64,
    /// Duration of renders.
    pub speeds: Speeds,
    /// Hosts allowed in a `file_url`, in addition to the sandbox's own and loopback: `host` or `host:port`.
    pub allowed_hosts: Vec<String>,
    /// Whether the key has an account. If not, the account endpoint returns 404 `Account not found`.
    pub account: bool,
    /// How results deviate from the upload.
    pub results: ResultOptions,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            api_key: "sandbox".to_owned(),
            credits: -1,
            seed: 1.0,
            speeds: Speeds::default(),
            allowed_hosts: Vec::new(),
            account: true,
            results: ResultOptions::default(),
        }
    }
}

/// How long a render stays in each status, in milliseconds. 0 skips the status.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Speeds {
    /// Time in `queued`. Default 1500.
    pub queued_ms: f64,
    /// Time in `rendering`. Default 3500.
    pub rendering_ms: f64,
}

impl Default for Speeds {
    fn default() -> Self {
        Self { queued_ms: 1500.0, rendering_ms: 3500.0 }
    }
}

/// How results deviate from the upload, as those of image services do. By default, they do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(try_from = "UncheckedResultOptions")]
pub struct ResultOptions {
    /// The longer side in pixels. Upscales ignore it. Default: the size of the upload.
    pub size: Option<u32>,
    /// How far the image is shifted to the right and down, in pixels of the result.
    pub shift: Shift,
    /// How much brighter and warmer an edit is outside its mask, as a fraction.
    pub tone: f32,
}

/// A distance in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Shift {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct UncheckedResultOptions {
    size: Option<u32>,
    shift: Shift,
    tone: f32,
}

impl TryFrom<UncheckedResultOptions> for ResultOptions {
    type Error = &'static str;

    fn try_from(given: UncheckedResultOptions) -> Result<Self, Self::Error> {
        let UncheckedResultOptions { size, shift, tone } = given;
        if size.is_some_and(|size| !(MIN_SIDE..=MAX_SIDE).contains(&size)) {
            return Err("results.size must be a whole number from 512 to 4096");
        }
        if [shift.x, shift.y].iter().any(|distance| distance.abs() > MAX_SHIFT) {
            return Err("results.shift must be { x, y }, each from -3 to 3");
        }
        if tone.abs() > MAX_TONE {
            return Err("results.tone must be a number from -0.1 to 0.1");
        }
        Ok(Self { size, shift, tone })
    }
}

/// Settings of a reset.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Reset {
    /// The new credits. Default: the credits the sandbox was created with.
    pub credits: Option<i64>,
    /// The new speeds. Default: the speeds the sandbox was created with.
    pub speeds: Option<Speeds>,
}
