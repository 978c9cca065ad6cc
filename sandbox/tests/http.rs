//! Photos from URLs, CORS, faults and control endpoints.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use reroom_sandbox::{Action, Breakage, DelayedAction, Fault, Fetched, HttpRequest, Options, Sandbox};
use serde_json::{Value, json};

const RENDER: &str = "/api/enterprise/render";

fn by_url(url: &str) -> HttpRequest {
    post(RENDER, &json!({ "file_url": url, "creativity": "balanced" }))
}

fn fetch(delayed: DelayedAction) -> (String, u32) {
    match delayed.action {
        Action::Fetch { url, continuation } => (url, continuation),
        other => panic!("expected a fetch, got {other:?}"),
    }
}

fn fetched(status: u16, body: Vec<u8>) -> Fetched {
    Fetched { status, location: None, body }
}

#[test]
fn photos_are_fetched_only_from_allowed_hosts() {
    let mut sandbox = Sandbox::new(Options { allowed_hosts: vec!["cdn.example".to_owned()], ..options() }, NOW);
    for url in ["http://127.0.0.1:9/a.jpg", "https://cdn.example/a.jpg", "http://sandbox.test:8080/photos/a.jpg"] {
        let (asked, continuation) = fetch(sandbox.handle(by_url(url), NOW));
        assert_eq!(asked, url);
        let answered = response(sandbox.resume(continuation, &fetched(200, jpeg(&photo())), NOW));
        assert_eq!(answered.status, 200);
        assert_eq!(response(sandbox.resume(continuation, &fetched(200, Vec::new()), NOW)).status, 500, "only once");
    }
    for url in
        ["https://elsewhere.example/a.jpg", "http://169.254.169.254/a.jpg", "http://localhost@elsewhere.example/"]
    {
        assert_eq!(answer(&mut sandbox, by_url(url), NOW), (400, err("Invalid URL")), "{url}");
    }
    assert_eq!(sandbox.renders(ORIGIN, NOW).len(), 3);
}

#[test]
fn invalid_fetched_photos_are_rejected() {
    let mut sandbox = sandbox();
    let big = [jpeg(&photo()), vec![0; 15 << 20]].concat();
    let cases = [
        (fetched(0, Vec::new()), 400, "Invalid URL"),
        (fetched(404, b"gone".to_vec()), 400, "Invalid URL"),
        (fetched(200, b"<html>".to_vec()), 400, "Invalid URL"),
        (fetched(200, big), 400, "Invalid URL"),
        (fetched(200, jpeg(&image::RgbImage::new(64, 48))), 500, "Image processing failed"),
    ];
    for (fetched, status, message) in cases {
        let (_, continuation) = fetch(sandbox.handle(by_url("http://localhost/a.jpg"), NOW));
        let answered = response(sandbox.resume(continuation, &fetched, NOW));
        let body: Value = serde_json::from_slice(&answered.body).unwrap();
        assert_eq!((answered.status, body), (status, err(message)));
    }
}

#[test]
fn redirects_are_limited_to_allowed_hosts_and_to_five() {
    let mut sandbox = sandbox();
    let moved = |to: &str| Fetched { status: 302, location: Some(to.to_owned()), body: Vec::new() };
    let (_, first) = fetch(sandbox.handle(by_url("http://localhost/a"), NOW));
    let (url, second) = fetch(sandbox.resume(first, &moved("http://localhost/b"), NOW));
    assert_eq!(url, "http://localhost/b");
    assert_eq!(response(sandbox.resume(second, &moved("http://elsewhere.example/"), NOW)).status, 400);
    let (_, mut next) = fetch(sandbox.handle(by_url("http://localhost/a"), NOW));
    for _ in 0..5 {
        (_, next) = fetch(sandbox.resume(next, &moved("http://localhost/a"), NOW));
    }
    assert_eq!(response(sandbox.resume(next, &moved("http://localhost/a"), NOW)).status, 400);
}

#[test]
fn an_output_url_is_read_without_a_fetch() {
    let mut sandbox = sandbox();
    let name = upload(&mut sandbox, jpeg(&photo()));
    let record = finish(&mut sandbox, RENDER, &json!({ "file_name": name, "tool": "empty-room" }));
    let url = record["outputs"][0].as_str().unwrap();
    let again = finish(&mut sandbox, "/api/enterprise/upscale", &json!({ "file_url": url }));
    assert_eq!(again["status"], "completed");
    let unknown = [ORIGIN, "/sandbox/outputs/0123.jpg"].concat();
    assert_eq!(answer(&mut sandbox, by_url(&unknown), NOW), (400, err("Invalid URL")));
}

