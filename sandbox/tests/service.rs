//! The five endpoints: statuses, messages, states, credits, limits.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use reroom_sandbox::{Fault, Options, Reset, Sandbox};
use serde_json::{Value, json};

const RENDER: &str = "/api/enterprise/render";
const UPSCALE: &str = "/api/enterprise/upscale";
const STATUS: &str = "/api/enterprise/status";

fn plain(name: &str) -> Value {
    json!({ "file_name": name, "creativity": "balanced" })
}

#[test]
fn requests_without_the_key_are_unauthorized() {
    let mut sandbox = sandbox();
    for (method, path) in [
        ("POST", "/api/enterprise/upload"),
        ("POST", RENDER),
        ("POST", UPSCALE),
        ("GET", "/api/enterprise/render/x"),
        ("GET", STATUS),
    ] {
        for key in [None, Some("Bearer wrong"), Some("sandbox"), Some("bearer sandbox"), Some("Bearer sandbox2")] {
            let mut request = http_request(method, path, "application/json", Vec::new());
            request.headers.retain(|(name, _)| name != "Authorization");
            request.headers.extend(key.map(|key| ("authorization".to_owned(), key.to_owned())));
            assert_eq!(answer(&mut sandbox, request, NOW), (401, err("Unauthorized")), "{method} {path} {key:?}");
        }
    }
}

#[test]
fn invalid_uploads_are_rejected() {
    let mut sandbox = sandbox();
    let good = jpeg(&photo());
    let big = [good.clone(), vec![0; 15 << 20]].concat();
    let small = jpeg(&image::RgbImage::new(500, 375));
    let portrait = jpeg(&image::RgbImage::new(600, 800));
    let cases = [
        ("image/gif", good.clone(), "JPEG and PNG files only"),
        ("", good.clone(), "JPEG and PNG files only"),
        ("image/jpeg", Vec::new(), "Empty file"),
        ("image/jpeg", big, "Max file size: 15MB"),
        ("image/png", good.clone(), "Invalid file format"),
        ("image/jpeg", b"not an image".to_vec(), "Invalid file format"),
        ("image/jpeg", small, "Invalid file format"),
        ("image/jpeg", portrait, "Invalid file format"),
        ("image/jpeg", good[..good.len() / 2].to_vec(), "Invalid file format"),
    ];
    for (mime, file, message) in cases {
        let size = file.len();
        let request = http_request("POST", "/api/enterprise/upload", mime, file);
        assert_eq!(answer(&mut sandbox, request, NOW), (400, err(message)), "{mime}, {size} bytes");
    }
    for (mime, file, extension) in
        [("IMAGE/JPEG", good.clone(), ".jpg"), ("image/jpg", good, ".jpg"), ("image/png", png(&photo()), ".png")]
    {
        let (status, body) = answer(&mut sandbox, http_request("POST", "/api/enterprise/upload", mime, file), NOW);
        assert_eq!((status, &body["success"]), (200, &json!(true)));
        let name = body["fileName"].as_str().unwrap();
        assert!(name.ends_with(extension) && reroom::api::syntax::is_file_name(name), "{name}");
    }
}

#[test]
fn invalid_render_requests_are_rejected() {
    let mut sandbox = sandbox();
    let name = upload(&mut sandbox, jpeg(&photo()));
    let unknown = "0b5e7a5c-3f4e-4c1d-9a6b-0123456789ab.jpg";
    let cases = [
        (json!({ "creativity": "balanced" }), "No file name or file URL provided"),
        (plain("room.jpg"), "Invalid filename"),
        (plain(unknown), "Invalid filename"),
        (json!({ "file_url": "room.jpg", "creativity": "balanced" }), "Invalid URL"),
        (json!({ "file_url": "https://elsewhere.example/room.jpg", "creativity": "balanced" }), "Invalid URL"),
        (json!({ "file_name": name, "creativity": "wild" }), "Invalid request"),
        (
            json!({ "file_name": name, "tool": "edit", "action": "remove", "mask": mask(SIZE.0, 511) }),
            "Invalid request",
        ),
        (json!({ "file_name": name, "tool": "edit", "action": "remove", "mask": "AAAA" }), "Invalid request"),
    ];
    for (body, message) in cases {
        assert_eq!(answer(&mut sandbox, post(RENDER, &body), NOW), (400, err(message)), "{body}");
    }
    assert_eq!(answer(&mut sandbox, post(UPSCALE, &json!({})), NOW), (400, err("No file name or file URL provided")));
    assert_eq!(answer(&mut sandbox, post(UPSCALE, &plain(&name)), NOW), (400, err("Invalid request")));
    assert_eq!(sandbox.renders(ORIGIN, NOW).len(), 0);
}

