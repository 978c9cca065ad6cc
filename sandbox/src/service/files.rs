//! Serves uploads and outputs. They need no key, like signed URLs.

use super::state::Sandbox;
use crate::http::{HttpRequest, Response};
use crate::simulate;
use reroom::api::messages;
use std::rc::Rc;

impl Sandbox {
    /// Handles `GET /sandbox/<name>`.
    pub(super) fn serve_file(&mut self, request: &HttpRequest, name: &str, now_ms: f64) -> Response {
        if request.method != "GET" && request.method != "HEAD" {
            return Response::err(405, "Method not allowed").with("allow", "GET, HEAD");
        }
        if !self.exists(name, now_ms) {
            return Response::err(404, "Not found");
        }
        let mime = if name.ends_with(".png") { "image/png" } else { "image/jpeg" };
        match self.read_file(name, now_ms) {
            Some(bytes) => Response::bytes(200, mime, bytes.to_vec()).with("cache-control", "no-cache"),
            None => Response::err(500, messages::PROCESSING_FAILED),
        }
    }

    fn exists(&self, name: &str, now_ms: f64) -> bool {
        match name.split_once('/') {
            Some(("uploads", name)) => self.state.photos.get(name).is_some(),
            Some(("outputs", name)) => self.finished_render(name, now_ms).is_some(),
            _ => false,
        }
    }

    fn finished_render(&self, name: &str, now_ms: f64) -> Option<&crate::renders::Render> {
        let (id, _) = name.split_once('.')?;
        self.state.renders.get(id).filter(|render| render.is_done(now_ms) && render.output_name() == name)
    }

    /// Reads `uploads/<name>` or `outputs/<name>`.
    pub(super) fn read_file(&mut self, file: &str, now_ms: f64) -> Option<Rc<[u8]>> {
        match file.split_once('/')? {
            ("uploads", name) => self.state.photos.get(name).map(|photo| Rc::clone(&photo.bytes)),
            ("outputs", name) => {
                let render = self.finished_render(name, now_ms)?.clone();
                let (fixtures, options) = (&self.fixtures, &self.options.results);
                self.state.outputs.get(name, || simulate::simulate(&render, fixtures, options))
            }
            _ => None,
        }
    }
}
