//! Failing calls leak no memory.

use super::imaging::{encode_mask, read_mask};
use super::support::*;
use core::arch::wasm32::memory_size;
use core::hint::black_box;
use js_sys::{Object, Promise};
use reroom::wasm::{ReRoom, inspect_image, validate_request};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen(module = "/js/shims/imaging.js")]
extern "C" {
    #[wasm_bindgen(js_name = provideImaging)]
    fn provide(load: &JsValue);
}

#[wasm_bindgen(module = "/tests/browser/support.js")]
extern "C" {
    #[wasm_bindgen(js_name = shortenTimers)]
    fn shorten_timers(factor: f64) -> js_sys::Function;
}

/// The growth that a thousand calls may cause, in pages of 64 KiB.
const MAY_GROW: usize = 2;

/// The pages that a thousand runs add after a hundred runs to warm up.
async fn growth(run: impl AsyncFn(usize)) -> usize {
    let taken = take_what_is_free();
    for index in 0..100 {
        run(index).await;
    }
    let before = memory_size::<0>();
    for index in 0..1000 {
        run(index).await;
    }
    let grown = memory_size::<0>() - before;
    drop(taken);
    grown
}

/// Allocates all free memory, which would hide a leak.
fn take_what_is_free() -> Vec<Vec<u8>> {
    let mut taken = Vec::new();
    for size in [1 << 20, 1 << 16, 1 << 12, 1 << 8] {
        let before = memory_size::<0>();
        while memory_size::<0>() == before {
            taken.push(black_box(Vec::with_capacity(size)));
        }
    }
    taken
}

/// Shortens all pauses and timeouts until it is dropped. Otherwise, the client pauses for seconds before it asks again what became
/// of an order.
struct FastTimers(js_sys::Function);

impl FastTimers {
    fn start() -> Self {
        Self(shorten_timers(1000.0))
    }
}

impl Drop for FastTimers {
    fn drop(&mut self) {
        self.0.call0(&NONE).unwrap();
    }
}

/// A `fetch` that fails in every way, in turn.
fn failing_fetch() -> JsValue {
    let answers = "globalThis.failures = (globalThis.failures ?? 0) + 1;
        switch (globalThis.failures % 5) {
          case 0: return Promise.reject(new TypeError('lost'));
          case 1: return Promise.reject('a text');
          case 2: return Promise.resolve(new Response('<html>'.repeat(2000), { status: 502 }));
          case 3: return Promise.resolve(Response.json({ err: 'Invalid request' }, { status: 400 }));
          default: return Promise.resolve(7);
        }";
    function(answers)
}

#[wasm_bindgen_test]
async fn failing_calls_leak_nothing() {
    let _fast = FastTimers::start();
    let client = client_over(&failing_fetch());
    let file = small_photo().await;
    let grown = growth(async |index| {
        let once = object! { "maxRetries": 0 };
        let call = match index % 6 {
            0 => client.render(interior(FILE_NAME), once),
            1 => client.account(once),
            2 => client.get_render("r1".into(), once),
            3 => client.upload(file.clone(), once),
            4 => client.run(file.clone(), object! { "tool": "empty-room" }, once),
            _ => client.wait_for("r1".into(), once),
        };
        outcome(call).await.unwrap_err();
    })
    .await;
    assert!(grown <= MAY_GROW, "{grown} pages");
}

#[wasm_bindgen_test]
async fn invalid_calls_leak_nothing() {
    let client = client_over(&failing_fetch());
    let large = "x".repeat(100_000);
    let grown = growth(async |index| {
        let request = object! { "file_name": &large, "style": &large, "mask": &large };
        let call = match index % 5 {
            0 => client.render(request, NONE),
            1 => client.upscale(request, NONE),
            2 => client.account(object! { "colour": &large }),
            3 => client.upload((&large).into(), NONE),
            _ => encode_mask(request, NONE),
        };
        outcome(call).await.unwrap_err();
    })
    .await;
    assert!(grown <= MAY_GROW, "{grown} pages");
}

#[wasm_bindgen_test]
async fn clients_and_checks_leak_nothing() {
    let bytes = js_sys::Uint8Array::new_with_length(60_000);
    let grown = growth(async |index| {
        drop(client());
        assert!(ReRoom::new(object! { "headers": object! { "a b": "c" } }).is_err());
        validate_request(&object! { "file_name": "x".repeat(50_000), "style": index as u32 });
        let image = JsValue::from(&bytes);
        done(inspect_image(image)).await;
    })
    .await;
    assert!(grown <= MAY_GROW, "{grown} pages");
}

#[wasm_bindgen_test]
async fn aborted_calls_leak_nothing() {
    let client = client_over(&function("return new Promise(() => {})"));
    let grown = growth(async |_| {
        let controller = web_sys::AbortController::new().unwrap();
        let call = client.render(interior(FILE_NAME), object! { "signal": controller.signal() });
        after(0.0, &js_sys::Function::new_no_args("")); // Lets the request go out.
        controller.abort();
        outcome(call).await.unwrap_err();
    })
    .await;
    assert!(grown <= MAY_GROW, "{grown} pages");
}

