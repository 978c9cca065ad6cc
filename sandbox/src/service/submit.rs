//! From an order to a render: the photo, the mask, the credits, the limit.

use super::{Sandbox, Step};
use crate::faults::Fault;
use crate::http::{Fetched, Incoming, Response};
use crate::orders::{From, Kind, Order, text};
use crate::paint::mask;
use crate::photos::{self, Photo};
use crate::renders::{MAX_RUNNING, Render};
use crate::urls;
use reroom::api::messages;
use serde_json::{Value, json};

/// A photo's URL may redirect so many times.
const MAX_REDIRECTS: u8 = 5;

/// A request whose photo is being fetched.
#[derive(Debug)]
pub(super) struct Waiting {
    continuation: u32,
    pub(super) request: Incoming,
    pub(super) fault: Fault,
    order: Order,
    redirects: u8,
}

/// A status and its message.
type Refusal = (u16, &'static str);

impl Sandbox {
    pub(super) fn submit(
        &mut self,
        order: Result<Order, &'static str>,
        request: &Incoming,
        fault: &Fault,
        now_ms: f64,
    ) -> Step {
        let order = match order {
            Ok(order) => order,
            Err(message) => return refused((400, message)),
        };
        let origin = urls::parse(&request.url).map_or("", |url| url.origin);
        match order.from.clone() {
            From::Name(name) => match self.state.photos.get(&name).cloned() {
                Some(photo) => self.accept(order, photo, request, fault, now_ms),
                None => refused((400, messages::INVALID_FILENAME)),
            },
            From::Url(url) => match own_file(&url, origin) {
                Some(file) => match self.read_file(file, now_ms) {
                    Some(bytes) => self.accept_bytes(order, &bytes, request, fault, now_ms),
                    None => refused((400, messages::INVALID_URL)),
                },
                None => self.wait(order, url, request, fault),
            },
        }
    }

    fn wait(&mut self, order: Order, url: String, request: &Incoming, fault: &Fault) -> Step {
        let waiting = Waiting { continuation: 0, request: request.clone(), fault: fault.clone(), order, redirects: 0 };
        self.fetch(waiting, url)
    }

    fn fetch(&mut self, mut waiting: Waiting, url: String) -> Step {
        let origin = urls::parse(&waiting.request.url).map_or("", |url| url.origin);
        if waiting.redirects > MAX_REDIRECTS || !urls::may_fetch(&url, origin, &self.options.allowed_hosts) {
            return refused((400, messages::INVALID_URL));
        }
        self.state.continuations = self.state.continuations.wrapping_add(1);
        let continuation = self.state.continuations;
        waiting.continuation = continuation;
        self.state.waiting.push(waiting);
        Step::Fetch { url, continuation }
    }

    pub(super) fn take_waiting(&mut self, continuation: u32) -> Option<Waiting> {
        let index = self.state.waiting.iter().position(|waiting| waiting.continuation == continuation)?;
        Some(self.state.waiting.remove(index))
    }

    /// Goes on where the photo has been fetched, or leads elsewhere, or is not to be had.
    pub(super) fn fetched(&mut self, mut waiting: Waiting, fetched: &Fetched, now_ms: f64) -> Step {
        match (fetched.status, &fetched.location) {
            (300..=399, Some(location)) => {
                waiting.redirects += 1;
                self.fetch(waiting, location.clone())
            }
            (200..=299, _) => self.accept_bytes(waiting.order, &fetched.body, &waiting.request, &waiting.fault, now_ms),
            _ => refused((400, messages::INVALID_URL)),
        }
    }

    fn accept_bytes(&mut self, order: Order, bytes: &[u8], request: &Incoming, fault: &Fault, now_ms: f64) -> Step {
        match photos::check_fetched(bytes) {
            Err(refusal) => refused(refusal),
            Ok(kind) => {
                let photo = self.keep_photo(kind, bytes);
                self.accept(order, photo, request, fault, now_ms)
            }
        }
    }

    fn accept(&mut self, order: Order, photo: Photo, request: &Incoming, fault: &Fault, now_ms: f64) -> Step {
        if let Err(refusal) = self.may_buy(&order, &photo, now_ms) {
            return refused(refusal);
        }
        if self.state.credits >= 0 {
            self.state.credits -= order.kind.credits();
            self.state.updated_ms = now_ms;
        }
        let (kind, is_prompt) = (order.kind, text(&order.options, "action") == Some("prompt"));
        let id = self.state.random.object_id();
        let render = Render::new(id.clone(), order, &photo, self.state.options.speeds, fault.fail_render, now_ms);
        let origin = urls::parse(&request.url).map_or("", |url| url.origin);
        let record = render.record(&self.state.uid, origin, now_ms);
        self.state.renders.push(render);
        let answers_record = kind.at_once() || (kind == Kind::Edit && is_prompt);
        Step::Done(Response::json(200, &receipt(&id, answers_record.then_some(record))))
    }

    fn may_buy(&self, order: &Order, photo: &Photo, now_ms: f64) -> Result<(), Refusal> {
        let size = order.mask.as_deref().map(mask::size);
        if size.is_some_and(|size| size != Some(photo.size)) {
            return Err((400, messages::INVALID_REQUEST));
        }
        if (0..order.kind.credits()).contains(&self.state.credits) {
            return Err((400, messages::NOT_ENOUGH_CREDITS));
        }
        if !order.kind.at_once() && self.state.renders.running(now_ms) >= MAX_RUNNING {
            return Err((400, messages::TOO_MANY_RENDERS));
        }
        Ok(())
    }
}

/// The answer to an order. Section 3 shows a record for what is answered at once, and the examples of sections 2.4 and 2.5
/// read `data.render_id` from it: such an answer has both.
fn receipt(id: &str, record: Option<Value>) -> Value {
    let mut answer = json!({ "success": true, "data": { "render_id": id } });
    if let (Value::Object(answer), Some(Value::Object(record))) = (&mut answer, record) {
        answer.extend(record);
    }
    answer
}

/// The sandbox's own file that a URL names, to be read without a detour over the network.
fn own_file<'a>(url: &'a str, origin: &str) -> Option<&'a str> {
    let url = urls::parse(url).filter(|url| url.origin.eq_ignore_ascii_case(origin))?;
    url.path.strip_prefix("/sandbox/")
}

fn refused((status, message): Refusal) -> Step {
    Step::Done(Response::err(status, message))
}
