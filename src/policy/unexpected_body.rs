//! Bodies that did not come from the service: login pages, firewall pages, proxy errors.

use crate::text::split_once;

/// Bytes of text to extract from a page.
const MAX_TEXT_BYTES: usize = 1000;

/// Parts of the paths of login pages.
const LOGIN_PATHS: [&str; 7] = ["login", "log-in", "logon", "signin", "sign-in", "sign_in", "auth"];

/// The kind of a body that did not come from the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// A login page.
    LoginPage,
    /// Another page, or a firewall's plain text error.
    WebPage,
    /// Plain text, JSON, or nothing.
    Other,
}

/// A body that did not come from the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnexpectedBody {
    /// Its kind.
    pub kind: BodyKind,
    /// Whether the endpoint redirected to a login page. If so, the service never saw the request.
    pub redirected_to_login: bool,
    /// Its visible text, without tags.
    pub text: String,
}

impl UnexpectedBody {
    /// Classifies a body. `redirect_path` is the path after a redirect, or empty without one.
    #[must_use]
    pub fn read(body: &str, redirect_path: &str) -> Self {
        let body = body.trim_ascii();
        let is_page = body.starts_with('<') || body.starts_with("error code:");
        let redirected_to_login = LOGIN_PATHS.iter().any(|part| contains(redirect_path, part));
        let asks_password = is_page
            && ["type=\"password\"", "type='password'", "type=password"].iter().any(|part| contains(body, part));
        let kind = match () {
            () if redirected_to_login || asks_password => BodyKind::LoginPage,
            () if is_page => BodyKind::WebPage,
            () => BodyKind::Other,
        };
        Self { kind, redirected_to_login, text: if is_page { extract_text(body) } else { body.to_owned() } }
    }
}

/// Whether the text contains the lowercase part, in any case.
fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// The first words of a page, without its tags and scripts.
fn extract_text(page: &str) -> String {
    let (mut extracted, mut rest, mut hidden) = (String::new(), page, false);
    while !rest.is_empty() && extracted.len() < MAX_TEXT_BYTES {
        let (text, tag) = split_once(rest, b'<').unwrap_or((rest, ""));
        for word in text.split_ascii_whitespace().filter(|_| !hidden) {
            if !extracted.is_empty() {
                extracted.push(' ');
            }
            extracted.push_str(word);
        }
        // Inside a script or style, only its end tag counts.
        let ends = has_name(tag, "/script") || has_name(tag, "/style");
        hidden = (hidden && !ends) || has_name(tag, "script") || has_name(tag, "style");
        rest = if hidden { tag } else { split_once(tag, b'>').map_or("", |(_, rest)| rest) };
    }
    extracted
}

/// Whether a tag has this name.
fn has_name(tag: &str, name: &str) -> bool {
    tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Pages like those of Cloudflare, nginx and a web framework.
    const BLOCKED: &str = "<!DOCTYPE html>\n<!--[if lt IE 7]> <html class=\"ie6\"> <![endif]-->\n<html><head>\
         <title>Attention Required! | Cloudflare</title><style>body{margin:0}</style>\
         <script>if (a < b) { document.write('<b>no</b>') }</script></head>\
         <body><h1>Sorry, you have\n been blocked</h1></body></html>";
    const NGINX: &str = "<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n</html>\r\n";
    const LOGIN: &str = "<!doctype html><form><h1>Sign in</h1><input name=p TYPE=\"password\"></form>";

    #[test]
    fn page_text_has_no_tags_or_scripts() {
        let body = UnexpectedBody::read(BLOCKED, "");
        assert_eq!((body.kind, body.redirected_to_login), (BodyKind::WebPage, false));
        assert_eq!(body.text, "Attention Required! | Cloudflare Sorry, you have been blocked");
        assert_eq!(UnexpectedBody::read(NGINX, "").text, "413 Request Entity Too Large");
        assert_eq!(UnexpectedBody::read("<title>Unclosed", "").text, "Unclosed");
    }

    #[test]
    fn login_page_is_detected_by_path_or_password_field() {
        assert_eq!(
            (UnexpectedBody::read(LOGIN, "").kind, UnexpectedBody::read(LOGIN, "").redirected_to_login),
            (BodyKind::LoginPage, false)
        );
        for path in ["/login", "/en/Sign-In", "/users/sign_in", "/cdn-cgi/access/login/a", "/oauth2/start"] {
            let body = UnexpectedBody::read("<html>Welcome</html>", path);
            assert_eq!((body.kind, body.redirected_to_login), (BodyKind::LoginPage, true), "{path}");
        }
        assert_eq!(UnexpectedBody::read("<html>Welcome</html>", "/home").kind, BodyKind::WebPage);
    }

    #[test]
    fn plain_text_body_is_kept_unchanged() {
        for text in ["", "Forbidden", "{\"error\":\"a < b\"}"] {
            let expected = UnexpectedBody { kind: BodyKind::Other, redirected_to_login: false, text: text.to_owned() };
            assert_eq!(UnexpectedBody::read(text, ""), expected);
        }
        assert_eq!(UnexpectedBody::read("error code: 1020", "").kind, BodyKind::WebPage);
    }

    proptest! {
        #[test]
        fn extracted_text_has_no_tags_or_extra_spaces(page in "<[a-z<> éß\n]{0,3000}") {
            let text = UnexpectedBody::read(&page, "").text;
            prop_assert!(!text.contains('<') && !text.contains('\n'));
            prop_assert!(!text.starts_with(' ') && !text.contains("  "));
        }
    }
}
