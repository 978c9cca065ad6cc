//! Answers of the service in all their shapes, over a `fetch` that gives a real `Response`.

use super::support::*;
use reroom::wasm::ReRoom;
use wasm_bindgen_test::wasm_bindgen_test;

fn answered(status: u16, body: &str) -> (ReRoom, wasm_bindgen::JsValue) {
    let fake = answering(status, body, &NONE);
    (client_over(&get(&fake, "fetch")), fake)
}

#[wasm_bindgen_test]
async fn a_submission_comes_in_three_shapes_and_leaves_in_one() {
    let (client, _) = answered(200, r#"{"success":true,"data":{"render_id":"r7"}}"#);
    assert_eq!(json(&done(client.render(interior(FILE_NAME), NONE)).await), r#"{"render_id":"r7"}"#);

    let record = r#"{"_id":"r8","status":"painted","outputs":["https://x.example/a.jpg"],"novel":{"kept":[1]}}"#;
    let (client, _) = answered(200, record);
    let submission = done(client.render(interior(FILE_NAME), NONE)).await;
    assert_eq!(text(&submission, "render_id"), "r8");
    assert_eq!(json(&get(&submission, "render")), record);

    let both = record.replacen('{', r#"{"success":true,"data":{"render_id":"r8"},"#, 1);
    let (client, _) = answered(200, &both);
    let submission = done(client.render(interior(FILE_NAME), NONE)).await;
    assert_eq!(text(&submission, "render_id"), "r8");
    assert_eq!(json(&get(&submission, "render")), record, "without what wraps it");

    let (client, _) = answered(200, &both.replace(r#""render_id":"r8""#, r#""render_id":"r9""#));
    let submission = done(client.render(interior(FILE_NAME), NONE)).await;
    assert_eq!(json(&submission), r#"{"render_id":"r9"}"#, "the record of another render is none of this one's");
}

#[wasm_bindgen_test]
async fn a_record_comes_flat_or_wrapped_and_leaves_flat() {
    let record = r#"{"_id":"r9","status":"upscaling","outputs":[],"source":"https://x.example/a.jpg"}"#;
    for body in [record, &[r#"{"success":true,"data":"#, record, "}"].concat()] {
        let (client, _) = answered(200, body);
        assert_eq!(json(&done(client.get_render("r9".into(), NONE)).await), record);
    }
}

#[wasm_bindgen_test]
async fn a_page_in_place_of_an_answer_is_named_with_its_status_and_its_first_words() {
    let body = ["<!doctype html><title>Hello</title>", &"x".repeat(5000)].concat();
    for step in [Step::Upload, Step::Render, Step::Upscale, Step::GetRender, Step::Account] {
        for status in [200, 404] {
            let (client, fake) = answered(status, &body);
            let bought = step.is_paid() && status == 200;
            let code = if bought { "outcome_unknown" } else { "unexpected_response" };
            let error = refused(step.call(&client, &NONE).await, code).await;
            let message = String::from(error.message());
            let told = [
                "A web page came back with status ",
                &status.to_string(),
                " instead of the service's response: “Hello xxx",
            ]
            .concat();
            assert!(message.contains(&told) && message.len() < 400, "{step:?}: {message}");
            assert_eq!((error.status(), error.retryable(), count(&fake)), (Some(status), false, 1.0), "{step:?}");
        }
    }
}

#[wasm_bindgen_test]
async fn answers_that_promise_something_else_are_refused() {
    for body in ["", "null", "[]", "7", r#"{"success":true,"data":null}"#, r#"{"success":true,"da"#] {
        for step in [Step::Upload, Step::Render, Step::Upscale, Step::GetRender, Step::Account] {
            let (client, _) = answered(200, body);
            // It may be what is left of an answer with a render's id.
            let code = if step.is_paid() { "outcome_unknown" } else { "unexpected_response" };
            let error = refused(step.call(&client, &NONE).await, code).await;
            assert_eq!((error.status(), error.retryable()), (Some(200), false), "{step:?}: {body}");
        }
    }
}

#[wasm_bindgen_test]
async fn a_key_that_the_service_sends_back_is_not_quoted() {
    for (status, body) in [(400, r#"{"err":"key sandbox is bad"}"#), (200, "the key is sandbox"), (502, "key: sandbox")]
    {
        let (client, _) = answered(status, body);
        let error = outcome(client.account(object! { "maxRetries": 0 })).await.unwrap_err();
        assert!(!json(&error).contains("sandbox"), "{}", json(&error));
    }
}
