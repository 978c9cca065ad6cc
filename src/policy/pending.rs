//! Renders that were submitted and not yet seen to finish: what a reload must not lose.

use crate::text::concat;

/// How long an unfinished render is remembered, in milliseconds: seven days.
pub const KEPT_MS: f64 = 7.0 * 24.0 * 60.0 * 60.0 * 1000.0;

/// How long after its submission a service may not know a render yet, in milliseconds.
const FRESH_MS: f64 = 10_000.0;

/// One submitted render. Nothing here holds a key or photo.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The id to look it up by.
    pub render_id: String,
    /// When it was submitted, in milliseconds since 1970.
    pub submitted_ms: f64,
    /// Its tool; `"render"` for a plain one.
    pub tool: String,
    /// The service's id of the account that ordered it, once a look has told it.
    pub uid: Option<String>,
}

impl Entry {
    /// Whether it was submitted so recently that a service of several machines may not know it everywhere.
    #[must_use]
    pub fn is_fresh(&self, now_ms: f64) -> bool {
        (now_ms - self.submitted_ms).abs() < FRESH_MS
    }

    /// Whether its id is one that a gateway signed for a user: for anybody else, there is no such render.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.render_id.split_once('.').is_some()
    }
}

/// The name under which a client's entries are stored: one for each service and, where the page names them, each user. A
/// base URL has no `#`, so no two pairs share a name.
#[must_use]
pub fn storage_key(base_url: &str, user: Option<&str>) -> String {
    let key = concat(&["reroom.pending ", base_url]);
    user.map_or_else(|| key.clone(), |user| concat(&[&key, "#", user]))
}

/// What is stored and what a client keeps beside that, each render once, without what is too old.
#[must_use]
pub fn merged(stored: &[Entry], own: &[Entry], now_ms: f64) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    // A time that is not a number is too old as well.
    for entry in stored.iter().chain(own).filter(|entry| now_ms - entry.submitted_ms <= KEPT_MS) {
        match entries.iter_mut().find(|other| other.render_id == entry.render_id) {
            Some(known) if known.uid.is_none() => known.uid.clone_from(&entry.uid),
            Some(_) => {}
            None => entries.push(entry.clone()),
        }
    }
    entries
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(render_id: &str, submitted_ms: f64) -> Entry {
        Entry { render_id: render_id.to_owned(), submitted_ms, tool: "render".to_owned(), uid: None }
    }

    #[test]
    fn each_render_once_and_none_for_ever() {
        let now = 10.0 * KEPT_MS;
        let stored = vec![entry("a", now), entry("old", now - KEPT_MS - 1.0), entry("a", now), entry("bad", f64::NAN)];
        let kept = merged(&stored, &[entry("b", now - KEPT_MS), entry("a", 0.0)], now);
        assert_eq!(kept.iter().map(|entry| entry.render_id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn a_render_is_fresh_for_ten_seconds_whichever_way_the_clock_is_set() {
        let submitted = entry("a", 1_000_000.0);
        assert!(submitted.is_fresh(1_000_000.0) && submitted.is_fresh(1_009_999.0) && submitted.is_fresh(990_001.0));
        assert!(!submitted.is_fresh(1_010_000.0) && !submitted.is_fresh(0.0) && !submitted.is_fresh(f64::NAN));
    }

    #[test]
    fn an_id_with_a_signature_is_a_users() {
        assert!(entry("66f0.c2lnbmVk", 0.0).is_signed() && !entry("66f0", 0.0).is_signed());
    }

    fn entries() -> impl Strategy<Value = Vec<Entry>> {
        let entry = ("[a-e]", -2.0 * KEPT_MS..KEPT_MS, prop::option::of("[uv]"))
            .prop_map(|(id, age, uid)| Entry { uid, ..entry(&id, 5.0 * KEPT_MS + age) });
        prop::collection::vec(entry, 0..8)
    }

    proptest! {
        #[test]
        fn merging_loses_no_render_that_is_young_enough(stored in entries(), own in entries()) {
            let now = 5.0 * KEPT_MS;
            let kept = merged(&stored, &own, now);
            let find = |id: &str| kept.iter().filter(|entry| entry.render_id == id).collect::<Vec<_>>();
            for entry in stored.iter().chain(&own) {
                let found = find(&entry.render_id);
                prop_assert!(found.len() <= 1, "each once");
                if now - entry.submitted_ms <= KEPT_MS {
                    prop_assert_eq!(found.len(), 1);
                    prop_assert!(found.iter().all(|kept| kept.uid.is_some() || entry.uid.is_none()), "an account once known");
                }
            }
            prop_assert!(kept.iter().all(|entry| stored.iter().chain(&own).any(|one| one.submitted_ms == entry.submitted_ms)));
            prop_assert_eq!(merged(&kept, &own, now), kept.clone(), "a second time changes nothing");
        }

        #[test]
        fn no_two_services_or_users_share_a_name(
            one in ("(https://[a-c.]{1,4}|/[a-c /]{0,4})", prop::option::of("[a-c#/ ]{0,4}")),
            other in ("(https://[a-c.]{1,4}|/[a-c /]{0,4})", prop::option::of("[a-c#/ ]{0,4}")),
        ) {
            let key = |(base_url, user): &(String, Option<String>)| storage_key(base_url, user.as_deref());
            prop_assert_eq!(key(&one) == key(&other), one == other);
        }
    }
}
