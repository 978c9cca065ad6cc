//! What to do about an order: a paid request whose answer was not seen. The service may have accepted it. A gateway keeps the
//! answer under the request's idempotency key, and never buys twice under one key.

/// How long a request may travel before a gateway has it, in milliseconds.
const MAX_TRAVEL_MS: f64 = 5.0 * 60.0 * 1000.0;

/// For how long a gateway must say that it has no such order, in milliseconds: it may still be reading or authorizing the
/// request. The age alone proves nothing, because the system's clock may have been set in the meantime.
const MIN_ASKED_MS: f64 = 60.0 * 1000.0;

/// How long a gateway keeps an answer, in milliseconds: a day.
const KEPT_FOR_MS: f64 = 24.0 * 60.0 * 60.0 * 1000.0;

/// How many questions may fail before the first answer from a gateway. Without one, this may be the service itself.
const MAX_FAILURES: u32 = 2;

/// The longest idempotency key that a gateway takes.
const MAX_KEY_BYTES: usize = 255;

/// What came back when the gateway was asked for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderState {
    /// It is under way.
    Running,
    /// Its answer is known.
    Answered,
    /// The gateway itself does not know whether a render was bought, and never will.
    Unknown,
    /// The gateway has no such order.
    NotFound,
    /// Something that no gateway sends. It comes from the service itself or from a proxy.
    Foreign,
    /// Nothing usable came back, but it may on the next attempt.
    Failed,
    /// The caller may not ask.
    Denied,
}

/// An order whose answer was not seen.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// Whether a gateway has answered this client before.
    pub via_gateway: bool,
    /// Whether the request is at hand, so that it can be sent again.
    pub repeatable: bool,
    /// How long ago it was first sent, in milliseconds.
    pub age_ms: f64,
    /// For how long the gateway has been asked for it, in milliseconds.
    pub asked_ms: f64,
    /// How often asking has failed.
    pub failures: u32,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask again later.
    Ask,
    /// Send the request again under its key.
    Send,
    /// Use the answer.
    Answer,
    /// Give up: the gateway knows that nothing was bought.
    NotFound,
    /// Give up: nothing more will be known.
    Unknown,
    /// Give up for now: later, more may be known.
    Open,
}

/// Decides what to do about an order. To the service itself, which knows no idempotency keys, nothing is ever sent again.
#[must_use]
pub fn next_step(state: OrderState, order: Order) -> Step {
    match state {
        OrderState::Running => Step::Ask,
        OrderState::Answered => Step::Answer,
        OrderState::Unknown => Step::Unknown,
        OrderState::NotFound if order.repeatable => Step::Send,
        // The absolute value, because the clock may have been set back.
        OrderState::NotFound if order.asked_ms < MIN_ASKED_MS || order.age_ms.abs() < MAX_TRAVEL_MS => Step::Ask,
        OrderState::NotFound if order.age_ms.abs() < KEPT_FOR_MS => Step::NotFound,
        OrderState::NotFound => Step::Unknown,
        OrderState::Foreign | OrderState::Failed if order.via_gateway => Step::Ask,
        OrderState::Failed if order.failures <= MAX_FAILURES => Step::Ask,
        OrderState::Foreign | OrderState::Failed | OrderState::Denied => Step::Open,
    }
}

