//! Simulates the policies together: jobs wait in the queue, are sent to a service that fails at random, and are polled.
//! Nothing is bought twice, the render limit holds, and every job ends in time.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;
use reroom::policy::fair_queue::FairQueue;
use reroom::policy::poll::PollIntervals;
use reroom::policy::retry::{Attempt, Budget, next_delay};

/// The maximum duration of a request, in milliseconds.
const TIMEOUT_MS: f64 = 1_000.0;
const MAX_RETRIES: u32 = 2;

/// What happens to a request.
#[derive(Clone, Copy, Debug)]
enum Fate {
    /// The service responds.
    Responded,
    /// The service handles it, but the response is lost.
    ResponseLost,
    /// It never arrives. The client cannot tell the difference.
    Lost,
    /// The service reports an error.
    Failed,
}

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Done,
    OutcomeUnknown,
    Rejected,
    /// Submitted, but still pending at the deadline.
    Late,
    /// No slot became free before the deadline.
    NoSlot,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Queued,
    Sending(u32),
    Polling(u32),
    Ended(End),
}

struct Job {
    state: State,
    ticket: u32,
    /// The time of its next action.
    next: f64,
    deadline: f64,
    intervals: PollIntervals,
    sends: u32,
    ambiguous: bool,
    /// When its paid render finishes.
    bought: Option<f64>,
}

struct World {
    now: f64,
    slots: u32,
    /// The service's render limit, and the duration of a render.
    service: (usize, f64),
    queue: FairQueue,
    jobs: Vec<Job>,
    fates: Vec<Fate>,
    requests: usize,
    random: f64,
}

impl World {
    fn fate(&mut self) -> Fate {
        self.requests += 1;
        self.random = (self.random * 997.0 + 0.371).fract();
        self.fates[self.requests % self.fates.len()]
    }

    /// Renders running at the service, and those of them that the client knows.
    fn count_running(&self) -> (usize, usize) {
        let running = self.jobs.iter().filter(|job| job.bought.is_some_and(|end| end > self.now));
        let known = running.clone().filter(|job| matches!(job.state, State::Polling(_)));
        (running.count(), known.count())
    }

    /// Performs the next action. Returns false once every job has ended.
    fn step(&mut self) -> bool {
        let open = |job: &&mut Job| !matches!(job.state, State::Ended(_));
        let due = self.jobs.iter_mut().filter(open).map(|job| job.next).reduce(f64::min);
        let Some(due) = due else { return false };
        self.now = self.now.max(due);
        let at = |job: &Job| !matches!(job.state, State::Ended(_)) && job.next == due;
        let index = self.jobs.iter().position(at).unwrap();
        match self.jobs[index].state {
            State::Queued if self.queue.position(self.jobs[index].ticket) == 0 => {
                self.act(index, State::Sending(1), 0.0)
            }
            State::Queued => self.end(index, End::NoSlot),
            State::Sending(attempt) => self.send(index, attempt),
            State::Polling(attempt) => self.poll(index, attempt),
            State::Ended(_) => {}
        }
        true
    }

    fn act(&mut self, index: usize, state: State, after_ms: f64) {
        self.jobs[index].state = state;
        self.jobs[index].next = self.now + after_ms;
    }

    fn send(&mut self, index: usize, attempt: u32) {
        let (running, _) = self.count_running();
        let (limit, lasts_ms) = self.service;
        let fate = self.fate();
        let job = &mut self.jobs[index];
        assert!(!job.ambiguous && job.bought.is_none(), "sent again after it may have been paid for");
        job.sends += 1;
        let full = running >= limit;
        if !full && matches!(fate, Fate::Responded | Fate::ResponseLost) {
            job.bought = Some(self.now + lasts_ms);
        }
        let limit_reached = full && matches!(fate, Fate::Responded);
        job.ambiguous = matches!(fate, Fate::Lost | Fate::ResponseLost);
        if job.bought.is_some() && !job.ambiguous {
            return self.act(index, State::Polling(1), 0.0);
        }
        // Even if another part marks it as retryable.
        let failed = Attempt { number: attempt, paid: true, limit_reached, retryable: true, retry_after_ms: None };
        let budget = Budget { max_retries: MAX_RETRIES, left_ms: Some(job.deadline - self.now) };
        match next_delay(failed, budget, self.random) {
            Some(ms) => self.act(index, State::Sending(attempt + 1), ms),
            None if job.ambiguous => self.end(index, End::OutcomeUnknown),
            None => self.end(index, End::Rejected),
        }
    }

