//! First come, first served: who of those in this context may go ahead, and who waits. Over the tabs of an origin the
//! platform's locks keep the same order.

/// How many renders an account may have under way (rate limits of the API page).
pub const SLOTS: u32 = 10;

/// How many photos of one context go up at once: more would keep look-ups waiting for a connection.
pub const UPLOADS: u32 = 3;

/// How many jobs of a batch are made ready while every slot is taken.
pub const AHEAD: u32 = 2;

/// How long a slot is kept for a render that nobody waits for, in milliseconds since it was last looked at. Given back
/// too early it does no harm: the service refuses what is one too many, and that is sent again.
pub const UNWATCHED_MS: f64 = 15_000.0;

/// Places that were taken, and those who wait for one.
#[derive(Debug, Default)]
pub struct Queue {
    last: u32,
    held: Vec<u32>,
    /// Each with the number of places that it knows of.
    waiting: Vec<(u32, u32)>,
}

impl Queue {
    /// Joins the end of the queue for one of so many places; answers a ticket.
    pub fn enter(&mut self, places: u32) -> u32 {
        let ticket = self.ticket();
        self.waiting.push((ticket, places.max(1)));
        self.admit();
        ticket
    }

    /// Takes a place out of turn, if one is free.
    pub fn take(&mut self, places: u32) -> Option<u32> {
        let free = self.held.len() < places as usize;
        free.then(|| {
            let ticket = self.ticket();
            self.held.push(ticket);
            ticket
        })
    }

    /// Gives a place back, or leaves the queue.
    pub fn leave(&mut self, ticket: u32) {
        self.held.retain(|held| *held != ticket);
        self.waiting.retain(|(waiting, _)| *waiting != ticket);
        self.admit();
    }

    /// Where a ticket waits, 1 being the head; 0 where it waits no longer.
    #[must_use]
    pub fn position(&self, ticket: u32) -> u32 {
        self.waiting.iter().position(|(waiting, _)| *waiting == ticket).map_or(0, |index| index as u32 + 1)
    }

    fn ticket(&mut self) -> u32 {
        self.last = self.last.wrapping_add(1);
        self.last
    }

    /// Lets the head in as long as there is a place for it. Nobody overtakes it.
    fn admit(&mut self) {
        while let Some((ticket, places)) = self.waiting.first().copied() {
            if self.held.len() >= places as usize {
                break;
            }
            self.held.push(ticket);
            self.waiting.remove(0);
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Clone, Debug)]
    enum Step {
        Enter,
        Take,
        Leave(prop::sample::Index),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            3 => Just(Step::Enter),
            1 => Just(Step::Take),
            3 => any::<prop::sample::Index>().prop_map(Step::Leave),
        ];
        prop::collection::vec(step, 0..200)
    }

    proptest! {
        #[test]
        fn never_more_than_there_are_places_and_first_come_first_served(places in 1u32..12, steps in steps()) {
            let mut queue = Queue::default();
            let mut present: Vec<u32> = Vec::new();
            for step in steps {
                match step {
                    Step::Enter => present.push(queue.enter(places)),
                    Step::Take => present.extend(queue.take(places)),
                    Step::Leave(_) if present.is_empty() => {}
                    Step::Leave(index) => queue.leave(present.remove(index.index(present.len()))),
                }
                prop_assert!(queue.held.len() <= places as usize);
                // Nobody waits while there is a place.
                prop_assert!(queue.waiting.is_empty() || queue.held.len() == places as usize);
                prop_assert_eq!(queue.held.len() + queue.waiting.len(), present.len());
                let waiting: Vec<u32> = queue.waiting.iter().map(|(ticket, _)| *ticket).collect();
                prop_assert!(waiting.is_sorted(), "the order in which they came: {:?}", waiting);
                for (index, ticket) in waiting.iter().enumerate() {
                    prop_assert_eq!(queue.position(*ticket), index as u32 + 1);
                }
            }
            // Whoever waits is let in when the others leave.
            while let Some(ticket) = queue.held.first().copied() {
                queue.leave(ticket);
            }
            prop_assert!(queue.waiting.is_empty());
        }
    }

    #[test]
    fn a_client_that_allows_itself_fewer_waits_for_its_turn() {
        let mut queue = Queue::default();
        let tickets: Vec<u32> = (0..3).map(|_| queue.enter(3)).collect();
        let modest = queue.enter(1);
        let next = queue.enter(3);
        assert_eq!((queue.position(modest), queue.position(next)), (1, 2));
        for (ticket, position) in tickets.iter().zip([1, 1, 0]) {
            queue.leave(*ticket);
            assert_eq!(queue.position(modest), position);
        }
        assert_eq!(queue.position(next), 0, "who waited behind it goes in with it");
    }
}