fn header(sandbox: &mut Sandbox, mut request: HttpRequest, origin: &str, name: &str) -> Option<String> {
    request.headers.push(("Origin".to_owned(), origin.to_owned()));
    let response = response(sandbox.handle(request, NOW));
    response.headers.into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

#[test]
fn responses_allow_any_origin() {
    let mut sandbox = sandbox();
    let page = "https://site.example";
    for request in [get("/api/enterprise/status"), get("/api/enterprise/render/x"), get("/sandbox/outputs/x.jpg")] {
        let allowed = header(&mut sandbox, request, page, "access-control-allow-origin");
        assert_eq!(allowed.as_deref(), Some(page), "also on an error");
    }
    let mut preflight = http_request("OPTIONS", "/api/enterprise/upload", "", Vec::new());
    preflight.headers = vec![("access-control-request-headers".to_owned(), "x-site".to_owned())];
    let headers = header(&mut sandbox, preflight.clone(), page, "access-control-allow-headers").unwrap();
    assert_eq!(headers, "Authorization, Content-Type, x-site");
    assert_eq!(header(&mut sandbox, preflight.clone(), page, "access-control-allow-origin").as_deref(), Some(page));
    assert_eq!(response(sandbox.handle(preflight, NOW)).status, 204);
}

#[test]
fn control_endpoints_reject_other_origins() {
    let mut sandbox = sandbox();
    let ask = |sandbox: &mut Sandbox, method: &str, path: &str, origin: Option<&str>| {
        let mut request = http_request(method, path, "", Vec::new());
        request.headers.extend(origin.map(|origin| ("origin".to_owned(), origin.to_owned())));
        response(sandbox.handle(request, NOW)).status
    };
    for path in ["/sandbox/requests", "/sandbox/renders"] {
        for (origin, status) in [
            (None, 200),
            (Some(ORIGIN), 200),
            (Some("http://localhost:5173"), 200),
            (Some("https://site.example"), 403),
            (Some("null"), 403),
        ] {
            assert_eq!(ask(&mut sandbox, "GET", path, origin), status, "{path} {origin:?}");
        }
    }
    assert_eq!(ask(&mut sandbox, "POST", "/sandbox/reset", Some("https://site.example")), 403);
    assert_eq!(ask(&mut sandbox, "POST", "/sandbox/reset", None), 200);
    assert_eq!(ask(&mut sandbox, "GET", "/sandbox/reset", None), 405);
}

#[test]
fn faults_can_be_added_and_requests_read_over_http() {
    let mut sandbox = sandbox();
    let fault =
        json!({ "path": "/api/enterprise/status", "status": 503, "headers": { "Retry-After": "2" }, "latencyMs": 40 });
    assert_eq!(answer(&mut sandbox, post("/sandbox/faults", &fault), NOW).0, 200);
    assert_eq!(answer(&mut sandbox, post("/sandbox/faults", &json!({ "sttus": 1 })), NOW).0, 400);
    assert_eq!(answer(&mut sandbox, post("/sandbox/faults", &json!({ "status": 99 })), NOW).0, 400);
    let delayed = sandbox.handle(get("/api/enterprise/status"), NOW);
    assert_eq!(delayed.delay_ms, 40.0);
    let failed = response(delayed);
    assert_eq!(failed.status, 503);
    assert!(failed.headers.contains(&("retry-after".to_owned(), "2".to_owned())));
    assert_eq!(answer(&mut sandbox, get("/api/enterprise/status"), NOW).0, 200, "only once");
    let (_, requests) = answer(&mut sandbox, get("/sandbox/requests"), NOW);
    assert_eq!(requests.as_array().unwrap().len(), 2);
    assert_eq!(requests[0]["headers"]["authorization"], "Bearer <7 chars>");
    assert_eq!(requests[0]["path"], "/api/enterprise/status");
}

#[test]
fn a_fault_without_a_body_sends_the_documented_error() {
    let mut sandbox = sandbox();
    for (method, path, status, message) in [
        ("POST", "/api/enterprise/upload", 500, "Upload failed. Try again."),
        ("POST", RENDER, 500, "Image processing failed"),
        ("GET", "/api/enterprise/status", 404, "Account not found"),
    ] {
        sandbox.fault(Fault { status: Some(status), ..Fault::default() }).unwrap();
        let request = http_request(method, path, "application/json", Vec::new());
        assert_eq!(answer(&mut sandbox, request, NOW), (status, err(message)));
    }
}

#[test]
fn a_connection_breaks_before_or_after_the_render_is_submitted() {
    let mut sandbox = sandbox();
    let name = upload(&mut sandbox, jpeg(&photo()));
    let order = json!({ "file_name": name, "creativity": "balanced" });
    for (broken, bought) in [(Breakage::Before, 0), (Breakage::After, 1)] {
        sandbox.fault(Fault { broken: Some(broken), ..Fault::default() }).unwrap();
        assert_eq!(sandbox.handle(post(RENDER, &order), NOW).action, Action::Broken);
        assert_eq!(sandbox.renders(ORIGIN, NOW).len(), bought);
    }
}

#[test]
fn unknown_paths_and_methods_are_rejected() {
    let mut sandbox = sandbox();
    for request in [get("/"), get("/api/enterprise"), get("/sandbox/none"), get("/sandbox/uploads/../x")] {
        assert_eq!(response(sandbox.handle(request, NOW)).status, 404);
    }
    for (method, path, allowed) in [("GET", "upload", "POST"), ("PUT", "render", "POST"), ("POST", "status", "GET")] {
        let request = || http_request(method, &["/api/enterprise/", path].concat(), "", Vec::new());
        assert_eq!(response(sandbox.handle(request(), NOW)).status, 405, "{method} {path}");
        assert_eq!(header(&mut sandbox, request(), "http://localhost", "allow").as_deref(), Some(allowed));
    }
    assert_eq!(answer(&mut sandbox, get("no url"), NOW).0, 400);
}
