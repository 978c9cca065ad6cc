//! Why a call failed: the code, message and flags of a `ReRoomError`.

use super::unexpected_body::{BodyKind, UnexpectedBody};
use crate::api::{Issue, messages};
use crate::text::{concat, format_integer, join, truncate};

/// The `code` of a `ReRoomError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// The request breaks a rule; nothing was sent.
    InvalidRequest,
    /// The image or mask breaks a rule; nothing was sent.
    InvalidImage,
    /// The service rejected the request.
    Rejected,
    /// The key or token is missing or invalid.
    Unauthorized,
    /// The render or account does not exist.
    NotFound,
    /// The account has too few credits.
    InsufficientCredits,
    /// The account has reached its limit of concurrent renders.
    TooManyRenders,
    /// The service reported an error of its own.
    ServiceFailed,
    /// A paid request was sent, but no readable response came back.
    OutcomeUnknown,
    /// The network failed.
    Network,
    /// Nothing happened for too long, or the deadline passed.
    Timeout,
    /// The caller aborted the call.
    Aborted,
    /// The response does not have the endpoint's documented shape.
    UnexpectedResponse,
    /// The render itself failed.
    RenderFailed,
}

impl ErrorCode {
    /// The string that JavaScript code compares with.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidImage => "invalid_image",
            Self::Rejected => "rejected",
            Self::Unauthorized => "unauthorized",
            Self::NotFound => "not_found",
            Self::InsufficientCredits => "insufficient_credits",
            Self::TooManyRenders => "too_many_renders",
            Self::ServiceFailed => "service_failed",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::Aborted => "aborted",
            Self::UnexpectedResponse => "unexpected_response",
            Self::RenderFailed => "render_failed",
        }
    }
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The kind of failure.
    pub code: ErrorCode,
    /// What happened and what to do, or the service's `err`.
    pub message: String,
    /// The HTTP status, if a response came back.
    pub status: Option<u16>,
    /// True only if a retry may help and cannot buy a second render.
    pub retryable: bool,
    /// All problems found in a request or an image.
    pub issues: Vec<Issue>,
    /// The render concerned.
    pub render_id: Option<String>,
}

impl Failure {
    /// A failure that a retry would only repeat.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), status: None, retryable: false, issues: Vec::new(), render_id: None }
    }

    /// A failure with these issues; their messages form its message.
    #[must_use]
    pub fn from_issues(code: ErrorCode, issues: Vec<Issue>) -> Self {
        let mut messages = Vec::new();
        for issue in &issues {
            messages.push(issue.message.as_str());
        }
        let message = join(&messages, " ");
        Self { issues, ..Self::new(code, message) }
    }

    /// Marks the failure as retryable.
    #[must_use]
    pub fn retryable(self) -> Self {
        Self { retryable: true, ..self }
    }
}

/// Reads an error response (error tables of sections 1 to 5). `err` is the service's message; without one, `body` is what
/// came instead.
#[must_use]
pub fn from_error_response(status: u16, err: Option<&str>, body: &UnexpectedBody, paid: bool) -> Failure {
    let is_page = body.kind != BodyKind::Other;
    let code = match (status, err) {
        (..500, None) if body.redirected_to_login => ErrorCode::Unauthorized,
        // These pages come from a firewall or a hosting provider, so they are not about the key or the credits.
        (402 | 403, None) if is_page => ErrorCode::UnexpectedResponse,
        (401 | 403, _) => ErrorCode::Unauthorized,
        (402, _) | (_, Some(messages::NOT_ENOUGH_CREDITS)) => ErrorCode::InsufficientCredits,
        (429, _) | (_, Some(messages::TOO_MANY_RENDERS)) => ErrorCode::TooManyRenders,
        // Behind the proxy, the service may have accepted the paid request.
        (500.., None) if paid => ErrorCode::OutcomeUnknown,
        // The server that finds a request too large does not forward it.
        (413, None) => ErrorCode::Rejected,
        (_, None) => ErrorCode::UnexpectedResponse,
        (404, _) => ErrorCode::NotFound,
        (500.., _) => ErrorCode::ServiceFailed,
        _ => ErrorCode::Rejected,
    };
    let failure = match err {
        Some(err) => Failure::new(code, err),
        None if code == ErrorCode::Unauthorized && !is_page && !body.redirected_to_login => {
            Failure::new(code, unauthorized_message(body))
        }
        None => from_body(status, body, code),
    };
    let retryable = code == ErrorCode::TooManyRenders || (!paid && is_transient(status) && !body.redirected_to_login);
    Failure { status: Some(status), retryable, ..failure }
}