    fn poll(&mut self, index: usize, attempt: u32) {
        let fate = self.fate();
        let random = self.random;
        let job = &mut self.jobs[index];
        let left_ms = job.deadline - self.now;
        if matches!(fate, Fate::Responded) {
            if job.bought.unwrap() <= self.now {
                return self.end(index, End::Done);
            }
            if left_ms <= 0.0 {
                return self.end(index, End::Late);
            }
            let ms = job.intervals.next(random, random > 0.7).min(left_ms);
            return self.act(index, State::Polling(1), ms);
        }
        let failed =
            Attempt { number: attempt, paid: false, limit_reached: false, retryable: true, retry_after_ms: None };
        match next_delay(failed, Budget { max_retries: MAX_RETRIES, left_ms: None }, random) {
            // Polling ends when both the deadline and the timeout have passed.
            Some(ms) if ms <= left_ms.max(TIMEOUT_MS) => self.act(index, State::Polling(attempt + 1), ms),
            _ => self.end(index, End::Late),
        }
    }

    fn end(&mut self, index: usize, end: End) {
        self.jobs[index].state = State::Ended(end);
        self.queue.leave(self.jobs[index].ticket);
        let now = self.now;
        for job in self.jobs.iter_mut().filter(|job| matches!(job.state, State::Queued)) {
            if self.queue.position(job.ticket) == 0 {
                job.next = job.next.min(now);
            }
        }
    }
}

fn fates() -> impl Strategy<Value = Vec<Fate>> {
    let fate = prop_oneof![
        8 => Just(Fate::Responded),
        1 => Just(Fate::ResponseLost),
        1 => Just(Fate::Lost),
        1 => Just(Fate::Failed),
    ];
    prop::collection::vec(fate, 1..60)
}

proptest! {
    #[test]
    fn jobs_are_bought_at_most_once_and_end_in_time(
        count in 1usize..40,
        slots in 1u32..12,
        limit in 1usize..12,
        lasts_ms in 0.0f64..60_000.0,
        deadline_ms in 1.0f64..600_000.0,
        fates in fates(),
        random in 0.0f64..1.0,
    ) {
        let mut queue = FairQueue::default();
        let jobs = (0..count).map(|_| {
            let ticket = queue.enter(slots);
            let next = if queue.position(ticket) == 0 { 0.0 } else { deadline_ms };
            let intervals = PollIntervals::new(1_000.0);
            let state = State::Queued;
            Job { state, ticket, next, deadline: deadline_ms, intervals, sends: 0, ambiguous: false, bought: None }
        });
        let jobs = jobs.collect();
        let mut world = World { now: 0.0, slots, service: (limit, lasts_ms), queue, jobs, fates, requests: 0, random };
        let mut steps = 0;
        while world.step() {
            let (_, known) = world.count_running();
            prop_assert!(known <= world.slots as usize, "{} running", known);
            steps += 1;
            prop_assert!(steps < 1_000_000, "no end in sight");
        }
        // The deadline and the last request limit the time.
        let longest = deadline_ms + f64::from(MAX_RETRIES + 1) * TIMEOUT_MS;
        prop_assert!(world.now <= longest, "{} after {}", world.now, deadline_ms);
        for job in &world.jobs {
            let State::Ended(end) = job.state else { return Err(TestCaseError::fail("a job did not end")) };
            // Every paid render is accounted for.
            match end {
                End::Done | End::Late => prop_assert!(job.bought.is_some() && !job.ambiguous),
                End::OutcomeUnknown => prop_assert!(job.ambiguous),
                End::Rejected => prop_assert!(job.bought.is_none() && job.sends > 0),
                End::NoSlot => prop_assert!(job.bought.is_none() && job.sends == 0),
            }
        }
    }
}
