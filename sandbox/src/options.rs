//! How a sandbox is set up.

use serde::Deserialize;

/// The settings; every one has a default.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Options {
    /// The key that is let in. Default `sandbox`.
    pub api_key: String,
    /// Credits of the account; −1, the default, is unlimited.
    pub credits: i64,
    /// Decides every id and file name. Default 1.
    pub seed: f64,
    /// How long renders take.
    pub speeds: Speeds,
    /// Hosts that a `file_url` may lie on, beside the sandbox's own and loopback: `host`, or `host:port`.
    pub allowed_hosts: Vec<String>,
    /// Whether the key has an account. Without one the account endpoint answers 404 `Account not found`.
    pub account: bool,
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
        }
    }
}

/// How long a render stays in each state, in milliseconds. 0 skips it.
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

/// What a reset may set anew.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Reset {
    /// Credits from now on; otherwise those it was created with.
    pub credits: Option<i64>,
    /// Speeds from now on; otherwise those it was created with.
    pub speeds: Option<Speeds>,
}