fn unauthorized_message(body: &UnexpectedBody) -> String {
    let parts: &[&str] = if body.text.is_empty() || body.text == messages::UNAUTHORIZED {
        &[messages::UNAUTHORIZED]
    } else {
        &[messages::UNAUTHORIZED, ": ", &truncate(&body.text, MAX_EXCERPT)]
    };
    concat(parts)
}

/// A failure that quotes the body.
fn from_body(status: u16, body: &UnexpectedBody, code: ErrorCode) -> Failure {
    let description = describe(status, body, code);
    let unknown = code == ErrorCode::OutcomeUnknown;
    let message = if unknown { concat(&[OUTCOME_UNKNOWN, " ", &description]) } else { description };
    Failure { status: Some(status), ..Failure::new(code, message) }
}

/// Whether a retry may succeed after this status.
#[must_use]
pub fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500..)
}

/// Reads a success response without the documented body. After a paid request, a render may have been bought: a broken
/// connection can look like a success with half a body. Only a redirect to a login page is certain, because the service
/// never saw the request.
#[must_use]
pub fn from_unexpected_response(status: u16, body: &UnexpectedBody, paid: bool) -> Failure {
    let code = match body.kind {
        BodyKind::LoginPage if body.redirected_to_login || !paid => ErrorCode::Unauthorized,
        _ if paid => ErrorCode::OutcomeUnknown,
        _ => ErrorCode::UnexpectedResponse,
    };
    from_body(status, body, code)
}

/// The start of every `outcome_unknown` message.
pub const OUTCOME_UNKNOWN: &str = "The request was sent, but no readable response came back. The render may have been \
     accepted and paid for: check the account before you send it again.";

/// Characters quoted from a body: enough to recognize the page.
const MAX_EXCERPT: usize = 120;

