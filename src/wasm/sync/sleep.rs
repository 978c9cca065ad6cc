//! `sleep`: a pause that the caller can abort.

use crate::wasm::sync::abort::Abort;
use crate::wasm::sync::timeout::{Timeout, timeout};
use std::future::{Pending, pending};

/// Sleeps until the time is up or the caller aborts. The result is always `Err` and says which.
pub fn sleep(ms: f64, abort: &Abort) -> Timeout<'_, Pending<()>> {
    timeout(pending(), abort, Some(ms))
}
