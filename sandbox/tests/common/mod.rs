//! Shared test helpers: images and requests.
#![allow(clippy::unwrap_used, clippy::panic, dead_code)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, ImageFormat, Luma, Rgb, RgbImage};
use reroom_sandbox::{Action, DelayedAction, HttpRequest, Options, Response, Sandbox, Speeds};
use serde_json::{Value, json};
use std::io::Cursor;

pub const ORIGIN: &str = "http://sandbox.test:8080";
pub const NOW: f64 = 1_700_000_000_000.0;
pub const SIZE: (u32, u32) = (720, 512);

pub fn sandbox() -> Sandbox {
    Sandbox::new(options(), NOW)
}

pub fn options() -> Options {
    Options { speeds: Speeds { queued_ms: 1000.0, rendering_ms: 2000.0 }, ..Options::default() }
}

/// A simple room: a gradient with a window and a sofa.
pub fn photo() -> RgbImage {
    RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| match (x, y) {
        (100..300, 60..260) => Rgb([200, 220, 250]),
        (350..600, 300..440) => Rgb([150, 60, 50]),
        _ => Rgb([(90 + x / 8) as u8, (110 + y / 6) as u8, 120]),
    })
}

pub fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, 90).encode_image(picture).unwrap();
    file
}

pub fn png(picture: &RgbImage) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

pub fn gray_png(picture: &GrayImage) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

/// A base64 mask that covers the sofa in `photo()`.
pub fn mask(width: u32, height: u32) -> String {
    let mask = GrayImage::from_fn(width, height, |x, y| Luma([if is_masked(x, y) { 255 } else { 0 }]));
    STANDARD.encode(gray_png(&mask))
}

pub fn is_masked(x: u32, y: u32) -> bool {
    (350..600).contains(&x) && (300..440).contains(&y)
}

pub fn decode(file: &[u8]) -> RgbImage {
    image::load_from_memory(file).unwrap().into_rgb8()
}

pub fn http_request(method: &str, path: &str, mime: &str, body: Vec<u8>) -> HttpRequest {
    let headers = [("Authorization", "Bearer sandbox"), ("Content-Type", mime)];
    let url = if path.starts_with('/') { [ORIGIN, path].concat() } else { path.to_owned() };
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    HttpRequest { method: method.to_owned(), url, headers, body }
}

pub fn post(path: &str, body: &Value) -> HttpRequest {
    http_request("POST", path, "application/json", body.to_string().into())
}

pub fn get(path: &str) -> HttpRequest {
    http_request("GET", path, "", Vec::new())
}

pub fn response(delayed: DelayedAction) -> Response {
    match delayed.action {
        Action::Respond(response) => response,
        other => panic!("expected a response, got {other:?}"),
    }
}

pub fn answer(sandbox: &mut Sandbox, request: HttpRequest, now: f64) -> (u16, Value) {
    let response = response(sandbox.handle(request, now));
    (response.status, serde_json::from_slice(&response.body).unwrap_or(Value::Null))
}

pub fn upload(sandbox: &mut Sandbox, file: Vec<u8>) -> String {
    let mime = if file.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
    let (status, body) = answer(sandbox, http_request("POST", "/api/enterprise/upload", mime, file), NOW);
    assert_eq!(status, 200, "{body}");
    body["fileName"].as_str().unwrap().to_owned()
}

/// Submits a render and returns its record after it has finished.
pub fn finish(sandbox: &mut Sandbox, path: &str, body: &Value) -> Value {
    let (status, answered) = answer(sandbox, post(path, body), NOW);
    assert_eq!(status, 200, "{answered} to {body}");
    let id = answered["data"]["render_id"].as_str().or(answered["_id"].as_str()).unwrap();
    let (status, record) = answer(sandbox, get(&["/api/enterprise/render/", id].concat()), NOW + 1e6);
    assert_eq!(status, 200);
    if record["data"].is_object() { record["data"].clone() } else { record }
}

/// The MIME type and bytes of a render's output.
pub fn output(sandbox: &mut Sandbox, record: &Value) -> (String, Vec<u8>) {
    let url = record["outputs"][0].as_str().unwrap_or_else(|| panic!("no output in {record}"));
    let response = response(sandbox.handle(HttpRequest { headers: Vec::new(), ..get(url) }, NOW + 1e6));
    assert_eq!(response.status, 200);
    let mime = response.headers.iter().find(|(name, _)| name == "content-type").unwrap().1.clone();
    (mime, response.body)
}

/// The average difference of two images in levels.
pub fn difference(a: &RgbImage, b: &RgbImage) -> f64 {
    assert_eq!(a.dimensions(), b.dimensions());
    let total: u64 = a.as_raw().iter().zip(b.as_raw()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    total as f64 / a.as_raw().len() as f64
}

pub fn err(message: &str) -> Value {
    json!({ "err": message })
}
