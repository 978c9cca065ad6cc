//! The state of a fair semaphore: who holds a place, and who waits for one. It covers one page or worker; across tabs, the
//! Web Locks API keeps the same order.

/// Tickets that hold a place, and tickets that wait for one, first come, first served.
#[derive(Debug, Default)]
pub struct FairQueue {
    last: u32,
    held: Vec<u32>,
    /// Tickets with their own limit of places.
    waiting: Vec<(u32, u32)>,
}

impl FairQueue {
    /// Joins the end of the queue for one of `places` and returns a ticket.
    pub fn enter(&mut self, places: u32) -> u32 {
        let ticket = self.ticket();
        self.waiting.push((ticket, places.max(1)));
        self.admit();
        ticket
    }

    /// Takes a free place without waiting, or returns `None`.
    pub fn take(&mut self, places: u32) -> Option<u32> {
        let free = self.held.len() < places as usize;
        free.then(|| {
            let ticket = self.ticket();
            self.held.push(ticket);
            ticket
        })
    }

    /// Gives the place back, or leaves the queue.
    pub fn leave(&mut self, ticket: u32) {
        self.held.retain(|held| *held != ticket);
        self.waiting.retain(|(waiting, _)| *waiting != ticket);
        self.admit();
    }

    /// The ticket's position in the queue, starting at 1; 0 if it is not waiting.
    #[must_use]
    pub fn position(&self, ticket: u32) -> u32 {
        self.waiting.iter().position(|(waiting, _)| *waiting == ticket).map_or(0, |index| index as u32 + 1)
    }

    fn ticket(&mut self) -> u32 {
        self.last = self.last.wrapping_add(1);
        self.last
    }

    /// Gives free places to the head of the queue. A ticket behind it never overtakes it.
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
        fn places_are_limited_and_given_in_order(places in 1u32..12, steps in steps()) {
            let mut queue = FairQueue::default();
            let mut present: Vec<u32> = Vec::new();
            for step in steps {
                match step {
                    Step::Enter => present.push(queue.enter(places)),
                    Step::Take => present.extend(queue.take(places)),
                    Step::Leave(_) if present.is_empty() => {}
                    Step::Leave(index) => queue.leave(present.remove(index.index(present.len()))),
                }
                prop_assert!(queue.held.len() <= places as usize);
                // No ticket waits while a place is free.
                prop_assert!(queue.waiting.is_empty() || queue.held.len() == places as usize);
                prop_assert_eq!(queue.held.len() + queue.waiting.len(), present.len());
                let waiting: Vec<u32> = queue.waiting.iter().map(|(ticket, _)| *ticket).collect();
                prop_assert!(waiting.is_sorted(), "not in order of arrival: {:?}", waiting);
                for (index, ticket) in waiting.iter().enumerate() {
                    prop_assert_eq!(queue.position(*ticket), index as u32 + 1);
                }
            }
            // When the holders leave, every waiting ticket gets a place.
            while let Some(ticket) = queue.held.first().copied() {
                queue.leave(ticket);
            }
            prop_assert!(queue.waiting.is_empty());
        }
    }

    #[test]
    fn ticket_with_lower_limit_waits_until_enough_places_are_free() {
        let mut queue = FairQueue::default();
        let tickets: Vec<u32> = (0..3).map(|_| queue.enter(3)).collect();
        let modest = queue.enter(1);
        let next = queue.enter(3);
        assert_eq!((queue.position(modest), queue.position(next)), (1, 2));
        for (ticket, position) in tickets.iter().zip([1, 1, 0]) {
            queue.leave(*ticket);
            assert_eq!(queue.position(modest), position);
        }
        assert_eq!(queue.position(next), 0, "the ticket behind it gets a place too");
    }
}
