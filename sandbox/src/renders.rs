//! Renders: what state they are in by the clock, and the records that tell it (sections 3 and 4).

use crate::clock;
use crate::options::Speeds;
use crate::orders::{Kind, Order, text};
use crate::photos::Photo;
use serde_json::{Map, Value, json};
use std::rc::{Rc, Weak};

/// The account's limit, "Rate Limits".
pub const MAX_RUNNING: usize = 10;
/// So many renders are remembered; the oldest go first.
const KEPT: usize = 2000;
/// A prompt with this in it makes a render that fails.
const FAIL: &str = "[fail]";

/// One render.
#[derive(Clone, Debug)]
pub struct Render {
    /// Its id.
    pub id: String,
    /// What was asked for.
    pub order: Order,
    /// Its photo's file, as long as the photos keep it.
    pub photo: Weak<[u8]>,
    photo_name: String,
    /// Whether it ends as `failed`.
    pub fails: bool,
    created_ms: f64,
    queued_until: f64,
    done_at: f64,
}

impl Render {
    /// A render that starts now.
    pub fn new(id: String, order: Order, photo: &Photo, speeds: Speeds, fails: bool, now_ms: f64) -> Self {
        let fails = fails || text(&order.options, "prompt").is_some_and(|prompt| prompt.contains(FAIL));
        let (queued, rendering) =
            if order.kind.at_once() { (0.0, 0.0) } else { (speeds.queued_ms.max(0.0), speeds.rendering_ms.max(0.0)) };
        let queued_until = now_ms + queued;
        Self {
            id,
            order,
            photo: Rc::downgrade(&photo.bytes),
            photo_name: photo.name.clone(),
            fails,
            created_ms: now_ms,
            queued_until,
            done_at: queued_until + rendering,
        }
    }

    /// Whether it still counts against the limit.
    pub fn is_running(&self, now_ms: f64) -> bool {
        now_ms < self.done_at
    }

    /// Whether it has an output.
    pub fn is_done(&self, now_ms: f64) -> bool {
        !self.is_running(now_ms) && !self.fails
    }

    fn status(&self, now_ms: f64) -> (&'static str, f64) {
        match now_ms {
            now if now < self.queued_until => ("queued", self.created_ms),
            now if now < self.done_at => ("rendering", self.queued_until),
            _ if self.fails => ("failed", self.done_at),
            _ if self.order.kind.at_once() => ("painted", self.done_at),
            _ => ("completed", self.done_at),
        }
    }

    /// The name of its output. Edits are PNG, so that what the mask leaves out stays as it was.
    pub fn output_name(&self) -> String {
        let extension = if self.order.kind == Kind::Edit { ".png" } else { ".jpg" };
        [&self.id, extension].concat()
    }

    /// The record, with the fields that the documentation gives this kind, in its order.
    pub fn record(&self, uid: &str, origin: &str, now_ms: f64) -> Value {
        let (status, updated_ms) = self.status(now_ms);
        let mut record = Map::new();
        record.insert("_id".to_owned(), json!(self.id));
        record.insert("uid".to_owned(), json!(uid));
        record.insert("source".to_owned(), json!([origin, "/sandbox/uploads/", &self.photo_name].concat()));
        self.options(&mut record);
        record.insert("status".to_owned(), json!(status));
        let outputs: Vec<String> = match self.is_done(now_ms) {
            true => vec![[origin, "/sandbox/outputs/", &self.output_name()].concat()],
            false => Vec::new(),
        };
        record.insert("outputs".to_owned(), json!(outputs));
        if self.order.kind == Kind::Staging {
            self.echo(&mut record, &["reference_file_urls"]);
        }
        record.insert("created_at".to_owned(), json!(clock::iso(self.created_ms)));
        record.insert("updated_at".to_owned(), json!(clock::iso(updated_ms)));
        Value::Object(record)
    }

    fn options(&self, record: &mut Map<String, Value>) {
        if !matches!(self.order.kind, Kind::Sketch | Kind::Upscale) {
            record.insert("field".to_owned(), json!(self.order.field));
        }
        if matches!(self.order.kind, Kind::Interior | Kind::Exterior) {
            record.insert("type".to_owned(), json!("no-type"));
            record.insert("style".to_owned(), json!("no-style"));
        }
        self.echo(record, fields(self.order.kind));
        let precise = text(&self.order.options, "creativity") == Some("precise");
        if precise && !record.contains_key("creativity_level") {
            record.insert("creativity_level".to_owned(), json!(0.7));
        }
    }

    fn echo(&self, record: &mut Map<String, Value>, names: &[&str]) {
        for name in names {
            if let Some(value) = self.order.options.get(*name) {
                record.insert((*name).to_owned(), value.clone());
            }
        }
    }
}

/// The options that a record shows.
fn fields(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Interior => &[
            "type",
            "style",
            "daylight",
            "season",
            "color",
            "architectural_material",
            "creativity",
            "creativity_level",
            "prompt",
        ],
        Kind::Exterior => &[
            "type",
            "style",
            "daylight",
            "sky",
            "season",
            "landscape",
            "architectural_material",
            "creativity",
            "creativity_level",
            "prompt",
        ],
        Kind::Sketch => &["type", "style", "view", "prompt"],
        Kind::Edit => &["tool", "action", "prompt", "material", "object"],
        Kind::EmptyRoom | Kind::Staging | Kind::Upscale => &[],
    }
}

/// The account's renders, oldest first.
#[derive(Debug, Default)]
pub struct Renders(Vec<Render>);

impl Renders {
    /// Keeps a render.
    pub fn push(&mut self, render: Render) {
        self.0.push(render);
        if self.0.len() > KEPT {
            self.0.remove(0);
        }
    }

    /// The render of that id.
    pub fn get(&self, id: &str) -> Option<&Render> {
        self.0.iter().find(|render| render.id == id)
    }

    /// How many count against the limit.
    pub fn running(&self, now_ms: f64) -> usize {
        self.0.iter().filter(|render| render.is_running(now_ms)).count()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Render> {
        self.0.iter()
    }
}