#[test]
fn a_render_progresses_with_the_clock() {
    let mut sandbox = sandbox();
    let name = upload(&mut sandbox, jpeg(&photo()));
    let body = json!({ "file_name": name, "creativity": "precise", "style": "japanese-zen", "daylight": "night" });
    let (_, receipt) = answer(&mut sandbox, post(RENDER, &body), NOW);
    let id = receipt["data"]["render_id"].as_str().unwrap();
    assert_eq!(receipt, json!({ "success": true, "data": { "render_id": id } }));
    let path = [RENDER, "/", id].concat();
    let at = |sandbox: &mut Sandbox, ms: f64| answer(sandbox, get(&path), NOW + ms).1;
    for (ms, status, updated) in
        [(999.0, "queued", ":20.000Z"), (1000.0, "rendering", ":21.000Z"), (2999.0, "rendering", ":21.000Z")]
    {
        let record = at(&mut sandbox, ms);
        assert_eq!((&record["status"], &record["outputs"]), (&json!(status), &json!([])), "{ms}");
        assert!(record["updated_at"].as_str().unwrap().ends_with(updated), "{record}");
    }
    let done = at(&mut sandbox, 3000.0);
    assert_eq!(
        done,
        json!({
            "_id": id, "uid": done["uid"], "source": format!("{ORIGIN}/sandbox/uploads/{name}"),
            "field": "interior", "type": "no-type", "style": "japanese-zen", "daylight": "night",
            "creativity": "precise", "creativity_level": 0.7, "status": "completed",
            "outputs": [format!("{ORIGIN}/sandbox/outputs/{id}.jpg")],
            "created_at": "2023-11-14T22:13:20.000Z", "updated_at": "2023-11-14T22:13:23.000Z",
        })
    );
    let early = ["/sandbox/outputs/", id, ".jpg"].concat();
    assert_eq!(response(sandbox.handle(get(&early), NOW + 2999.0)).status, 404);
    assert_eq!(response(sandbox.handle(get(&early), NOW + 3000.0)).status, 200);
    assert_eq!(answer(&mut sandbox, get("/api/enterprise/render/nope"), NOW), (404, err("Render not found")));
}

/// The field names of a record.
fn fields(record: &Value) -> String {
    record.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>().join(" ")
}

