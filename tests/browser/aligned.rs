//! From a photo in any orientation to an edit, through the sandbox: what changes is what was marked, and nothing else.

use super::imaging::{create_editor, encode_mask, prepare_image};
use super::pixels::{Picture, decoded, download};
use super::sandbox;
use super::support::*;
use js_sys::{Array, Function, Promise, Uint8Array};
use reroom_imaging::wasm::MaskEditor;
use wasm_bindgen::convert::TryFromJsValue;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen(module = "/tests/prepare/support.js")]
extern "C" {
    fn quarters(width: u32, height: u32, mime: &str) -> Promise;
    #[wasm_bindgen(js_name = bytesOf)]
    fn bytes_of(blob: &JsValue) -> Promise;
}

const COLOURS: [[u8; 3]; 4] = [[224, 16, 16], [16, 192, 16], [16, 16, 224], [224, 192, 16]];
/// The colours' order from the top left of the photo as displayed, for each orientation.
const DISPLAYED: [[usize; 4]; 8] =
    [[0, 1, 2, 3], [1, 0, 3, 2], [3, 2, 1, 0], [2, 3, 0, 1], [0, 2, 1, 3], [2, 0, 3, 1], [3, 1, 2, 0], [1, 3, 0, 2]];
const STORED: (u32, u32) = (1000, 750);
/// What is marked, in shares of the photo as displayed: a part of its upper left quarter.
const MARKED: [f64; 4] = [0.1, 0.28, 0.4, 0.46];
/// Pixels about an edge that are not looked at, where a JPEG smears.
const MARGIN: f64 = 20.0;

/// A photo of four colours with an EXIF orientation.
async fn oriented(orientation: u8) -> JsValue {
    let plain = done(quarters(STORED.0, STORED.1, "image/jpeg")).await;
    let bytes = Uint8Array::from(done(bytes_of(&plain)).await).to_vec();
    let exif =
        [b"\xFF\xE1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", &[orientation, 0, 0, 0][..], &[0; 4]];
    // Behind the JFIF header: Firefox shows no JPEG that has it elsewhere than in front.
    Uint8Array::from(&[&bytes[..20], &exif.concat(), &bytes[20..]].concat()[..]).into()
}

/// A prepared photo and the way from its pixels to the photo as displayed.
struct Prepared {
    blob: JsValue,
    size: (f64, f64),
    offset: (f64, f64),
    scale: (f64, f64),
}

impl Prepared {
    async fn of(image: &JsValue, fit: &str) -> Self {
        let result = done(prepare_image(image.clone(), object! { "fit": fit })).await;
        let map = get(&result, "toSource").unchecked_into::<Function>();
        let at = |x: f64| {
            let pair: Array = map.call2(&NONE, &x.into(), &x.into()).unwrap().unchecked_into();
            (pair.get(0).as_f64().unwrap(), pair.get(1).as_f64().unwrap())
        };
        let (offset, one) = (at(0.0), at(1.0));
        let scale = (one.0 - offset.0, one.1 - offset.1);
        let size = (number(&result, "width"), number(&result, "height"));
        Self { blob: get(&result, "blob"), size, offset, scale }
    }

    fn to_source(&self, x: f64, y: f64) -> (f64, f64) {
        (self.offset.0 + self.scale.0 * x, self.offset.1 + self.scale.1 * y)
    }

    /// A mask at this size for a rectangle of the photo.
    async fn mask(&self, [left, top, right, bottom]: [f64; 4]) -> JsValue {
        let size = object! { "width": self.size.0, "height": self.size.1 };
        let editor = MaskEditor::try_from_js_value(done(create_editor(size)).await).unwrap();
        let place = |at: f64, offset: f64, scale: f64| (at - offset) / scale;
        let (x, y) = (place(left, self.offset.0, self.scale.0), place(top, self.offset.1, self.scale.1));
        let (width, height) = ((right - left) / self.scale.0, (bottom - top) / self.scale.1);
        editor.rectangle(&x.into(), &y.into(), &width.into(), &height.into(), &NONE).unwrap();
        done(encode_mask(editor.into(), NONE)).await
    }
}

