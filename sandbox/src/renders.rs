//! Renders: their status by the clock, and their records (sections 3 and 4).

use crate::iso_date;
use crate::options::Speeds;
use crate::photos::Photo;
use crate::render_request::{RenderRequest, Tool, get_str};
use serde_json::{Map, Value, json};
use std::rc::{Rc, Weak};

/// The account's limit of concurrent renders ("Rate Limits").
pub const MAX_RUNNING: usize = 10;
/// Maximum number of stored renders. The oldest are dropped first.
const MAX_RENDERS: usize = 2000;
/// A render fails if its prompt contains this.
const FAIL_MARKER: &str = "[fail]";

/// A render.
#[derive(Clone, Debug)]
pub struct Render {
    /// Its id.
    pub id: String,
    /// The request.
    pub render_request: RenderRequest,
    /// The photo's file. Gone once the photo store drops it.
    pub photo: Weak<[u8]>,
    photo_name: String,
    /// Whether the render ends as `failed`.
    pub fails: bool,
    created_ms: f64,
    queued_until: f64,
    done_at: f64,
}

impl Render {
    /// Starts a render.
    pub fn new(
        id: String,
        render_request: RenderRequest,
        photo: &Photo,
        speeds: Speeds,
        fails: bool,
        now_ms: f64,
    ) -> Self {
        let fails =
            fails || get_str(&render_request.options, "prompt").is_some_and(|prompt| prompt.contains(FAIL_MARKER));
        let (queued, rendering) = if render_request.tool.is_immediate() {
            (0.0, 0.0)
        } else {
            (speeds.queued_ms.max(0.0), speeds.rendering_ms.max(0.0))
        };
        let queued_until = now_ms + queued;
        Self {
            id,
            render_request,
            photo: Rc::downgrade(&photo.bytes),
            photo_name: photo.name.clone(),
            fails,
            created_ms: now_ms,
            queued_until,
            done_at: queued_until + rendering,
        }
    }

    /// Whether the render counts toward the limit.
    pub fn is_running(&self, now_ms: f64) -> bool {
        now_ms < self.done_at
    }

    /// Whether the render has an output.
    pub fn is_done(&self, now_ms: f64) -> bool {
        !self.is_running(now_ms) && !self.fails
    }

    fn status(&self, now_ms: f64) -> (&'static str, f64) {
        match now_ms {
            now if now < self.queued_until => ("queued", self.created_ms),
            now if now < self.done_at => ("rendering", self.queued_until),
            _ if self.fails => ("failed", self.done_at),
            _ if self.render_request.tool.is_immediate() => ("painted", self.done_at),
            _ => ("completed", self.done_at),
        }
    }

    /// The file name of the output. Edits are PNG, so pixels outside the mask stay exact.
    pub fn output_name(&self) -> String {
        let extension = if self.render_request.tool == Tool::Edit { ".png" } else { ".jpg" };
        [&self.id, extension].concat()
    }

    /// The record, with the documented fields of this tool in their documented order.
    pub fn record(&self, uid: &str, origin: &str, now_ms: f64) -> Value {
        let (status, updated_ms) = self.status(now_ms);
        let mut record = Map::new();
        record.insert("_id".to_owned(), json!(self.id));
        record.insert("uid".to_owned(), json!(uid));
        record.insert("source".to_owned(), json!([origin, "/sandbox/uploads/", &self.photo_name].concat()));
        self.add_options(&mut record);
        record.insert("status".to_owned(), json!(status));
        let outputs: Vec<String> = match self.is_done(now_ms) {
            true => vec![[origin, "/sandbox/outputs/", &self.output_name()].concat()],
            false => Vec::new(),
        };
        record.insert("outputs".to_owned(), json!(outputs));
        if self.render_request.tool == Tool::Staging {
            self.copy_options(&mut record, &["reference_file_urls"]);
        }
        record.insert("created_at".to_owned(), json!(iso_date::format_iso(self.created_ms)));
        record.insert("updated_at".to_owned(), json!(iso_date::format_iso(updated_ms)));
        Value::Object(record)
    }

    fn add_options(&self, record: &mut Map<String, Value>) {
        if !matches!(self.render_request.tool, Tool::Sketch | Tool::Upscale) {
            record.insert("field".to_owned(), json!(self.render_request.field));
        }
        if matches!(self.render_request.tool, Tool::Interior | Tool::Exterior) {
            record.insert("type".to_owned(), json!("no-type"));
            record.insert("style".to_owned(), json!("no-style"));
        }
        self.copy_options(record, echoed_options(self.render_request.tool));
        let precise = get_str(&self.render_request.options, "creativity") == Some("precise");
        if precise && !record.contains_key("creativity_level") {
            record.insert("creativity_level".to_owned(), json!(0.7));
        }
    }

    fn copy_options(&self, record: &mut Map<String, Value>, names: &[&str]) {
        for name in names {
            if let Some(value) = self.render_request.options.get(*name) {
                record.insert((*name).to_owned(), value.clone());
            }
        }
    }
}

/// The options included in a record.
fn echoed_options(kind: Tool) -> &'static [&'static str] {
    match kind {
        Tool::Interior => &[
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
        Tool::Exterior => &[
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
        Tool::Sketch => &["type", "style", "view", "prompt"],
        Tool::Edit => &["tool", "action", "prompt", "material", "object"],
        Tool::EmptyRoom | Tool::Staging | Tool::Upscale => &[],
    }
}

/// The account's renders, oldest first.
#[derive(Debug, Default)]
pub struct Renders(Vec<Render>);

impl Renders {
    /// Stores a render.
    pub fn push(&mut self, render: Render) {
        self.0.push(render);
        if self.0.len() > MAX_RENDERS {
            self.0.remove(0);
        }
    }

    /// Finds a render by id.
    pub fn get(&self, id: &str) -> Option<&Render> {
        self.0.iter().find(|render| render.id == id)
    }

    /// The number of renders that count toward the limit.
    pub fn count_running(&self, now_ms: f64) -> usize {
        self.0.iter().filter(|render| render.is_running(now_ms)).count()
    }

    /// All renders, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Render> {
        self.0.iter()
    }
}
