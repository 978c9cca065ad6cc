//! Why a call failed, in the terms of the public `ReRoomError`.

use super::page::{Look, Page};
use crate::api::{Issue, messages};
use crate::text::{concat, join, number, start};

/// The `code` of a `ReRoomError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// The request breaks a rule; nothing was sent.
    InvalidRequest,
    /// The image or mask breaks a rule; nothing was sent.
    InvalidImage,
    /// The service refused the request.
    Rejected,
    /// The key or token is missing or not valid.
    Unauthorized,
    /// No such render or account.
    NotFound,
    /// The account cannot pay.
    InsufficientCredits,
    /// The account has as many renders under way as it may.
    TooManyRenders,
    /// The service failed.
    ServiceFailed,
    /// A paid request was sent and no answer came that can be read.
    OutcomeUnknown,
    /// The network failed.
    Network,
    /// No progress for too long, or the deadline has passed.
    Timeout,
    /// The caller aborted.
    Aborted,
    /// The answer is not what the endpoint promises.
    UnexpectedResponse,
    /// The render itself failed.
    RenderFailed,
}

impl ErrorCode {
    /// As JavaScript sees it.
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
    /// What kind of failure it is.
    pub code: ErrorCode,
    /// What happened and what to do, or the service's own `err`.
    pub message: String,
    /// The HTTP status, where the service answered.
    pub status: Option<u16>,
    /// True only where trying again may help and cannot pay for a second render.
    pub retryable: bool,
    /// Everything wrong with a request or an image.
    pub issues: Vec<Issue>,
    /// The render it is about.
    pub render_id: Option<String>,
}

impl Failure {
    /// A failure that trying again would only repeat.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), status: None, retryable: false, issues: Vec::new(), render_id: None }
    }

    /// A failure made of issues; its message is theirs.
    #[must_use]
    pub fn of_issues(code: ErrorCode, issues: Vec<Issue>) -> Self {
        let mut messages = Vec::new();
        for issue in &issues {
            messages.push(issue.message.as_str());
        }
        let message = join(&messages, " ");
        Self { issues, ..Self::new(code, message) }
    }

    /// The same, known to come right if it is tried again.
    #[must_use]
    pub fn retryable(self) -> Self {
        Self { retryable: true, ..self }
    }
}

/// What a refusal means (error tables of sections 1 to 5). `err` is the service's message, `None` where the body was
/// not `{ err }`; `page` is then what came instead.
#[must_use]
pub fn of_refusal(status: u16, err: Option<&str>, page: &Page, paid: bool) -> Failure {
    let is_page = page.look != Look::Other;
    let code = match (status, err) {
        (..500, None) if page.redirected => ErrorCode::Unauthorized,
        // A firewall's page says nothing about a key, nor a host's about credits.
        (402 | 403, None) if is_page => ErrorCode::UnexpectedResponse,
        (401 | 403, _) => ErrorCode::Unauthorized,
        (402, _) | (_, Some(messages::NOT_ENOUGH_CREDITS)) => ErrorCode::InsufficientCredits,
        (429, _) | (_, Some(messages::TOO_MANY_RENDERS)) => ErrorCode::TooManyRenders,
        // A proxy's page says nothing of what the service behind it did with a paid request.
        (500.., None) if paid => ErrorCode::OutcomeUnknown,
        // Whoever finds a request too large has not passed it on.
        (413, None) => ErrorCode::Rejected,
        (_, None) => ErrorCode::UnexpectedResponse,
        (404, _) => ErrorCode::NotFound,
        (500.., _) => ErrorCode::ServiceFailed,
        _ => ErrorCode::Rejected,
    };
    let told = match err {
        Some(err) => Failure::new(code, err),
        None if code == ErrorCode::Unauthorized && !is_page && !page.redirected => {
            Failure::new(code, unauthorized(page))
        }
        None => of_page(status, page, code),
    };
    let retryable = code == ErrorCode::TooManyRenders || (!paid && is_passing(status) && !page.redirected);
    Failure { status: Some(status), retryable, ..told }
}

fn unauthorized(page: &Page) -> String {
    let parts: &[&str] = if page.words.is_empty() || page.words == messages::UNAUTHORIZED {
        &[messages::UNAUTHORIZED]
    } else {
        &[messages::UNAUTHORIZED, ": ", &start(&page.words, SHOWN)]
    };
    concat(parts)
}

/// A failure that quotes what came.
fn of_page(status: u16, page: &Page, code: ErrorCode) -> Failure {
    let unexpected = unexpected(status, page, code);
    let unknown = code == ErrorCode::OutcomeUnknown;
    let message = if unknown { concat(&[OUTCOME_UNKNOWN, " ", &unexpected]) } else { unexpected };
    Failure { status: Some(status), ..Failure::new(code, message) }
}

/// Statuses that say «later», not «no».
#[must_use]
pub fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500..)
}

/// A success whose body is not what the endpoint promises. In answer to a paid request it names no render, though one may
/// have been bought: a broken connection can look like a success of half a body, or of none. Only a redirect to a login
/// page is plain: the request was not passed on, and what came back was asked for without it.
#[must_use]
pub fn of_unexpected(status: u16, page: &Page, paid: bool) -> Failure {
    let code = match page.look {
        Look::Login if page.redirected || !paid => ErrorCode::Unauthorized,
        _ if paid => ErrorCode::OutcomeUnknown,
        _ => ErrorCode::UnexpectedResponse,
    };
    of_page(status, page, code)
}

