//! Why a call failed, in the terms of the public `ReRoomError`.

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
/// not `{ err }`; `body` is then what came instead.
#[must_use]
pub fn of_refusal(status: u16, err: Option<&str>, body: &str, paid: bool) -> Failure {
    let code = match (status, err) {
        (401 | 403, _) => ErrorCode::Unauthorized,
        (402, _) | (_, Some(messages::NOT_ENOUGH_CREDITS)) => ErrorCode::InsufficientCredits,
        (429, _) | (_, Some(messages::TOO_MANY_RENDERS)) => ErrorCode::TooManyRenders,
        // A proxy's page says nothing of what the service behind it did with a paid request.
        (500.., None) if paid => ErrorCode::OutcomeUnknown,
        (_, None) => ErrorCode::UnexpectedResponse,
        (404, _) => ErrorCode::NotFound,
        (500.., _) => ErrorCode::ServiceFailed,
        _ => ErrorCode::Rejected,
    };
    let message = match (err, code) {
        (Some(err), _) => err,
        (None, ErrorCode::Unauthorized) => messages::UNAUTHORIZED,
        _ => "",
    };
    let told = if message.is_empty() { of_body(status, body, code) } else { Failure::new(code, message) };
    let retryable = code == ErrorCode::TooManyRenders || (!paid && is_passing(status));
    Failure { status: Some(status), retryable, ..told }
}

/// A failure that quotes the body.
fn of_body(status: u16, body: &str, code: ErrorCode) -> Failure {
    let unexpected = unexpected(status, body);
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
/// have been bought: a broken connection can look like a success of half a body, or of none.
#[must_use]
pub fn of_unexpected(status: u16, body: &str, paid: bool) -> Failure {
    of_body(status, body, if paid { ErrorCode::OutcomeUnknown } else { ErrorCode::UnexpectedResponse })
}

/// What every `outcome_unknown` says.
pub const OUTCOME_UNKNOWN: &str = "The request was sent and no answer came that can be read: the render may have been \
     accepted and paid for. Look at the account before sending it again.";

/// Enough of the body to recognise an error page by.
fn unexpected(status: u16, body: &str) -> String {
    const SHOWN: usize = 120;
    let start = start(body.trim(), SHOWN);
    let shown = if start.is_empty() { "an empty body" } else { &start };
    concat(&["The service answered ", &number(status.into()), " with something else than promised: ", shown])
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

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
            let failure = of_refusal(status, err, "<html>", paid);
            assert_eq!((failure.code, failure.retryable), (code, retryable), "{status} {err:?} paid: {paid}");
            assert_eq!(failure.status, Some(status));
        }
    }

    #[test]
    fn a_strange_body_is_quoted_in_part() {
        let failure = of_unexpected(200, &"<html>é".repeat(100), false);
        assert!(failure.message.contains("200") && failure.message.contains("<html>é<html>"));
        assert!(failure.message.len() < 300);
        assert!(of_unexpected(204, " ", false).message.contains("empty"));
    }

    #[test]
    fn a_strange_success_of_a_paid_request_may_have_bought_something() {
        let failure = of_unexpected(200, r#"{"success":true,"data":{"ren"#, true);
        assert_eq!((failure.code, failure.status, failure.retryable), (ErrorCode::OutcomeUnknown, Some(200), false));
        assert!(failure.message.starts_with(OUTCOME_UNKNOWN) && failure.message.contains(r#"{"ren"#));
    }
}
