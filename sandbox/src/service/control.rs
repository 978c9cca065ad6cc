//! Control endpoints for tests: the methods of the JavaScript object, over HTTP.

use super::state::Sandbox;
use crate::cors;
use crate::faults::Fault;
use crate::http::{HttpRequest, Response};
use crate::options::Reset;
use crate::urls;
use serde::de::DeserializeOwned;
use serde_json::json;

const FAULTS: &str = "/sandbox/faults";
const REQUESTS: &str = "/sandbox/requests";
const RESET: &str = "/sandbox/reset";
const RENDERS: &str = "/sandbox/renders";

/// Whether a path is a control endpoint. Their requests are not logged, and faults do not apply to them.
pub(super) fn is_control_endpoint(path: &str) -> bool {
    matches!(path, FAULTS | REQUESTS | RESET | RENDERS)
}

impl Sandbox {
    pub(super) fn handle_control(&mut self, request: &HttpRequest, now_ms: f64) -> Response {
        let Some(url) = urls::parse(&request.url) else { return Response::err(400, "Not an http(s) URL") };
        if !cors::may_use_control_endpoints(request, url.origin) {
            return Response::err(403, "Control endpoints accept only pages of this origin or this machine");
        }
        if request.method == "OPTIONS" {
            return cors::preflight_response(request);
        }
        let response = match (request.method.as_str(), url.path) {
            ("POST", FAULTS) => done(read(request).and_then(|fault: Fault| self.fault(fault).map_err(str::to_owned))),
            ("POST", RESET) => {
                done(read(request).map(|reset: Option<Reset>| self.reset(reset.unwrap_or_default(), now_ms)))
            }
            ("GET", REQUESTS) => Response::json(200, &json!(self.logged_requests().collect::<Vec<_>>())),
            ("GET", RENDERS) => Response::json(200, &json!(self.renders(url.origin, now_ms))),
            _ => Response::err(405, "Method not allowed"),
        };
        cors::add_headers(request, response)
    }
}

fn read<T: DeserializeOwned>(request: &HttpRequest) -> Result<T, String> {
    let body: &[u8] = if request.body.is_empty() { b"null" } else { &request.body };
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

fn done(result: Result<(), String>) -> Response {
    match result {
        Ok(()) => Response::json(200, &json!({ "success": true })),
        Err(problem) => Response::err(400, &problem),
    }
}
