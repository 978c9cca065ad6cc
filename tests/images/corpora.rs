//! Public corpora of unusual files. They are not part of this repository; without them, the tests are skipped.

use std::path::{Path, PathBuf};

use reroom::api::IssueCode;
use reroom::photo::{Report, inspect};

fn folder(name: &str) -> Option<Vec<(String, Report)>> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let root = std::env::var_os("REROOM_CORPORA").map_or(beside, PathBuf::from);
    let Ok(entries) = std::fs::read_dir(root.join(name)) else {
        println!("skipped: no {name} in {} (set REROOM_CORPORA)", root.display());
        return None;
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some());
    paths.retain(|path| path.file_stem().is_some_and(|stem| !stem.is_empty() && stem != ".gitignore"));
    paths.sort();
    let look = |path: PathBuf| {
        let bytes = std::fs::read(&path).unwrap();
        (path.file_name().unwrap().to_string_lossy().into_owned(), inspect(&bytes))
    };
    Some(paths.into_iter().map(look).collect())
}

/// Whether the file itself is damaged or unsupported, regardless of its size in pixels.
fn damaged(report: &Report) -> bool {
    use IssueCode::{Corrupt, EmptyFile, Truncated, UnsupportedFormat};
    report.issues.iter().any(|issue| matches!(issue.code, Corrupt | Truncated | UnsupportedFormat | EmptyFile))
}

fn reasons(report: &Report) -> String {
    let messages: Vec<&str> = report.issues.iter().map(|issue| issue.message.as_str()).collect();
    messages.join(" ")
}

#[test]
fn pngsuite_files_match_their_verdict() {
    let Some(files) = folder("pngsuite") else { return };
    let (bad, good): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| name.starts_with('x'));
    assert_eq!((bad.len(), good.len()), (14, 161));
    let accepted: Vec<_> = bad.iter().filter(|(_, report)| !damaged(report)).collect();
    let called_bad: Vec<_> = good.iter().filter(|(_, report)| damaged(report)).collect();
    println!("| PngSuite | files | wrong |\n|---|---|---|");
    println!("| corrupt, accepted | {} | {} |", bad.len(), accepted.len());
    println!("| valid, called corrupt | {} | {} |", good.len(), called_bad.len());
    for (name, report) in &bad {
        println!("{name}: {}", reasons(report));
    }
    assert!(accepted.is_empty(), "{accepted:?}");
    assert!(called_bad.is_empty(), "{called_bad:?}");
}

#[test]
fn exif_orientation_examples_are_read() {
    let Some(files) = folder("exif-orientation") else { return };
    let mut seen = 0;
    println!("| photo | orientation | displayed | bytes read |\n|---|---|---|---|");
    for (name, report) in files {
        let Some((kind, number)) = name.strip_suffix(".jpg").and_then(|stem| stem.split_once('_')) else { continue };
        let (Some(width), Some(height)) = (report.width, report.height) else { panic!("{name}: no size") };
        println!("| {name} | {} | {width}×{height} | {} |", report.orientation, report.bytes_read);
        let expected = if kind == "Landscape" { (1800, 1200) } else { (1200, 1800) };
        assert_eq!((width, height), expected, "{name}");
        assert_eq!(report.orientation, number.parse::<u8>().unwrap().max(1), "{name}");
        assert!(report.bytes_read <= 65_536, "{name}");
        assert_eq!(report.ok(), kind == "Landscape", "{name}");
        seen += 1;
    }
    assert_eq!(seen, 18);
}

#[test]
fn jpeg_that_decoders_show_is_accepted() {
    let Some(files) = folder("jpeg") else { return };
    println!("| JPEG | size | rejected because |\n|---|---|---|");
    for (name, report) in &files {
        let size =
            report.width.zip(report.height).map_or_else(String::new, |(width, height)| format!("{width}×{height}"));
        if damaged(report) {
            println!("| {name} | {size} | {} |", reasons(report));
        }
        // Decoders show all of these.
        let shown = name.starts_with("reftest_") || name.starts_with("icc_");
        assert!(!(shown && damaged(report)), "{name}: {}", reasons(report));
    }
}
