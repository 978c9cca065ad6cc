#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;
use proptest::prelude::*;
use serde_json::json;

const FILE: &str = "0b5e7a5c-3f4e-4c1d-9a6b-0123456789ab.jpg";

fn value(json: serde_json::Value) -> Value {
    serde_json::from_value(json).unwrap()
}

/// The issues of a request with a photo, as `path: code`.
fn found(mut json: serde_json::Value) -> Vec<String> {
    json["file_name"] = FILE.into();
    issues(&json)
}

fn issues(json: &serde_json::Value) -> Vec<String> {
    let issues = validate_render(&value(json.clone()), PhotoReference::Required);
    issues
        .iter()
        .map(|issue| format!("{}: {}", issue.path, serde_json::to_value(issue.code).unwrap().as_str().unwrap()))
        .collect()
}

#[test]
fn documented_examples_have_no_issues() {
    for request in [
        json!({ "field": "exterior", "creativity": "balanced", "type": "single-family-home", "style": "sleek-international", "daylight": "sunset" }),
        json!({ "tool": "sketch", "type": "living-room", "style": "modern-fusion", "view": "floorplan" }),
        json!({ "tool": "sketch", "field": "exterior", "type": "barn", "style": "bold-brutalist", "view": "elevation" }),
        json!({ "tool": "empty-room" }),
        json!({ "tool": "virtual-staging", "action": "preset", "type": "living-room", "style": "modern" }),
        json!({ "tool": "virtual-staging", "action": "reference", "reference_file_urls": ["https://example.com/1.jpg", "https://example.com/2.jpg"] }),
        json!({ "tool": "edit", "action": "material", "mask": "bWFzaw==", "material": "marble", "field": "interior" }),
        json!({ "tool": "edit", "action": "object", "mask": "bWFzaw==", "object": { "category": "furniture", "name": "sofa" }, "field": "interior" }),
        json!({ "tool": "edit", "action": "object", "mask": "bWFzaw==", "object": { "category": "street_creature", "name": "bird" }, "field": "exterior" }),
        json!({ "tool": "edit", "action": "remove", "mask": "bWFzaw==" }),
        json!({ "tool": "edit", "action": "prompt", "mask": "bWFzaw==", "prompt": "a red armchair" }),
        json!({ "creativity": "precise", "creativity_level": 0.5, "type": "onsen", "style": "japanese-zen", "daylight": "night", "season": "winter", "color": "ecletic-boho", "architectural_material": "bamboo", "prompt": "calm" }),
    ] {
        assert_eq!(found(request.clone()), [""; 0], "{request}");
    }
}

#[test]
fn broken_rule_has_its_issue() {
    let edit = |extra: serde_json::Value| {
        let mut request = json!({ "tool": "edit", "mask": "bWFzaw==" });
        request.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        request
    };
    for (request, expected) in [
        (json!({}), vec!["creativity: required"]),
        (json!({ "creativity": "wild" }), vec!["creativity: unknown_option"]),
        (json!({ "creativity": 1 }), vec!["creativity: malformed"]),
        (json!({ "creativity": "precise", "style": "bold-brutalist" }), vec!["style: unknown_option"]),
        (json!({ "creativity": "precise", "sky": "clear" }), vec!["sky: conflict"]),
        (json!({ "creativity": "precise", "creativity_level": 0.49 }), vec!["creativity_level: out_of_range"]),
        (json!({ "creativity": "precise", "creativity_level": 1.01 }), vec!["creativity_level: out_of_range"]),
        (json!({ "creativity": "balanced", "creativity_level": 0.7 }), vec!["creativity_level: conflict"]),
        (json!({ "creativity": "precise", "prompt": " " }), vec!["prompt: required"]),
        (json!({ "creativity": "precise", "style": null }), vec!["style: malformed"]),
        (json!({ "creativity": "precise", "stlye": "rustic" }), vec!["stlye: unknown_field"]),
        (json!({ "tool": "upscale" }), vec!["tool: unknown_option"]),
        (json!({ "tool": "empty-room", "field": "interior" }), vec!["field: conflict"]),
        (json!({ "tool": "virtual-staging" }), vec!["action: required"]),
        (json!({ "tool": "virtual-staging", "action": "preset" }), vec!["type: required", "style: required"]),
        (
            json!({ "tool": "virtual-staging", "action": "reference", "reference_file_urls": [] }),
            vec!["reference_file_urls: required"],
        ),
        (
            json!({ "tool": "virtual-staging", "action": "reference", "reference_file_urls": ["https://a.b/c", "c.jpg", 3] }),
            vec!["reference_file_urls[1]: malformed", "reference_file_urls[2]: malformed"],
        ),
        (json!({ "tool": "edit", "action": "remove" }), vec!["mask: required"]),
        (
            json!({ "tool": "edit", "action": "remove", "mask": "data:image/png;base64,bWFzaw==" }),
            vec!["mask: malformed"],
        ),
        (edit(json!({ "action": "material" })), vec!["material: required"]),
        (edit(json!({ "action": "prompt", "prompt": "" })), vec!["prompt: required"]),
        (
            edit(json!({ "action": "object", "material": "oak", "object": { "category": "creature", "name": "cat" } })),
            vec!["material: conflict"],
        ),
        (
            edit(
                json!({ "action": "object", "field": "exterior", "object": { "category": "furniture", "name": "sofa" } }),
            ),
            vec!["object.category: unknown_option"],
        ),
        (
            edit(json!({ "action": "object", "object": { "category": "creature", "name": "sofa", "size": 3 } })),
            vec!["object.name: unknown_option", "object.size: unknown_field"],
        ),
        (edit(json!({ "action": "object", "object": {} })), vec!["object.category: required", "object.name: required"]),
    ] {
        assert_eq!(found(request.clone()), expected, "{request}");
    }
}