/// Whether a gateway accepts this idempotency key, in quotes, in a header and as a path segment.
#[must_use]
pub fn is_idempotency_key(key: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\');
    // `.` and `..` would change the path.
    key.len() <= MAX_KEY_BYTES && key.bytes().all(allowed) && key.bytes().any(|byte| byte != b'.')
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SENT: Order =
        Order { via_gateway: true, repeatable: true, age_ms: 1000.0, asked_ms: MIN_ASKED_MS, failures: 1 };
    const FOUND_AGAIN: Order = Order { repeatable: false, ..SENT };

    #[test]
    fn order_unknown_to_the_gateway_is_sent_again_only_if_its_request_is_at_hand() {
        let step = |order| next_step(OrderState::NotFound, order);
        assert_eq!(step(SENT), Step::Send);
        for (age_ms, expected) in [
            (0.0, Step::Ask),
            (MAX_TRAVEL_MS - 1.0, Step::Ask),
            (1.0 - MAX_TRAVEL_MS, Step::Ask),
            (MAX_TRAVEL_MS, Step::NotFound),
            (KEPT_FOR_MS - 1.0, Step::NotFound),
            // The gateway has dropped its record, if there was one.
            (KEPT_FOR_MS, Step::Unknown),
            (f64::NAN, Step::Unknown),
        ] {
            assert_eq!(step(Order { age_ms, ..FOUND_AGAIN }), expected, "{age_ms}");
            // The clock may have been set: the order may be under way.
            assert_eq!(step(Order { age_ms, asked_ms: MIN_ASKED_MS - 1.0, ..FOUND_AGAIN }), Step::Ask, "{age_ms}");
        }
    }

    #[test]
    fn failed_look_up_is_repeated_without_limit_only_once_a_gateway_has_answered() {
        for (via_gateway, failures, failed, foreign) in
            [(true, 1000, Step::Ask, Step::Ask), (false, 2, Step::Ask, Step::Open), (false, 3, Step::Open, Step::Open)]
        {
            let order = Order { via_gateway, failures, ..SENT };
            assert_eq!(next_step(OrderState::Failed, order), failed, "{order:?}");
            assert_eq!(next_step(OrderState::Foreign, order), foreign, "{order:?}");
            assert_eq!(next_step(OrderState::Denied, order), Step::Open);
        }
    }

    #[test]
    fn idempotency_key_is_printable_and_safe_in_a_path() {
        for right in ["a", "0c6b3a4e-5b8a-4c8e-9a53-0d5f5ac1b1a1", "job:7/photo=3", "a.b", "%2e", &"k".repeat(255)] {
            assert!(is_idempotency_key(right), "{right}");
        }
        for wrong in ["", ".", "..", "a b", "a\"b", "a\\b", "é", "a\n", &"k".repeat(256)] {
            assert!(!is_idempotency_key(wrong), "{wrong}");
        }
    }

    fn states() -> impl Strategy<Value = OrderState> {
        use OrderState as State;
        prop::sample::select(vec![
            State::Running,
            State::Answered,
            State::Unknown,
            State::NotFound,
            State::Foreign,
            State::Failed,
            State::Denied,
        ])
    }

    fn orders() -> impl Strategy<Value = Order> {
        (any::<bool>(), any::<bool>(), prop::num::f64::ANY, 0.0..2.0 * MIN_ASKED_MS, any::<u32>()).prop_map(
            |(via_gateway, repeatable, age_ms, asked_ms, failures)| Order {
                via_gateway,
                repeatable,
                age_ms,
                asked_ms,
                failures,
            },
        )
    }

    proptest! {
        #[test]
        fn request_is_sent_again_only_if_the_gateway_says_that_it_has_no_such_order(state in states(), order in orders()) {
            let sends = next_step(state, order) == Step::Send;
            prop_assert_eq!(sends, state == OrderState::NotFound && order.repeatable);
        }

        #[test]
        fn order_is_given_up_for_good_only_on_the_gateways_word(state in states(), order in orders()) {
            let step = next_step(state, order);
            if matches!(step, Step::NotFound | Step::Unknown) {
                prop_assert!(matches!(state, OrderState::NotFound | OrderState::Unknown));
            }
            if step == Step::NotFound {
                prop_assert!(order.age_ms.abs() >= MAX_TRAVEL_MS && order.age_ms.abs() < KEPT_FOR_MS);
                prop_assert!(order.asked_ms >= MIN_ASKED_MS);
            }
        }

        #[test]
        fn order_under_way_is_waited_for(order in orders()) {
            prop_assert_eq!(next_step(OrderState::Running, order), Step::Ask);
            prop_assert_eq!(next_step(OrderState::Answered, order), Step::Answer);
        }
    }
}
