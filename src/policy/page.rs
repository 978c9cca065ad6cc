//! What came in place of a response of the service: a login page, a firewall's, a proxy's.

/// How many bytes of words are read of a page.
const READ: usize = 1000;

/// Parts of the paths that login pages have.
const LOGIN_PATHS: [&str; 7] = ["login", "log-in", "logon", "signin", "sign-in", "sign_in", "auth"];

/// What a body that is none of the service's looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A login page.
    Login,
    /// Another page, or what a firewall says in plain text.
    Page,
    /// Plain text, JSON, or nothing.
    Other,
}

/// A body that is none of the service's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What it looks like.
    pub look: Look,
    /// Whether a redirect led from the endpoint to a login page. Whoever redirects a request has not passed it on.
    pub redirected: bool,
    /// Its words, without tags.
    pub words: String,
}

impl Page {
    /// Reads a body; `led_to` is the path that a redirect led to, empty where none led away from the endpoint.
    #[must_use]
    pub fn read(body: &str, led_to: &str) -> Self {
        let body = body.trim_ascii();
        let is_page = body.starts_with('<') || body.starts_with("error code:");
        let redirected = LOGIN_PATHS.iter().any(|part| has(led_to, part));
        let asks =
            is_page && ["type=\"password\"", "type='password'", "type=password"].iter().any(|part| has(body, part));
        let look = match () {
            () if redirected || asks => Look::Login,
            () if is_page => Look::Page,
            () => Look::Other,
        };
        Self { look, redirected, words: if is_page { words(body) } else { body.to_owned() } }
    }
}

/// Whether a text has a part, which is in small letters.
fn has(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// The words of a page, without its tags and scripts, as far as anybody reads.
fn words(page: &str) -> String {
    let (mut words, mut rest, mut hidden) = (String::new(), page, false);
    while !rest.is_empty() && words.len() < READ {
        let (text, tag) = rest.split_once('<').unwrap_or((rest, ""));
        for word in text.split_ascii_whitespace().filter(|_| !hidden) {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
        // In a script, only its own end is a tag.
        let ends = begins(tag, "/script") || begins(tag, "/style");
        hidden = (hidden && !ends) || begins(tag, "script") || begins(tag, "style");
        rest = if hidden { tag } else { tag.split_once('>').map_or("", |(_, rest)| rest) };
    }
    words
}

/// Whether a tag has this name.
fn begins(tag: &str, name: &str) -> bool {
    tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As Cloudflare, nginx and a framework write them.
    const BLOCKED: &str = "<!DOCTYPE html>\n<!--[if lt IE 7]> <html class=\"ie6\"> <![endif]-->\n<html><head>\
         <title>Attention Required! | Cloudflare</title><style>body{margin:0}</style>\
         <script>if (a < b) { document.write('<b>no</b>') }</script></head>\
         <body><h1>Sorry, you have\n been blocked</h1></body></html>";
    const NGINX: &str = "<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n</html>\r\n";
    const LOGIN: &str = "<!doctype html><form><h1>Sign in</h1><input name=p TYPE=\"password\"></form>";

    #[test]
    fn a_page_is_read_without_its_tags_and_scripts() {
        let page = Page::read(BLOCKED, "");
        assert_eq!((page.look, page.redirected), (Look::Page, false));
        assert_eq!(page.words, "Attention Required! | Cloudflare Sorry, you have been blocked");
        assert_eq!(Page::read(NGINX, "").words, "413 Request Entity Too Large");
        assert_eq!(Page::read("<title>Unclosed", "").words, "Unclosed");
    }

    #[test]
    fn a_login_page_is_known_by_where_it_is_or_by_what_it_asks_for() {
        assert_eq!((Page::read(LOGIN, "").look, Page::read(LOGIN, "").redirected), (Look::Login, false));
        for path in ["/login", "/en/Sign-In", "/users/sign_in", "/cdn-cgi/access/login/a", "/oauth2/start"] {
            let page = Page::read("<html>Welcome</html>", path);
            assert_eq!((page.look, page.redirected), (Look::Login, true), "{path}");
        }
        assert_eq!(Page::read("<html>Welcome</html>", "/home").look, Look::Page);
    }

    #[test]
    fn what_is_no_page_is_kept_as_it_is() {
        for text in ["", "Forbidden", "{\"error\":\"a < b\"}"] {
            let expected = Page { look: Look::Other, redirected: false, words: text.to_owned() };
            assert_eq!(Page::read(text, ""), expected);
        }
        assert_eq!(Page::read("error code: 1020", "").look, Look::Page);
    }

    proptest! {
        #[test]
        fn no_tag_is_among_the_words_and_they_are_not_many(page in "<[a-z<> éß\n]{0,3000}") {
            let words = Page::read(&page, "").words;
            prop_assert!(!words.contains('<') && !words.contains('\n'));
            prop_assert!(!words.starts_with(' ') && !words.contains("  "));
        }
    }
}
