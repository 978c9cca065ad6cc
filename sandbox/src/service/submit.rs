//! Submits renders: gets the photo, then checks the mask, credits and limit.

use super::state::{PendingFetch, Sandbox, Step};
use crate::faults::Fault;
use crate::http::{Fetched, HttpRequest, Response};
use crate::photos::{self, Photo};
use crate::render_request::{PhotoSource, RenderRequest, Tool, get_str};
use crate::renders::{MAX_RUNNING, Render};
use crate::simulate::mask;
use crate::urls;
use reroom::api::messages;
use serde_json::{Value, json};

/// Maximum number of redirects for a photo's URL.
const MAX_REDIRECTS: u8 = 5;

/// The status and message of an error response.
type Refusal = (u16, &'static str);

impl Sandbox {
    pub(super) fn submit(
        &mut self,
        render_request: Result<RenderRequest, &'static str>,
        http_request: &HttpRequest,
        fault: &Fault,
        now_ms: f64,
    ) -> Step {
        let render_request = match render_request {
            Ok(render_request) => render_request,
            Err(message) => return reject((400, message)),
        };
        let origin = urls::parse(&http_request.url).map_or("", |url| url.origin);
        match render_request.source.clone() {
            PhotoSource::Name(name) => match self.state.photos.get(&name).cloned() {
                Some(photo) => self.accept(render_request, photo, http_request, fault, now_ms),
                None => reject((400, messages::INVALID_FILENAME)),
            },
            PhotoSource::Url(url) => match own_file_path(&url, origin) {
                Some(file) => match self.read_file(file, now_ms) {
                    Some(bytes) => self.accept_bytes(render_request, &bytes, http_request, fault, now_ms),
                    None => reject((400, messages::INVALID_URL)),
                },
                None => self.wait(render_request, url, http_request, fault),
            },
        }
    }

    fn wait(&mut self, render_request: RenderRequest, url: String, http_request: &HttpRequest, fault: &Fault) -> Step {
        let pending = PendingFetch {
            continuation: 0,
            http_request: http_request.clone(),
            fault: fault.clone(),
            render_request,
            redirects: 0,
        };
        self.fetch(pending, url)
    }

    fn fetch(&mut self, mut pending: PendingFetch, url: String) -> Step {
        let origin = urls::parse(&pending.http_request.url).map_or("", |url| url.origin);
        if pending.redirects > MAX_REDIRECTS || !urls::may_fetch(&url, origin, &self.options.allowed_hosts) {
            return reject((400, messages::INVALID_URL));
        }
        self.state.continuations = self.state.continuations.wrapping_add(1);
        let continuation = self.state.continuations;
        pending.continuation = continuation;
        self.state.pending.push(pending);
        Step::Fetch { url, continuation }
    }

    pub(super) fn take_pending(&mut self, continuation: u32) -> Option<PendingFetch> {
        let index = self.state.pending.iter().position(|pending| pending.continuation == continuation)?;
        Some(self.state.pending.remove(index))
    }

    /// Continues after a fetch: with the photo, a redirect or an error.
    pub(super) fn on_fetched(&mut self, mut pending: PendingFetch, fetched: &Fetched, now_ms: f64) -> Step {
        match (fetched.status, &fetched.location) {
            (300..=399, Some(location)) => {
                pending.redirects += 1;
                self.fetch(pending, location.clone())
            }
            (200..=299, _) => {
                self.accept_bytes(pending.render_request, &fetched.body, &pending.http_request, &pending.fault, now_ms)
            }
            _ => reject((400, messages::INVALID_URL)),
        }
    }

    fn accept_bytes(
        &mut self,
        render_request: RenderRequest,
        bytes: &[u8],
        http_request: &HttpRequest,
        fault: &Fault,
        now_ms: f64,
    ) -> Step {
        match photos::check_fetched(bytes) {
            Err(refusal) => reject(refusal),
            Ok(kind) => {
                let photo = self.store_photo(kind, bytes);
                self.accept(render_request, photo, http_request, fault, now_ms)
            }
        }
    }

    fn accept(
        &mut self,
        render_request: RenderRequest,
        photo: Photo,
        http_request: &HttpRequest,
        fault: &Fault,
        now_ms: f64,
    ) -> Step {
        if let Err(refusal) = self.check_limits(&render_request, &photo, now_ms) {
            return reject(refusal);
        }
        if self.state.credits >= 0 {
            self.state.credits -= render_request.tool.credits();
            self.state.updated_ms = now_ms;
        }
        let (kind, is_prompt) = (render_request.tool, get_str(&render_request.options, "action") == Some("prompt"));
        let id = self.state.random.object_id();
        let render =
            Render::new(id.clone(), render_request, &photo, self.state.options.speeds, fault.fail_render, now_ms);
        let origin = urls::parse(&http_request.url).map_or("", |url| url.origin);
        let record = render.record(&self.state.uid, origin, now_ms);
        self.state.renders.push(render);
        let answers_record = kind.is_immediate() || (kind == Tool::Edit && is_prompt);
        Step::Done(Response::json(200, &submission_body(&id, answers_record.then_some(record))))
    }

    fn check_limits(&self, render_request: &RenderRequest, photo: &Photo, now_ms: f64) -> Result<(), Refusal> {
        let size = render_request.mask.as_deref().map(mask::size);
        if size.is_some_and(|size| size != Some(photo.size)) {
            return Err((400, messages::INVALID_REQUEST));
        }
        if (0..render_request.tool.credits()).contains(&self.state.credits) {
            return Err((400, messages::NOT_ENOUGH_CREDITS));
        }
        if !render_request.tool.is_immediate() && self.state.renders.count_running(now_ms) >= MAX_RUNNING {
            return Err((400, messages::TOO_MANY_RENDERS));
        }
        Ok(())
    }
}

/// The response body of a submission. Immediate results are records (section 3), but the examples in sections 2.4 and 2.5
/// read `data.render_id`, so the body has both.
fn submission_body(id: &str, record: Option<Value>) -> Value {
    let mut answer = json!({ "success": true, "data": { "render_id": id } });
    if let (Value::Object(answer), Some(Value::Object(record))) = (&mut answer, record) {
        answer.extend(record);
    }
    answer
}

/// The path of the sandbox's own file if `url` names one. Such files are read without a fetch.
fn own_file_path<'a>(url: &'a str, origin: &str) -> Option<&'a str> {
    let url = urls::parse(url).filter(|url| url.origin.eq_ignore_ascii_case(origin))?;
    url.path.strip_prefix("/sandbox/")
}

fn reject((status, message): Refusal) -> Step {
    Step::Done(Response::err(status, message))
}
