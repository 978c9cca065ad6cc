//! Renders that were submitted and not yet seen to finish: what a reload must not lose.

/// How long an unfinished render is remembered, in milliseconds: seven days.
pub const KEPT_MS: f64 = 7.0 * 24.0 * 60.0 * 60.0 * 1000.0;

/// One submitted render. Nothing here identifies a person or holds a key or photo.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The id to look it up by.
    pub render_id: String,
    /// When it was submitted, in milliseconds since 1970.
    pub submitted_ms: f64,
    /// Its tool; `"render"` for a plain one.
    pub tool: String,
}

/// What is stored and what a client keeps beside that, each render once, without what is too old.
#[must_use]
pub fn merged(stored: &[Entry], own: &[Entry], now_ms: f64) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for written in [stored, own] {
        for entry in written {
            let known = entries.iter().any(|other| other.render_id == entry.render_id);
            // A time that is not a number is too old as well.
            if !known && now_ms - entry.submitted_ms <= KEPT_MS {
                entries.push(entry.clone());
            }
        }
    }
    entries
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn entry(render_id: &str, submitted_ms: f64) -> Entry {
        Entry { render_id: render_id.to_owned(), submitted_ms, tool: "render".to_owned() }
    }

    #[test]
    fn each_render_once_and_none_for_ever() {
        let now = 10.0 * KEPT_MS;
        let stored = vec![entry("a", now), entry("old", now - KEPT_MS - 1.0), entry("a", now), entry("bad", f64::NAN)];
        let kept = merged(&stored, &[entry("b", now - KEPT_MS), entry("a", 0.0)], now);
        assert_eq!(kept.iter().map(|entry| entry.render_id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    }
}
