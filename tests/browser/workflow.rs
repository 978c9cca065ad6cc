//! `run` and `waitFor`: from a photo to a picture that is looked at.

use super::pixels::*;
use super::sandbox::{self, requests_to, uploaded};
use super::support::*;
use js_sys::Array;
use reroom_imaging::wasm::encode_mask;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

/// An `onProgress` and what it was told.
struct Stages {
    told: Array,
    listener: Closure<dyn Fn(JsValue)>,
}

impl Stages {
    fn new() -> Self {
        let told = Array::new();
        let listener = Closure::new({
            let told = told.clone();
            move |progress| _ = told.push(&progress)
        });
        Self { told, listener }
    }

    fn options(&self) -> JsValue {
        object! { "onProgress": self.listener.as_ref(), "pollMs": 20 }
    }

    /// The stages in their order, without repetitions.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.told.iter().map(|progress| text(&progress, "stage")).collect();
        names.dedup();
        names
    }

    /// What was told at a stage.
    fn at(&self, stage: &str, key: &str) -> Vec<JsValue> {
        let told = self.told.iter().filter(|progress| text(progress, "stage") == stage);
        told.map(|progress| get(&progress, key)).collect()
    }
}

#[wasm_bindgen_test]
async fn a_job_goes_through_its_stages_in_order() {
    sandbox::reset_to(&object! { "speeds": object! { "queuedMs": 150, "renderingMs": 150 } }).await;
    let stages = Stages::new();
    let file = small_photo().await;
    let params = object! { "creativity": "balanced", "style": "japanese-zen" };
    let render = done(client().run(file.clone(), params.clone(), stages.options())).await;
    assert_eq!(stages.names(), ["preparing", "uploading", "queued", "rendering", "done"]);
    let loaded = stages.at("uploading", "loaded");
    assert_eq!((loaded.first(), loaded.last()), (Some(&0.into()), Some(&get(&file, "size"))));
    for stage in ["queued", "rendering", "done"] {
        assert_eq!(stages.at(stage, "renderId"), [get(&render, "_id")], "{stage}");
    }
    assert_eq!(text(&render, "status"), "completed");
    assert_eq!(json(&params), r#"{"creativity":"balanced","style":"japanese-zen"}"#, "the caller's own is untouched");
    let picture = decoded(&done(download(&text(&render, "outputs.0"))).await).await;
    assert_eq!((picture.width, picture.height), (720, 540));
}

#[wasm_bindgen_test]
async fn a_job_that_is_answered_at_once_is_not_looked_up() {
    sandbox::reset().await;
    let stages = Stages::new();
    let render = done(client().run(small_photo().await, object! { "tool": "empty-room" }, stages.options())).await;
    assert_eq!(text(&render, "status"), "painted");
    assert_eq!(stages.names(), ["preparing", "uploading", "done"]);
    assert_eq!(requests_to("GET", "/api/enterprise/render/").await, 0);
}

#[wasm_bindgen_test]
async fn a_photo_that_the_service_has_is_not_uploaded_again() {
    sandbox::reset().await;
    let file_name = uploaded().await;
    let params = object! { "tool": "empty-room" };
    let first = done(client().run(object! { "file_name": file_name }, params.clone(), NONE)).await;
    let source = object! { "file_url": get(&first, "outputs.0") };
    done(client().run(source.clone(), params, NONE)).await;
    done(client().run(source, object! { "tool": "upscale" }, object! { "pollMs": 20 })).await;
    assert_eq!(requests_to("POST", "/api/enterprise/upload").await, 1);
    assert_eq!(sandbox::renders().await.len(), 3);
}

#[wasm_bindgen_test]
async fn an_upscale_has_1536_pixels_on_its_shortest_side() {
    sandbox::reset().await;
    let render = done(client().run(small_photo().await, object! { "tool": "upscale" }, object! { "pollMs": 20 })).await;
    let picture = decoded(&done(download(&text(&render, "outputs.0"))).await).await;
    assert_eq!((picture.width, picture.height), (2048, 1536));
}

#[wasm_bindgen_test]
async fn an_edit_changes_what_is_masked_and_nothing_else() {
    sandbox::reset().await;
    let file = photo(1600, 1200, "image/png").await;
    let before = decoded(&file).await;
    // Painted at the size of a screen, in the middle of a photo that is twice as large.
    let marked = |x: u32, y: u32| (200..500).contains(&x) && (150..350).contains(&y);
    let painted = Picture::new((800, 600), |x, y| [200, 0, 0, if marked(x, y) { 255 } else { 0 }]);
    for (polarity, bit_depth) in [("white-edits", 8), ("white-edits", 1)] {
        let options = object! { "width": 1600, "height": 1200, "polarity": polarity, "bitDepth": bit_depth };
        let mask = done(encode_mask(painted.image_data(), options)).await;
        let params = object! { "tool": "edit", "action": "material", "material": "marble", "mask": mask };
        let render = done(client().run(file.clone(), params, object! { "pollMs": 20 })).await;
        let edited = decoded(&done(download(&text(&render, "outputs.0"))).await).await;
        assert_eq!((edited.width, edited.height), (1600, 1200));
        let mut changed = 0;
        for (x, y) in (0..1200).flat_map(|y| (0..1600).map(move |x| (x, y))) {
            let same = edited.at(x, y) == before.at(x, y);
            if marked(x / 2, y / 2) {
                changed += u32::from(!same);
            } else {
                assert!(same, "changed at {x}, {y}");
            }
        }
        assert!(changed > 600 * 400 * 9 / 10, "{changed} pixels changed");
    }
}

#[wasm_bindgen_test]
async fn a_failed_render_is_an_error_with_its_record() {
    sandbox::reset().await;
    let params = object! { "creativity": "balanced", "prompt": "[fail]" };
    let error = refused(client().run(small_photo().await, params, object! { "pollMs": 20 }), "render_failed").await;
    let render = get(&error, "render");
    assert_eq!(text(&render, "status"), "failed");
    assert_eq!(error.render_id(), Some(text(&render, "_id")));
    refused(client().wait_for(get(&render, "_id"), NONE), "render_failed").await;
}

#[wasm_bindgen_test]
async fn a_wait_ends_at_its_deadline_and_can_be_taken_up_again() {
    sandbox::reset_to(&object! { "speeds": object! { "queuedMs": 400, "renderingMs": 0 } }).await;
    let submission = done(client().render(interior(&uploaded().await), NONE)).await;
    let id = text(&submission, "render_id");
    let short = object! { "deadlineMs": 60, "pollMs": 20 };
    let error = refused(client().wait_for((&id).into(), short), "timeout").await;
    assert_eq!((error.retryable(), error.render_id()), (true, Some(id.clone())));
    let render = done(client().wait_for((&id).into(), object! { "pollMs": 20 })).await;
    assert_eq!(text(&render, "status"), "completed");
}

#[wasm_bindgen_test]
async fn a_wait_looks_ever_less_often() {
    sandbox::reset_to(&object! { "speeds": object! { "queuedMs": 1000, "renderingMs": 0 } }).await;
    let submission = done(client().render(interior(&uploaded().await), NONE)).await;
    done(client().wait_for(get(&submission, "render_id"), object! { "pollMs": 20 })).await;
    // Pauses of 20 ms that grow by 1.3 to 160 ms, give or take a fifth.
    let looks = requests_to("GET", "/api/enterprise/render/").await;
    assert!((8..=18).contains(&looks), "{looks} looks");
}

#[wasm_bindgen_test]
async fn what_breaks_a_rule_is_found_before_the_upload() {
    sandbox::reset().await;
    for params in [object! { "tool": "paint" }, object! {}, NONE, "edit".into()] {
        refused(client().run(small_photo().await, params, NONE), "invalid_request").await;
    }
    let small = photo(400, 300, "image/png").await;
    refused(client().run(small, object! { "tool": "empty-room" }, NONE), "invalid_image").await;
    for image in [NONE, JsValue::NULL, 7.into(), object! {}] {
        refused(client().run(image, object! { "tool": "empty-room" }, NONE), "invalid_image").await;
    }
    assert!(sandbox::requests().await.is_empty());
}