/// Checks every place of an edited photo that is not near an edge.
fn check(edited: &Picture, prepared: &Prepared, photo: (f64, f64), quarter: [usize; 4], case: &str) {
    let marked = [photo.0, photo.1, photo.0, photo.1].into_iter().zip(MARKED).map(|(side, share)| side * share);
    let [left, top, right, bottom] = <[f64; 4]>::try_from(marked.collect::<Vec<_>>()).unwrap();
    let near = |at: f64, edges: &[f64]| edges.iter().any(|edge| (at - edge).abs() < MARGIN);
    let (mut changed, mut kept) = (0, 0);
    for (column, row) in (0..40).flat_map(|column| (0..30).map(move |row| (column, row))) {
        let (x, y) = (edited.width * column / 40 + 3, edited.height * row / 30 + 3);
        let (sx, sy) = prepared.to_source(x.into(), y.into());
        if near(sx, &[0.0, photo.0 / 2.0, photo.0, left, right])
            || near(sy, &[0.0, photo.1 / 2.0, photo.1, top, bottom])
        {
            continue;
        }
        let outside = sx < 0.0 || sx > photo.0 || sy < 0.0 || sy > photo.1;
        let index = usize::from(sx > photo.0 / 2.0) + 2 * usize::from(sy > photo.1 / 2.0);
        let colour = if outside { [255; 3] } else { COLOURS[quarter[index]] };
        let found = edited.at(x, y);
        let same = found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) <= 14);
        let inside = sx > left && sx < right && sy > top && sy < bottom;
        assert_eq!(same, !inside, "{case}: {x}, {y} from {sx}, {sy}: {found:?}, the photo has {colour:?}");
        *if inside { &mut changed } else { &mut kept } += 1;
    }
    assert!(changed > 20 && kept > 400, "{case}: {changed} and {kept} places");
}

#[wasm_bindgen_test]
async fn an_edit_changes_what_was_marked_in_every_orientation_and_shape() {
    sandbox::reset().await;
    for (orientation, quarter) in (1..=8).zip(DISPLAYED) {
        let image = oriented(orientation).await;
        let turned = orientation >= 5;
        let photo = if turned { (750.0, 1000.0) } else { (1000.0, 750.0) };
        // Only what is taller than 4:3 is cropped or padded.
        for fit in if turned { &["crop", "pad"][..] } else { &["crop"] } {
            let prepared = Prepared::of(&image, fit).await;
            let [left, top, right, bottom] = MARKED;
            let mask = prepared.mask([photo.0 * left, photo.1 * top, photo.0 * right, photo.1 * bottom]).await;
            let edit = object! { "tool": "edit", "action": "material", "material": "granite", "mask": mask };
            let render = done(client().run(prepared.blob.clone(), edit, NONE)).await;
            let edited = decoded(&done(download(&text(&render, "outputs.0"))).await).await;
            assert_eq!((f64::from(edited.width), f64::from(edited.height)), prepared.size);
            check(&edited, &prepared, photo, quarter, &format!("orientation {orientation}, {fit}"));
        }
    }
}

#[wasm_bindgen_test]
async fn a_mask_of_another_size_is_refused_before_the_upload() {
    sandbox::reset().await;
    let image = oriented(1).await;
    let prepared = Prepared::of(&image, "crop").await;
    let mask = prepared.mask([100.0, 100.0, 300.0, 300.0]).await;
    let edit = object! { "tool": "edit", "action": "remove", "mask": mask };
    let other = done(quarters(1200, 900, "image/png")).await;
    let error = refused(client().run(other.clone(), edit.clone(), NONE), "invalid_image").await;
    assert_eq!((text(&error, "issues.0.code"), text(&error, "issues.0.path")), ("mask_size".into(), "mask".into()));
    assert!(text(&error, "issues.0.message").contains("1000×750 pixels, but the displayed photo is 1200×900"));
    assert_eq!(sandbox::requests().await.len(), 0);
    // The photo it was made for, however that is stored.
    done(client().run(oriented(3).await, edit.clone(), NONE)).await;
    // Where the checks are off the service decides.
    let unchecked = client_with(&object! { "validate": "off" });
    let _ = wasm_bindgen_futures::JsFuture::from(unchecked.run(other, edit, NONE)).await;
    assert!(sandbox::requests_to("POST", "/api/enterprise/upload").await == 2);
}
