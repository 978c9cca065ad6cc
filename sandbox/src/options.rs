//! Sandbox options.

use serde::Deserialize;

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

/// Settings of a reset.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Reset {
    /// The new credits. Default: the credits the sandbox was created with.
    pub credits: Option<i64>,
    /// The new speeds. Default: the speeds the sandbox was created with.
    pub speeds: Option<Speeds>,
}
