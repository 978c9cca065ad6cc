//! Which handler a request goes to, and the key it needs.

use super::{Sandbox, Step};
use crate::clock;
use crate::cors;
use crate::faults::Fault;
use crate::http::{Incoming, Response};
use crate::orders::{self, Kind};
use crate::photos::{self, Photo};
use crate::urls;
use reroom::api::messages;
use reroom::api::routes::Endpoint;
use serde_json::json;

impl Sandbox {
    pub(super) fn route(&mut self, request: &Incoming, fault: &Fault, now_ms: f64) -> Step {
        let Some(url) = urls::parse(&request.url) else { return Step::Done(missing()) };
        if request.method == "OPTIONS" {
            return Step::Done(cors::preflight(request));
        }
        if let Some(name) = url.path.strip_prefix("/sandbox/") {
            return Step::Done(self.file(request, name, now_ms));
        }
        let endpoint = match endpoint(&request.method, url.path) {
            Ok(endpoint) => endpoint,
            Err(refusal) => return Step::Done(refusal),
        };
        if !self.is_authorized(request) {
            return Step::Done(Response::err(401, messages::UNAUTHORIZED));
        }
        match endpoint {
            Endpoint::Upload => Step::Done(self.upload(request)),
            Endpoint::Render => self.submit(orders::read_render(request), request, fault, now_ms),
            Endpoint::Upscale => self.submit(orders::read_upscale(request), request, fault, now_ms),
            Endpoint::GetRender => Step::Done(self.show(url, now_ms)),
            Endpoint::Account => Step::Done(self.account()),
        }
    }

    fn is_authorized(&self, request: &Incoming) -> bool {
        let key = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        key == Some(self.options.api_key.as_str())
    }

    fn upload(&mut self, request: &Incoming) -> Response {
        match photos::check_upload(request.header("content-type"), &request.body) {
            Err(message) => Response::err(400, message),
            Ok(kind) => {
                let name = self.keep_photo(kind, &request.body).name;
                Response::json(200, &json!({ "success": true, "fileName": name }))
            }
        }
    }

    pub(super) fn keep_photo(&mut self, kind: photos::Kind, bytes: &[u8]) -> Photo {
        let name = [&self.state.random.uuid(), ".", kind.extension].concat();
        let photo = Photo { name, bytes: bytes.into(), size: kind.size };
        self.state.photos.push(photo.clone());
        photo
    }

    fn show(&self, url: urls::Url<'_>, now_ms: f64) -> Response {
        let id = url.path.strip_prefix(Endpoint::GetRender.path()).unwrap_or_default();
        let Some(render) = self.state.renders.get(id) else { return Response::err(404, messages::RENDER_NOT_FOUND) };
        let record = render.record(&self.state.uid, url.origin, now_ms);
        match render.order.kind {
            Kind::Upscale => Response::json(200, &json!({ "success": true, "data": record })),
            _ => Response::json(200, &record),
        }
    }

    fn account(&self) -> Response {
        if !self.options.account {
            return Response::err(404, messages::ACCOUNT_NOT_FOUND);
        }
        Response::json(
            200,
            &json!({
                "_id": self.state.account_id,
                "uid": self.state.uid,
                "key": self.options.api_key,
                "credits": self.state.credits,
                "is_active": true,
                "is_enterprise": true,
                "created_at": clock::iso(self.state.created_ms),
                "updated_at": clock::iso(self.state.updated_ms),
            }),
        )
    }
}

/// The endpoint that a path names, if it is asked with its method.
fn endpoint(method: &str, path: &str) -> Result<Endpoint, Response> {
    let endpoints = [Endpoint::Upload, Endpoint::Render, Endpoint::Upscale, Endpoint::Account];
    let endpoint = match endpoints.into_iter().find(|endpoint| endpoint.path() == path) {
        Some(endpoint) => endpoint,
        None if path.starts_with(Endpoint::GetRender.path()) => Endpoint::GetRender,
        None => return Err(missing()),
    };
    let its_own = if matches!(endpoint, Endpoint::GetRender | Endpoint::Account) { "GET" } else { "POST" };
    if method == its_own { Ok(endpoint) } else { Err(Response::err(405, "Method not allowed").with("allow", its_own)) }
}

fn missing() -> Response {
    Response::err(404, "Not found")
}
