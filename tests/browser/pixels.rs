//! Pictures as the tests make and compare them.

use super::imaging::encode_mask;
use super::support::*;
use js_sys::{Promise, Uint8Array, Uint8ClampedArray};
use wasm_bindgen::prelude::*;
use web_sys::ImageData;

#[wasm_bindgen(module = "/tests/browser/support.js")]
extern "C" {
    fn decode(file: &JsValue) -> Promise;
    pub fn download(url: &str) -> Promise;
    #[wasm_bindgen(js_name = fileOf)]
    fn file_of(base64: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = bytesOf)]
    fn bytes_of(base64: &JsValue) -> Uint8Array;
}

/// Pixels, four bytes each.
#[derive(Clone, PartialEq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub data: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} by {}, {} lit: {:?}…", self.width, self.height, self.lit(), self.row(0))
    }
}

impl Picture {
    /// A picture by what each pixel is.
    pub fn new((width, height): (u32, u32), pixel: impl Fn(u32, u32) -> [u8; 4]) -> Self {
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Self { width, height, data: places.flat_map(|(x, y)| pixel(x, y)).collect() }
    }

    /// The same picture with each pixel changed.
    pub fn map(&self, change: impl Fn([u8; 4]) -> [u8; 4]) -> Self {
        Self::new((self.width, self.height), |x, y| change(self.at(x, y)))
    }

    /// The opaque grey picture that each pixel becomes.
    pub fn map_grey(&self, level: impl Fn([u8; 4]) -> u8) -> Self {
        self.map(|pixel| {
            let grey = level(pixel);
            [grey, grey, grey, 255]
        })
    }

    /// A pixel.
    pub fn at(&self, x: u32, y: u32) -> [u8; 4] {
        let start = (y * self.width + x) as usize * 4;
        self.data[start..start + 4].try_into().unwrap()
    }

    /// Changes a pixel.
    pub fn set(&mut self, x: u32, y: u32, pixel: [u8; 4]) {
        let start = (y * self.width + x) as usize * 4;
        self.data[start..start + 4].copy_from_slice(&pixel);
    }

    /// The first channel of a row.
    pub fn row(&self, y: u32) -> Vec<u8> {
        (0..self.width).map(|x| self.at(x, y)[0]).collect()
    }

    /// How many pixels are white.
    pub fn lit(&self) -> usize {
        self.data.chunks(4).filter(|pixel| *pixel == [255; 4]).count()
    }

    /// As the page has it.
    pub fn image_data(&self) -> JsValue {
        // A copy: `ImageData` would go on looking at this memory.
        let copy = Uint8ClampedArray::new_from_slice(&self.data);
        ImageData::new_with_js_u8_clamped_array(&copy, self.width).unwrap().into()
    }
}

/// An image's file decoded by the browser.
pub async fn decoded(file: &JsValue) -> Picture {
    let image: ImageData = done(decode(file)).await.unchecked_into();
    Picture { width: image.width(), height: image.height(), data: image.data().0 }
}

/// The mask of a source, decoded again.
pub async fn encoded(source: &JsValue, options: &JsValue) -> Picture {
    decoded(&file_of(&done(encode_mask(source.clone(), options.clone())).await)).await
}

/// The bytes of a mask's file.
pub fn png_bytes(base64: &JsValue) -> Vec<u8> {
    bytes_of(base64).to_vec()
}