/// What every `outcome_unknown` says.
pub const OUTCOME_UNKNOWN: &str = "The request was sent, but no readable response came back: the render may have been \
     accepted and paid for. Look at the account before sending it again.";

/// How many characters of a page are shown: enough to recognize it by.
const SHOWN: usize = 120;

/// What came, its first words, and what to do about it.
fn unexpected(status: u16, page: &Page, code: ErrorCode) -> String {
    let (who, advice) = match (page.look, status) {
        (Look::Login, _) => ("A login page", " Sign in again."),
        (_, 413) => ("A server in between", " Make the photo smaller with prepare: { maxBytes }."),
        (Look::Page, 402 | 403) => ("A firewall or proxy", " Allow the request there, or check baseUrl."),
        (Look::Page, 500..) => ("A proxy", " Try again later."),
        (Look::Page, _) => ("A web page", " Check baseUrl."),
        (Look::Other, _) => ("Something unexpected", ""),
    };
    let start = start(&page.words, SHOWN);
    let [before, after] = if start.is_empty() { [", with an empty body", "."] } else { [": “", "”."] };
    let advice = if code == ErrorCode::OutcomeUnknown { "" } else { advice };
    let number = number(status.into());
    concat(&[who, " answered ", &number, " instead of the service", before, &start, after, advice])
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    const HTML: &str = "<html><h1>Hello</h1></html>";
    const LOGIN: &str = "<form>Sign in<input type=\"password\"></form>";

    fn page(body: &str) -> Page {
        Page::read(body, "")
    }

    #[test]
    fn refusals_are_told_apart() {
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
            let failure = of_refusal(status, err, &page("{}"), paid);
            assert_eq!((failure.code, failure.retryable), (code, retryable), "{status} {err:?} paid: {paid}");
            assert_eq!(failure.status, Some(status));
        }
    }

    #[test]
    fn a_page_in_place_of_the_service_is_refused_by_its_status_and_its_look() {
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
            let failure = of_refusal(status, None, &page(body), paid);
            assert_eq!((failure.code, failure.status), (code, Some(status)), "{status} {body} paid: {paid}");
            assert!(!(paid && failure.retryable), "{status} {body}");
        }
    }

    #[test]
    fn a_page_in_place_of_the_service_is_named_with_its_words_and_what_to_do() {
        let told = |status, body, paid| of_refusal(status, None, &page(body), paid).message;
        let answered = |who: &str, rest: &str| [who, " instead of the service", rest].concat();
        for (status, body, who, rest) in [
            (403, HTML, "A firewall or proxy answered 403", ": “Hello”. Allow the request there, or check baseUrl."),
            (
                413,
                "Too Large",
                "A server in between answered 413",
                ": “Too Large”. Make the photo smaller with prepare: { maxBytes }.",
            ),
            (401, LOGIN, "A login page answered 401", ": “Sign in”. Sign in again."),
            (404, HTML, "A web page answered 404", ": “Hello”. Check baseUrl."),
            (404, "", "Something unexpected answered 404", ", with an empty body."),
            (502, HTML, "A proxy answered 502", ": “Hello”. Try again later."),
        ] {
            assert_eq!(told(status, body, false), answered(who, rest));
        }
        let unknown = answered("A proxy answered 504", ": “Hello”.");
        assert_eq!(told(504, HTML, true), [OUTCOME_UNKNOWN, " ", &unknown].concat());
        for (body, message) in [("", "Unauthorized"), ("Unauthorized", "Unauthorized"), ("No", "Unauthorized: No")] {
            assert_eq!(told(401, body, false), message);
        }
    }

    #[test]
    fn a_redirect_to_a_login_page_bought_nothing_and_a_login_page_by_itself_may_have() {
        let redirected = Page::read(HTML, "/login");
        for (status, paid) in [(200, true), (200, false)] {
            let failure = of_unexpected(status, &redirected, paid);
            assert_eq!((failure.code, failure.retryable), (ErrorCode::Unauthorized, false), "{status} paid: {paid}");
            assert!(failure.message.starts_with("A login page answered 200"), "{}", failure.message);
        }
        assert_eq!(of_refusal(405, None, &redirected, true).code, ErrorCode::Unauthorized);
        assert_eq!(of_refusal(502, None, &redirected, true).code, ErrorCode::OutcomeUnknown);
        assert_eq!(of_unexpected(200, &page(LOGIN), true).code, ErrorCode::OutcomeUnknown);
        assert_eq!(of_unexpected(200, &page(LOGIN), false).code, ErrorCode::Unauthorized);
        assert_eq!(of_unexpected(200, &Page::read(HTML, "/elsewhere"), true).code, ErrorCode::OutcomeUnknown);
    }

    #[test]
    fn a_strange_body_is_quoted_in_part() {
        let failure = of_unexpected(200, &page(&"é ".repeat(100)), false);
        assert!(failure.message.contains("200") && failure.message.contains("“é é é"));
        assert!(failure.message.len() < 300);
        assert!(of_unexpected(204, &page(" "), false).message.contains("empty"));
    }

    #[test]
    fn a_strange_success_of_a_paid_request_may_have_bought_something() {
        let failure = of_unexpected(200, &page(r#"{"success":true,"data":{"ren"#), true);
        assert_eq!((failure.code, failure.status, failure.retryable), (ErrorCode::OutcomeUnknown, Some(200), false));
        assert!(failure.message.starts_with(OUTCOME_UNKNOWN) && failure.message.contains(r#"{"ren"#));
    }
}
