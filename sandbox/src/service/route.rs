//! Routes requests to handlers and checks the key.

use super::state::{Sandbox, Step};
use crate::cors;
use crate::faults::Fault;
use crate::http::{HttpRequest, Response};
use crate::iso_date;
use crate::photos::{self, Photo};
use crate::render_request::{self, Tool};
use crate::urls;
use reroom::api::messages;
use reroom::api::routes::Endpoint;
use serde_json::json;

impl Sandbox {
    pub(super) fn route(&mut self, http_request: &HttpRequest, fault: &Fault, now_ms: f64) -> Step {
        let Some(url) = urls::parse(&http_request.url) else { return Step::Done(not_found()) };
        if http_request.method == "OPTIONS" {
            return Step::Done(cors::preflight_response(http_request));
        }
        if let Some(name) = url.path.strip_prefix("/sandbox/") {
            return Step::Done(self.serve_file(http_request, name, now_ms));
        }
        let endpoint = match find_endpoint(&http_request.method, url.path) {
            Ok(endpoint) => endpoint,
            Err(refusal) => return Step::Done(refusal),
        };
        if !self.is_authorized(http_request) {
            return Step::Done(Response::err(401, messages::UNAUTHORIZED));
        }
        match endpoint {
            Endpoint::Upload => Step::Done(self.upload(http_request)),
            Endpoint::Render => self.submit(render_request::read_render(http_request), http_request, fault, now_ms),
            Endpoint::Upscale => self.submit(render_request::read_upscale(http_request), http_request, fault, now_ms),
            Endpoint::GetRender => Step::Done(self.get_render(url, now_ms)),
            Endpoint::Account => Step::Done(self.account()),
            // Only gateways know orders.
            Endpoint::Order => Step::Done(not_found()),
        }
    }

    fn is_authorized(&self, http_request: &HttpRequest) -> bool {
        let key = http_request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        key == Some(self.options.api_key.as_str())
    }

    fn upload(&mut self, http_request: &HttpRequest) -> Response {
        match photos::check_upload(http_request.header("content-type"), &http_request.body) {
            Err(message) => Response::err(400, message),
            Ok(kind) => {
                let name = self.store_photo(kind, &http_request.body).name;
                Response::json(200, &json!({ "success": true, "fileName": name }))
            }
        }
    }

    pub(super) fn store_photo(&mut self, kind: photos::PhotoInfo, bytes: &[u8]) -> Photo {
        let name = [&self.state.random.uuid(), ".", kind.extension].concat();
        let photo = Photo { name, bytes: bytes.into(), size: kind.size };
        self.state.photos.push(photo.clone());
        photo
    }

    fn get_render(&self, url: urls::Url<'_>, now_ms: f64) -> Response {
        let id = url.path.strip_prefix(Endpoint::GetRender.path()).unwrap_or_default();
        let Some(render) = self.state.renders.get(id) else { return Response::err(404, messages::RENDER_NOT_FOUND) };
        let record = render.record(&self.state.uid, url.origin, now_ms);
        match render.render_request.tool {
            Tool::Upscale => Response::json(200, &json!({ "success": true, "data": record })),
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
                "created_at": iso_date::format_iso(self.state.created_ms),
                "updated_at": iso_date::format_iso(self.state.updated_ms),
            }),
        )
    }
}

/// Finds the endpoint of a path and checks the method.
fn find_endpoint(method: &str, path: &str) -> Result<Endpoint, Response> {
    let endpoints = [Endpoint::Upload, Endpoint::Render, Endpoint::Upscale, Endpoint::Account];
    let endpoint = match endpoints.into_iter().find(|endpoint| endpoint.path() == path) {
        Some(endpoint) => endpoint,
        None if path.starts_with(Endpoint::GetRender.path()) => Endpoint::GetRender,
        None => return Err(Response::err(404, "Not found. The paths start with /api/enterprise/. Check baseUrl.")),
    };
    let allowed_method = if matches!(endpoint, Endpoint::GetRender | Endpoint::Account) { "GET" } else { "POST" };
    if method == allowed_method {
        Ok(endpoint)
    } else {
        Err(Response::err(405, "Method not allowed").with("allow", allowed_method))
    }
}

fn not_found() -> Response {
    Response::err(404, "Not found")
}