#[wasm_bindgen_test]
async fn batches_leak_nothing() {
    let _fast = FastTimers::start();
    let client = client_over(&failing_fetch());
    let job = |image: JsValue| object! { "image": image, "params": object! { "tool": "empty-room" } };
    let (file, uploaded) = (small_photo().await, object! { "file_name": FILE_NAME });
    let jobs: js_sys::Array = [job(file.clone()), job(uploaded), job(file), NONE].iter().collect();
    let grown = growth(async |_| {
        let options = object! { "maxRetries": 0, "onProgress": function(""), "onJob": function("") };
        let results = done(client.run_all(jobs.clone().into(), options)).await;
        assert_eq!(text(&results, "3.status"), "rejected");
        // Requests with an unknown outcome stay pending.
        for entry in client.pending().iter() {
            client.forget(get(&entry, "idempotencyKey"));
        }
    })
    .await;
    assert!(grown <= MAY_GROW, "{grown} pages");
}

#[wasm_bindgen_test]
async fn jobs_that_fail_free_their_masks() {
    let module = Object::new();
    put(&module, "readMask", Closure::<dyn Fn(JsValue) -> Promise>::new(read_mask).into_js_value());
    let load = Closure::<dyn Fn() -> Promise<Object>>::new(move || Promise::resolve(&module));
    provide(&load.into_js_value());
    let client = client_over(&failing_fetch());
    let (file, reference) = (small_photo().await, object! { "file_url": "https://photos.example/a.jpg" });
    // Read, it takes more than a page of 64 KiB.
    let paint =
        js_sys::Function::new_no_args("const image = new ImageData(360, 270); image.data.fill(255); return image");
    let mask = paint.call0(&NONE).unwrap();
    let edit = |action: &str| object! { "tool": "edit", "action": action, "mask": &mask };
    let grown = growth(async |index| {
        let once = object! { "maxRetries": 0 };
        let call = match index % 4 {
            0 => client.run(file.clone(), edit("nonsense"), once),
            1 => client.run(reference.clone(), edit("nonsense"), once),
            2 => client.run("no photo".into(), edit("remove"), once),
            _ => {
                put(&once, "signal", web_sys::AbortSignal::abort());
                client.run(reference.clone(), edit("remove"), once)
            }
        };
        outcome(call).await.unwrap_err();
        // The mask is freed once it is read.
        done(Promise::resolve(&NONE)).await;
    })
    .await;
    assert!(grown <= MAY_GROW, "{grown} pages");
}

#[wasm_bindgen_test]
async fn batch_of_a_thousand_jobs_leaks_nothing() {
    let finished = "return Promise.resolve(Response.json({ _id: 'r1', status: 'painted', outputs: [] }))";
    let client = client_over(&function(finished));
    let job = object! { "image": object! { "file_name": FILE_NAME }, "params": object! { "tool": "empty-room" } };
    let batch = async |length: u32| {
        let jobs = js_sys::Array::new_with_length(length).fill(&job, 0, length);
        // A thousand jobs take a while on a busy machine.
        let results = outcome_within(client.run_all(jobs.into(), NONE), 60_000.0).await.unwrap();
        assert_eq!(number(&results, "length"), f64::from(length));
        assert_eq!(text(&results, &[&(length - 1).to_string(), ".status"].concat()), "fulfilled");
    };
    batch(100).await;
    let taken = take_what_is_free();
    batch(100).await;
    let before = memory_size::<0>();
    batch(1000).await;
    assert!(memory_size::<0>() - before <= MAY_GROW);
    drop(taken);
}

#[wasm_bindgen_test]
async fn queue_leaks_nothing() {
    // The only slot is taken, and everyone who waits for it gives up.
    let options =
        object! { "fetch": answering_submission(), "baseUrl": "https://queue.example", "maxConcurrentRenders": 1 };
    let client = client_with(&options);
    done(client.render(interior(FILE_NAME), NONE)).await;
    let grown = growth(async |index| {
        let controller = web_sys::AbortController::new().unwrap();
        let call = client.render(interior(FILE_NAME), object! { "signal": controller.signal() });
        if index % 2 == 0 {
            JsFuture::from(js_sys::Promise::resolve(&NONE)).await.unwrap();
        }
        controller.abort();
        let _ = outcome(call).await;
        // Keeps the slot, which would come back after a while in which nobody looks.
        let _ = outcome(client.get_render("r1".into(), object! { "maxRetries": 0 })).await;
    })
    .await;
    assert!(grown <= MAY_GROW, "{grown} pages");
}

/// A service that accepts every render and finishes none.
fn answering_submission() -> JsValue {
    function(
        "return Promise.resolve(Response.json(argument.method === 'POST' ? { data: { render_id: 'r1' } } \
         : { _id: 'r1', status: 'rendering', outputs: [] }))",
    )
}

#[wasm_bindgen_test]
async fn waits_and_uploads_with_progress_leak_nothing() {
    let client = client_over(&answering_submission());
    let unreachable = client_with(&object! { "baseUrl": "http://127.0.0.1:1", "maxRetries": 0 });
    let file = small_photo().await;
    let grown = growth(async |index| {
        if index % 2 == 0 {
            let short = || client.wait_for("r1".into(), object! { "deadlineMs": 1, "pollMs": 1 });
            let (first, second) = (short(), short());
            outcome(first).await.unwrap_err();
            outcome(second).await.unwrap_err();
        } else {
            let telling = object! { "onProgress": function("") };
            outcome(unreachable.upload(file.clone(), telling)).await.unwrap_err();
        }
    })
    .await;
    assert!(grown <= MAY_GROW, "{grown} pages");
}