#[test]
fn records_have_the_documented_fields() {
    let mut sandbox = sandbox();
    let name = upload(&mut sandbox, jpeg(&photo()));
    let base = json!({ "file_name": name });
    let with = |more: Value| {
        let mut body = base.clone();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let cases = [
        (
            "?field=exterior",
            json!({ "creativity": "creative", "type": "barn", "sky": "misty", "landscape": "tundra", "prompt": "x" }),
            "_id uid source field type style sky landscape creativity prompt status outputs created_at updated_at",
        ),
        (
            "",
            json!({ "tool": "sketch", "type": "attic", "style": "rustic", "view": "section" }),
            "_id uid source type style view status outputs created_at updated_at",
        ),
        ("", json!({ "tool": "empty-room" }), "_id uid source field status outputs created_at updated_at"),
        (
            "",
            json!({ "tool": "virtual-staging", "action": "reference", "reference_file_urls": ["https://a.example/b.jpg"] }),
            "_id uid source field status outputs reference_file_urls created_at updated_at",
        ),
        (
            "?field=interior",
            json!({ "tool": "edit", "action": "prompt", "prompt": "a plant", "mask": mask(SIZE.0, SIZE.1) }),
            "_id uid source field tool action prompt status outputs created_at updated_at",
        ),
    ];
    for (query, body, expected) in cases {
        let record = finish(&mut sandbox, &[RENDER, query].concat(), &with(body));
        assert_eq!(fields(&record), expected);
    }
    let record = finish(&mut sandbox, UPSCALE, &base);
    assert_eq!(fields(&record), "_id uid source status outputs created_at updated_at");
}

#[test]
fn submissions_and_status_responses_have_the_documented_shapes() {
    let mut sandbox = sandbox();
    let name = upload(&mut sandbox, jpeg(&photo()));
    let staged = json!({ "file_name": name, "tool": "virtual-staging", "action": "preset", "type": "bedroom", "style": "modern" });
    let (_, mut record) = answer(&mut sandbox, post(RENDER, &staged), NOW);
    assert_eq!((&record["status"], record["outputs"].as_array().unwrap().len()), (&json!("painted"), 1));
    let id = record["_id"].as_str().unwrap().to_owned();
    // The record, plus the fields that the documentation's examples read.
    let wrapping = ["success", "data"].map(|key| record.as_object_mut().unwrap().shift_remove(key));
    assert_eq!(wrapping, [Some(json!(true)), Some(json!({ "render_id": id }))]);
    assert_eq!(answer(&mut sandbox, get(&[RENDER, "/", &id].concat()), NOW + 5.0).1, record);

    let edit = json!({ "file_name": name, "tool": "edit", "action": "prompt", "prompt": "a rug", "mask": mask(SIZE.0, SIZE.1) });
    let (_, record) = answer(&mut sandbox, post(RENDER, &edit), NOW);
    assert_eq!(
        (&record["status"], &record["outputs"], &record["action"]),
        (&json!("queued"), &json!([]), &json!("prompt"))
    );
    assert_eq!(record["data"]["render_id"], record["_id"]);

    let (_, receipt) = answer(&mut sandbox, post(UPSCALE, &json!({ "file_name": name })), NOW);
    let id = receipt["data"]["render_id"].as_str().unwrap();
    let (_, wrapped) = answer(&mut sandbox, get(&[RENDER, "/", id].concat()), NOW);
    assert_eq!((&wrapped["success"], &wrapped["data"]["status"]), (&json!(true), &json!("queued")));
}

#[test]
fn renders_cost_credits_until_none_are_left() {
    let mut sandbox = Sandbox::new(Options { credits: 6, ..options() }, NOW);
    let name = upload(&mut sandbox, jpeg(&photo()));
    let credits = |sandbox: &mut Sandbox| answer(sandbox, get(STATUS), NOW).1["credits"].as_i64().unwrap();
    assert_eq!(answer(&mut sandbox, post(UPSCALE, &json!({ "file_name": name })), NOW).0, 200);
    assert_eq!(credits(&mut sandbox), 2);
    assert_eq!(
        answer(&mut sandbox, post(UPSCALE, &json!({ "file_name": name })), NOW),
        (400, err("Not enough credits"))
    );
    assert_eq!(answer(&mut sandbox, post(RENDER, &json!({ "file_name": name })), NOW), (400, err("Invalid request")));
    assert_eq!(credits(&mut sandbox), 2, "a rejected request costs nothing");
    assert_eq!(answer(&mut sandbox, post(RENDER, &plain(&name)), NOW).0, 200);
    let failing = json!({ "file_name": name, "creativity": "balanced", "prompt": "a sofa [fail]" });
    let record = finish(&mut sandbox, RENDER, &failing);
    assert_eq!((&record["status"], &record["outputs"]), (&json!("failed"), &json!([])));
    assert_eq!(credits(&mut sandbox), 0, "a failure is not refunded");
    assert_eq!(answer(&mut sandbox, post(RENDER, &plain(&name)), NOW), (400, err("Not enough credits")));
    sandbox.reset(Reset { credits: Some(-1), speeds: None }, NOW);
    assert_eq!(credits(&mut sandbox), -1);
}

#[test]
fn an_eleventh_concurrent_render_is_rejected() {
    let mut sandbox = sandbox();
    let name = upload(&mut sandbox, jpeg(&photo()));
    for _ in 0..10 {
        assert_eq!(answer(&mut sandbox, post(RENDER, &plain(&name)), NOW).0, 200);
    }
    let eleventh = (400, err("Maximum concurrent renders reached"));
    assert_eq!(answer(&mut sandbox, post(RENDER, &plain(&name)), NOW + 2999.0), eleventh);
    assert_eq!(answer(&mut sandbox, post(RENDER, &plain(&name)), NOW + 3000.0).0, 200);
}

#[test]
fn the_account_has_the_documented_fields_or_is_not_found() {
    let mut sandbox = sandbox();
    let (status, account) = answer(&mut sandbox, get(STATUS), NOW);
    assert_eq!(status, 200);
    assert_eq!(fields(&account), "_id uid key credits is_active is_enterprise created_at updated_at");
    assert_eq!((&account["key"], &account["credits"]), (&json!("sandbox"), &json!(-1)));
    let mut without = Sandbox::new(Options { account: false, ..options() }, NOW);
    assert_eq!(answer(&mut without, get(STATUS), NOW), (404, err("Account not found")));
}

#[test]
fn the_same_seed_gives_the_same_responses() {
    let run = |seed: f64| {
        let mut sandbox = Sandbox::new(Options { seed, ..options() }, NOW);
        let name = upload(&mut sandbox, jpeg(&photo()));
        let first = finish(&mut sandbox, RENDER, &plain(&name));
        sandbox.reset(Reset::default(), NOW);
        let name = upload(&mut sandbox, jpeg(&photo()));
        assert_eq!(finish(&mut sandbox, RENDER, &plain(&name)), first);
        first
    };
    assert_eq!(run(3.0), run(3.0));
    assert_ne!(run(3.0), run(4.0));
}

#[test]
fn a_fault_can_make_an_upscale_fail() {
    let mut sandbox = sandbox();
    let name = upload(&mut sandbox, jpeg(&photo()));
    sandbox.fault(Fault { path: Some(UPSCALE.to_owned()), fail_render: true, ..Fault::default() }).unwrap();
    assert_eq!(finish(&mut sandbox, RENDER, &plain(&name))["status"], "completed");
    assert_eq!(finish(&mut sandbox, UPSCALE, &json!({ "file_name": name }))["status"], "failed");
}
