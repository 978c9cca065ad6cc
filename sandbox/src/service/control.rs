//! What a test asks of the sandbox over HTTP: the same that its JavaScript object offers.

use super::Sandbox;
use crate::cors;
use crate::faults::Fault;
use crate::http::{Incoming, Response};
use crate::options::Reset;
use crate::urls;
use serde::de::DeserializeOwned;
use serde_json::json;

const FAULTS: &str = "/sandbox/faults";
const REQUESTS: &str = "/sandbox/requests";
const RESET: &str = "/sandbox/reset";
const RENDERS: &str = "/sandbox/renders";

/// Whether a path is one of the hooks: these are neither logged nor faulted.
pub(super) fn is_hook(path: &str) -> bool {
    matches!(path, FAULTS | REQUESTS | RESET | RENDERS)
}

impl Sandbox {
    pub(super) fn hook(&mut self, request: &Incoming, now_ms: f64) -> Response {
        let Some(url) = urls::parse(&request.url) else { return Response::err(400, "Not an http(s) URL") };
        if !cors::may_use_hooks(request, url.origin) {
            return Response::err(403, "Only pages of this origin and of this machine may use the sandbox's hooks");
        }
        if request.method == "OPTIONS" {
            return cors::preflight(request);
        }
        let response = match (request.method.as_str(), url.path) {
            ("POST", FAULTS) => done(read(request).and_then(|fault: Fault| self.fault(fault).map_err(str::to_owned))),
            ("POST", RESET) => {
                done(read(request).map(|reset: Option<Reset>| self.reset(reset.unwrap_or_default(), now_ms)))
            }
            ("GET", REQUESTS) => Response::json(200, &json!(self.received().collect::<Vec<_>>())),
            ("GET", RENDERS) => Response::json(200, &json!(self.renders(url.origin, now_ms))),
            _ => Response::err(405, "Method not allowed"),
        };
        cors::allow(request, response)
    }
}

fn read<T: DeserializeOwned>(request: &Incoming) -> Result<T, String> {
    let body: &[u8] = if request.body.is_empty() { b"null" } else { &request.body };
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

fn done(result: Result<(), String>) -> Response {
    match result {
        Ok(()) => Response::json(200, &json!({ "success": true })),
        Err(problem) => Response::err(400, &problem),
    }
}
