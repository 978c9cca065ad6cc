//! Photos that several jobs of a batch use are uploaded once.

use crate::wasm::js::error::Result;
use crate::wasm::js::field::get;
use crate::wasm::sync::abort::Abort;
use crate::wasm::sync::mutex::Mutex;
use crate::wasm::sync::timeout::timeout;
use js_sys::{Array, Map};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// An uploaded photo.
#[derive(Clone)]
pub struct UploadedPhoto {
    pub file_name: String,
    /// Whether preparing changed its size or shape, so that a mask for the original no longer fits.
    pub reshaped: bool,
    /// Where the upload lies in the original, for masks. `undefined` if the photo was not prepared.
    pub placement: JsValue,
    /// The `PreparedImage`, to restore the result. `undefined` if the photo was not prepared.
    pub prepared: JsValue,
}

/// The photos of a batch that several jobs use.
pub struct SharedUploads {
    /// How many unfinished jobs use each image. JavaScript's map compares objects by identity.
    users: Map,
    uploads: RefCell<Vec<(JsValue, Rc<SharedUpload>)>>,
}

/// A photo that several jobs use.
#[derive(Default)]
pub struct SharedUpload {
    uploaded: RefCell<Option<UploadedPhoto>>,
    mutex: Mutex,
}

impl SharedUploads {
    /// Counts the jobs of each image.
    pub fn new(jobs: &Array) -> Self {
        let users = Map::new();
        for index in 0..jobs.length() {
            let image = get(&jobs.get(index), "image");
            if image.is_object() {
                let count = users.get(&image).as_f64().unwrap_or_default();
                users.set(&image, &(count + 1.0).into());
            }
        }
        Self { users, uploads: RefCell::default() }
    }

    /// The shared upload of an image. `None` if only one job uses it.
    pub fn find(&self, image: &JsValue) -> Option<Rc<SharedUpload>> {
        let mut uploads = self.uploads.borrow_mut();
        if let Some((_, known)) = uploads.iter().find(|(other, _)| other == image) {
            return Some(known.clone());
        }
        (self.users.get(image).as_f64()? > 1.0).then(|| {
            let new = Rc::new(SharedUpload::default());
            uploads.push((image.clone(), new.clone()));
            new
        })
    }

    /// Records that a job has finished with an image.
    pub fn release(&self, image: &JsValue) {
        let Some(users) = self.users.get(image).as_f64() else { return };
        self.users.set(image, &(users - 1.0).into());
        if users <= 1.0 {
            self.users.delete(image);
            self.uploads.borrow_mut().retain(|(other, _)| other != image);
        }
    }
}

impl SharedUpload {
    /// Returns the upload of another job, or uploads. If that fails, the next job tries again.
    pub async fn get_or_upload<F>(&self, upload: impl FnOnce() -> F, abort: &Abort) -> Result<UploadedPhoto>
    where
        F: Future<Output = Result<UploadedPhoto>>,
    {
        loop {
            if let Some(uploaded) = self.uploaded.borrow().clone() {
                return Ok(uploaded);
            }
            if let Some(_guard) = self.mutex.try_lock() {
                let uploaded = upload().await?;
                self.uploaded.replace(Some(uploaded.clone()));
                return Ok(uploaded);
            }
            timeout(self.mutex.notify.wait(), abort, None).await.map_err(|_| abort.error())?;
        }
    }
}