/// What came back, its first words, and what to do.
fn describe(status: u16, body: &UnexpectedBody, code: ErrorCode) -> String {
    let (what, advice) = match (body.kind, status) {
        (BodyKind::LoginPage, _) => ("A login page", " Sign in again."),
        (_, 413) => ("A proxy error", " Make the photo smaller with prepare: { maxBytes }."),
        (BodyKind::WebPage, 402 | 403) => ("A firewall or proxy page", " Allow the request there, or check baseUrl."),
        (BodyKind::WebPage, 500..) => ("A proxy error", " Try again later."),
        (BodyKind::WebPage, _) => ("A web page", " Check baseUrl."),
        // For example, a server without a route for the gateway.
        (BodyKind::Other, 404 | 405) => ("Something unexpected", " Check baseUrl."),
        (BodyKind::Other, _) => ("Something unexpected", ""),
    };
    let start = truncate(&body.text, MAX_EXCERPT);
    let [before, after] = if start.is_empty() { [", with an empty body", "."] } else { [": “", "”."] };
    let advice = if code == ErrorCode::OutcomeUnknown { "" } else { advice };
    let number = format_integer(status.into());
    concat(&[
        what,
        " came back with status ",
        &number,
        " instead of the service's response",
        before,
        &start,
        after,
        advice,
    ])
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    const HTML: &str = "<html><h1>Hello</h1></html>";
    const LOGIN: &str = "<form>Sign in<input type=\"password\"></form>";

    fn page(body: &str) -> UnexpectedBody {
        UnexpectedBody::read(body, "")
    }

    #[test]
    fn error_response_maps_to_code_and_retryable() {
        use ErrorCode as Code;
        for (status, err, paid, code, retryable) in [
            (400, Some("Invalid request"), true, Code::Rejected, false),
            (400, Some(messages::NOT_ENOUGH_CREDITS), true, Code::InsufficientCredits, false),
            (400, Some(messages::TOO_MANY_RENDERS), true, Code::TooManyRenders, true),
            (429, None, true, Code::TooManyRenders, true),
            (401, None, false, Code::Unauthorized, false),
            (403, Some("no"), false, Code::Unauthorized, false),
            (404, Some(messages::RENDER_NOT_FOUND), false, Code::NotFound, false),
            (404, None, false, Code::UnexpectedResponse, false),
            (500, Some(messages::PROCESSING_FAILED), true, Code::ServiceFailed, false),
            (500, Some(messages::UPLOAD_FAILED), false, Code::ServiceFailed, true),
            (502, None, true, Code::OutcomeUnknown, false),
            (502, None, false, Code::UnexpectedResponse, true),
            (301, None, false, Code::UnexpectedResponse, false),
        ] {
            let failure = from_error_response(status, err, &page("{}"), paid);
            assert_eq!((failure.code, failure.retryable), (code, retryable), "{status} {err:?} paid: {paid}");
            assert_eq!(failure.status, Some(status));
        }
    }

    #[test]
    fn foreign_error_page_maps_to_code_by_status_and_kind() {
        use ErrorCode as Code;
        for (status, body, paid, code) in [
            (403, HTML, false, Code::UnexpectedResponse),
            (403, HTML, true, Code::UnexpectedResponse),
            (403, "error code: 1020", true, Code::UnexpectedResponse),
            (402, HTML, true, Code::UnexpectedResponse),
            (413, "Request Entity Too Large", false, Code::Rejected),
            (413, HTML, true, Code::Rejected),
            (401, HTML, false, Code::Unauthorized),
            (401, LOGIN, true, Code::Unauthorized),
            (401, "", false, Code::Unauthorized),
            (403, "Forbidden", true, Code::Unauthorized),
            (404, HTML, true, Code::UnexpectedResponse),
            (502, HTML, false, Code::UnexpectedResponse),
            (504, HTML, true, Code::OutcomeUnknown),
            (503, LOGIN, true, Code::OutcomeUnknown),
        ] {
            let failure = from_error_response(status, None, &page(body), paid);
            assert_eq!((failure.code, failure.status), (code, Some(status)), "{status} {body} paid: {paid}");
            assert!(!(paid && failure.retryable), "{status} {body}");
        }
    }

    #[test]
    fn foreign_error_page_is_quoted_with_advice() {
        let message = |status, body, paid| from_error_response(status, None, &page(body), paid).message;
        let expect = |what: &str, rest: &str| [what, " instead of the service's response", rest].concat();
        for (status, body, what, rest) in [
            (
                403,
                HTML,
                "A firewall or proxy page came back with status 403",
                ": “Hello”. Allow the request there, or check baseUrl.",
            ),
            (
                413,
                "Too Large",
                "A proxy error came back with status 413",
                ": “Too Large”. Make the photo smaller with prepare: { maxBytes }.",
            ),
            (401, LOGIN, "A login page came back with status 401", ": “Sign in”. Sign in again."),
            (404, HTML, "A web page came back with status 404", ": “Hello”. Check baseUrl."),
            (404, "", "Something unexpected came back with status 404", ", with an empty body. Check baseUrl."),
            (405, "No", "Something unexpected came back with status 405", ": “No”. Check baseUrl."),
            (500, "Oops", "Something unexpected came back with status 500", ": “Oops”."),
            (502, HTML, "A proxy error came back with status 502", ": “Hello”. Try again later."),
        ] {
            assert_eq!(message(status, body, false), expect(what, rest));
        }
        let unknown = expect("A proxy error came back with status 504", ": “Hello”.");
        assert_eq!(message(504, HTML, true), [OUTCOME_UNKNOWN, " ", &unknown].concat());
        for (body, expected) in [("", "Unauthorized"), ("Unauthorized", "Unauthorized"), ("No", "Unauthorized: No")] {
            assert_eq!(message(401, body, false), expected);
        }
    }

    #[test]
    fn login_page_after_paid_request_is_unauthorized_only_if_redirected() {
        let redirected = UnexpectedBody::read(HTML, "/login");
        for (status, paid) in [(200, true), (200, false)] {
            let failure = from_unexpected_response(status, &redirected, paid);
            assert_eq!((failure.code, failure.retryable), (ErrorCode::Unauthorized, false), "{status} paid: {paid}");
            assert!(failure.message.starts_with("A login page came back with status 200"), "{}", failure.message);
        }
        assert_eq!(from_error_response(405, None, &redirected, true).code, ErrorCode::Unauthorized);
        assert_eq!(from_error_response(502, None, &redirected, true).code, ErrorCode::OutcomeUnknown);
        assert_eq!(from_unexpected_response(200, &page(LOGIN), true).code, ErrorCode::OutcomeUnknown);
        assert_eq!(from_unexpected_response(200, &page(LOGIN), false).code, ErrorCode::Unauthorized);
        assert_eq!(
            from_unexpected_response(200, &UnexpectedBody::read(HTML, "/elsewhere"), true).code,
            ErrorCode::OutcomeUnknown
        );
    }

    #[test]
    fn long_unexpected_body_is_quoted_in_part() {
        let failure = from_unexpected_response(200, &page(&"é ".repeat(100)), false);
        assert!(failure.message.contains("200") && failure.message.contains("“é é é"));
        assert!(failure.message.len() < 300);
        assert!(from_unexpected_response(204, &page(" "), false).message.contains("empty"));
    }

    #[test]
    fn unreadable_success_of_paid_request_is_outcome_unknown() {
        let failure = from_unexpected_response(200, &page(r#"{"success":true,"data":{"ren"#), true);
        assert_eq!((failure.code, failure.status, failure.retryable), (ErrorCode::OutcomeUnknown, Some(200), false));
        assert!(failure.message.starts_with(OUTCOME_UNKNOWN) && failure.message.contains(r#"{"ren"#));
    }
}