#[test]
fn request_without_exactly_one_photo_is_rejected() {
    let both = json!({ "tool": "empty-room", "file_name": FILE, "file_url": "https://example.com/a.jpg" });
    assert_eq!(issues(&both), ["file_url: conflict"]);
    assert_eq!(issues(&json!({ "tool": "empty-room" })), ["file_name: required"]);
    assert_eq!(issues(&json!({ "tool": "empty-room", "file_url": "a.jpg" })), ["file_url: malformed"]);
    assert_eq!(issues(&json!({ "tool": "empty-room", "file_name": "a.jpg" })), ["file_name: malformed"]);
    let job = value(json!({ "tool": "empty-room", "file_name": FILE }));
    assert_eq!(validate_render(&job, PhotoReference::FromUpload).len(), 1);
}

#[test]
fn request_with_many_mistakes_reports_all_with_suggestions() {
    let request =
        json!({ "field": "exteror", "creativity": "precise", "style": "bold-brutalst", "sky": "Clear Sky", "type": 3 });
    let issues = validate_render(&value(request), PhotoReference::FromUpload);
    let meant: Vec<_> = issues.iter().map(|issue| (issue.path.as_str(), issue.suggestion)).collect();
    let expected =
        [("field", Some("exterior")), ("type", None), ("style", Some("bold-brutalist")), ("sky", Some("clear"))];
    assert_eq!(meant, expected);
    assert_eq!(issues[2].allowed.as_ref().unwrap().len(), 55);
}

#[test]
fn request_that_is_no_object_is_rejected() {
    for request in [json!(null), json!("sketch"), json!([1]), json!(3)] {
        assert_eq!(issues(&request), [": malformed"]);
    }
}

#[test]
fn upscale_with_another_field_is_rejected() {
    assert!(validate_upscale(&value(json!({ "file_name": FILE }))).is_empty());
    let issues = validate_upscale(&value(json!({ "file_name": FILE, "creativity": "precise" })));
    assert_eq!(issues.len(), 1);
}

fn any_json() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        prop::sample::select(vec!["edit", "sketch", "virtual-staging", "object", "preset", "exterior", "precise"])
            .prop_map(str::to_owned),
        ".{0,12}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<f64>().prop_map(Value::Number),
        word.prop_map(Value::String)
    ];
    let key = prop_oneof![
        prop::sample::select(vec![
            "tool",
            "action",
            "field",
            "object",
            "category",
            "name",
            "mask",
            "creativity",
            "file_url"
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ];
    leaf.prop_recursive(3, 32, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((key.clone(), inner), 0..8).prop_map(Value::Object),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_never_panics(request in any_json()) {
        let _ = validate_render(&request, PhotoReference::Required);
        let _ = validate_upscale(&request);
    }

    #[test]
    fn deep_json_is_rejected(depth in 9usize..100) {
        let text = "[".repeat(depth) + &"]".repeat(depth);
        prop_assert!(serde_json::from_str::<Value>(&text).is_err());
    }
}

#[test]
fn the_tools_of_a_job_are_those_of_a_render_and_upscale() {
    let jobs = options::JOB_TOOLS.values();
    assert_eq!(jobs[..jobs.len() - 1], options::TOOLS.values());
    assert_eq!(jobs.last(), Some(&"upscale"));
    let issue = |tool: &str| validate_job(&value(json!({ "tool": tool }))).swap_remove(0);
    assert_eq!(issue("upscal").suggestion, Some("upscale"));
    let stage = issue("stage");
    assert_eq!(stage.allowed, Some(jobs.clone()));
    assert_eq!(stage.message, format!("\"stage\" is not a valid tool. Choose one of {}.", jobs.join(", ")));
}

#[test]
fn short_lists_of_allowed_values_are_in_the_message() {
    let messages = |json| validate_job(&value(json)).into_iter().map(|issue| issue.message).collect::<Vec<_>>();
    let expected = "creativity is required for this request. Choose one of precise, balanced, creative.";
    assert_eq!(messages(json!({})), [expected]);
    let expected = "\"?\" is not a valid style. Choose one of the allowed values.";
    assert_eq!(messages(json!({ "creativity": "precise", "style": "?" })), [expected]);
    let expected = "mask is required for this request.";
    assert_eq!(messages(json!({ "tool": "edit", "action": "remove" })), [expected]);
}
