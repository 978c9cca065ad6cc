//! The photo inspector: generated files, public test corpora, and properties.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod build;
mod corpora;
mod exif;
mod files;
mod heic;
mod jpeg;
mod png;
mod properties;

use reroom::api::IssueCode;
use reroom::photo::{Report, inspect};

fn codes(report: &Report) -> Vec<IssueCode> {
    assert!(report.issues.iter().all(|issue| issue.path == "image" && issue.message.ends_with('.')));
    report.issues.iter().map(|issue| issue.code).collect()
}

#[track_caller]
fn assert_accepted(bytes: &[u8]) -> Report {
    let report = inspect(bytes);
    assert!(report.ok(), "{:?}", report.issues);
    // A tail without an end marker is read again during the full scan.
    assert!(report.bytes_read <= report.bytes + 8192);
    report
}

#[track_caller]
fn assert_rejected(bytes: &[u8], code: IssueCode, words: &str) -> Report {
    let report = inspect(bytes);
    assert_eq!(codes(&report), [code], "{:?}", report.issues);
    assert!(report.issues[0].message.contains(words), "{}", report.issues[0].message);
    report
}
