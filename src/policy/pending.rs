//! Pending renders: sent, but not yet seen to finish. They must survive a reload.

use crate::text::concat;

/// How long a pending render is remembered, in milliseconds: seven days.
pub const MAX_AGE_MS: f64 = 7.0 * 24.0 * 60.0 * 60.0 * 1000.0;

/// How long after submission the service may still answer "not found", in milliseconds. A wait asks for this long in any case,
/// because the system's clock may have been set since.
const FRESH_FOR_MS: f64 = 10_000.0;

/// One pending render. It holds no API key and no photo.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The render's id, once the answer to its order was seen.
    pub render_id: Option<String>,
    /// The idempotency key of its order. Entries of an older shape have their render's id here.
    pub key: String,
    /// When it was submitted, in milliseconds since the Unix epoch.
    pub submitted_ms: f64,
    /// Its tool; `"render"` for a plain render.
    pub tool: String,
    /// The caller's own mark.
    pub tag: Option<String>,
    /// The account's id in the service, once a status response contained it.
    pub uid: Option<String>,
}

impl Entry {
    /// Whether this is its render id or its idempotency key.
    #[must_use]
    pub fn is(&self, id: &str) -> bool {
        self.key == id || self.render_id.as_deref() == Some(id)
    }

    /// Whether it was submitted so recently that some of the service's machines may not know it yet. `asked_ms` is how long a
    /// wait has asked for it.
    #[must_use]
    pub fn is_fresh(&self, now_ms: f64, asked_ms: f64) -> bool {
        asked_ms < FRESH_FOR_MS || (now_ms - self.submitted_ms).abs() < FRESH_FOR_MS
    }

    /// Whether a gateway signed the id for one user. For other users, the render does not exist.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.render_id.as_ref().is_some_and(|id| id.as_bytes().contains(&b'.'))
    }
}

/// The storage key of a client's entries, per service and user. A base URL contains no `#`, so two different pairs never
/// share a key.
#[must_use]
pub fn storage_key(base_url: &str, user: Option<&str>) -> String {
    let key = concat(&["reroom.pending ", base_url]);
    user.map_or_else(|| key.clone(), |user| concat(&[&key, "#", user]))
}

/// Merges stored entries with a client's own. Drops duplicates and entries that are too old.
#[must_use]
pub fn merge(stored: &[Entry], own: &[Entry], now_ms: f64) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    // The keys in order, with the positions of their entries. A map would add kilobytes of wasm.
    let mut index: Vec<(&str, usize)> = Vec::new();
    // The comparison also drops NaN.
    for entry in stored.iter().chain(own).filter(|entry| now_ms - entry.submitted_ms <= MAX_AGE_MS) {
        let key = entry.key.as_str();
        let found = index.binary_search_by(|(other, _)| (*other).cmp(key));
        let position = found.ok().and_then(|at| index.get(at)).map(|(_, position)| *position);
        let Some(known) = position.and_then(|position| entries.get_mut(position)) else {
            index.insert(found.unwrap_or_else(|at| at), (key, entries.len()));
            entries.push(entry.clone());
            continue;
        };
        for (known, new) in [(&mut known.render_id, &entry.render_id), (&mut known.uid, &entry.uid)] {
            if known.is_none() {
                known.clone_from(new);
            }
        }
    }
    entries
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(key: &str, submitted_ms: f64) -> Entry {
        Entry { key: key.to_owned(), submitted_ms, tool: "render".to_owned(), ..Entry::default() }
    }

    #[test]
    fn merge_drops_duplicates_and_old_entries() {
        let now = 10.0 * MAX_AGE_MS;
        let stored =
            vec![entry("a", now), entry("old", now - MAX_AGE_MS - 1.0), entry("a", now), entry("bad", f64::NAN)];
        let kept = merge(&stored, &[entry("b", now - MAX_AGE_MS), entry("a", 0.0)], now);
        assert_eq!(kept.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn entry_is_fresh_for_ten_seconds_of_its_age_and_of_a_wait_whatever_the_clock_says() {
        let submitted = entry("a", 1_000_000.0);
        for (now_ms, fresh) in [
            (1_000_000.0, true),
            (1_009_999.0, true),
            (990_001.0, true),
            (1_010_000.0, false),
            (0.0, false),
            (f64::NAN, false),
        ] {
            assert_eq!(submitted.is_fresh(now_ms, FRESH_FOR_MS), fresh, "{now_ms}");
            assert!(submitted.is_fresh(now_ms, FRESH_FOR_MS - 1.0), "{now_ms}");
        }
    }

    #[test]
    fn id_with_signature_is_signed() {
        let with_id = |id: &str| Entry { render_id: Some(id.to_owned()), ..Entry::default() };
        assert!(with_id("66f0.c2lnbmVk").is_signed() && !with_id("66f0").is_signed() && !Entry::default().is_signed());
    }

    #[test]
    fn entry_matches_its_render_id_and_its_key() {
        let sent = entry("key", 0.0);
        let answered = Entry { render_id: Some("r1".to_owned()), ..sent.clone() };
        assert!(sent.is("key") && !sent.is("r1") && answered.is("key") && answered.is("r1") && !answered.is("r2"));
    }

    fn entries() -> impl Strategy<Value = Vec<Entry>> {
        let entry = ("[a-e]", -2.0 * MAX_AGE_MS..MAX_AGE_MS, prop::option::of("[uv]"), prop::option::of("[rs]"))
            .prop_map(|(key, age, uid, render_id)| Entry { uid, render_id, ..entry(&key, 5.0 * MAX_AGE_MS + age) });
        prop::collection::vec(entry, 0..8)
    }

    proptest! {
        #[test]
        fn merge_keeps_each_recent_render_once(stored in entries(), own in entries()) {
            let now = 5.0 * MAX_AGE_MS;
            let kept = merge(&stored, &own, now);
            let find = |key: &str| kept.iter().filter(|entry| entry.key == key).collect::<Vec<_>>();
            for entry in stored.iter().chain(&own) {
                let found = find(&entry.key);
                prop_assert!(found.len() <= 1, "no duplicates");
                if now - entry.submitted_ms <= MAX_AGE_MS {
                    prop_assert_eq!(found.len(), 1);
                    prop_assert!(found.iter().all(|kept| kept.uid.is_some() || entry.uid.is_none()), "a known account is kept");
                    prop_assert!(found.iter().all(|kept| kept.render_id.is_some() || entry.render_id.is_none()), "a known id is kept");
                }
            }
            prop_assert!(kept.iter().all(|entry| stored.iter().chain(&own).any(|one| one.submitted_ms == entry.submitted_ms)));
            prop_assert_eq!(merge(&kept, &own, now), kept.clone(), "idempotent");
        }

        #[test]
        fn storage_key_is_unique_per_service_and_user(
            one in ("(https://[a-c.]{1,4}|/[a-c /]{0,4})", prop::option::of("[a-c#/ ]{0,4}")),
            other in ("(https://[a-c.]{1,4}|/[a-c /]{0,4})", prop::option::of("[a-c#/ ]{0,4}")),
        ) {
            let key = |(base_url, user): &(String, Option<String>)| storage_key(base_url, user.as_deref());
            prop_assert_eq!(key(&one) == key(&other), one == other);
        }
    }
}
