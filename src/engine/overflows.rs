//! When waiting contacts become free to overflow to further groups.
//!
//! All of a queue wait equally long for that, so that those of one queue and one overflow time come free in the order in which
//! they began to wait: a line for each, and nothing to put in order.

use super::routing::QueueRules;
use super::waiting::Ticket;
use std::collections::VecDeque;

/// Later than every instant.
const NEVER: u64 = u64::MAX;

/// The waits of one queue for one overflow time.
#[derive(Debug, Default)]
struct Lane {
    queue: usize,
    /// Which of the queue's overflow times.
    overflow: usize,
    /// When who comes free.
    due: VecDeque<(u64, Ticket)>,
}

/// All waits for overflow times.
#[derive(Debug, Default)]
pub(super) struct Overflows {
    lanes: Vec<Lane>,
    /// First lane of each queue.
    of_queue: Vec<usize>,
    /// The next instant at which anyone comes free.
    first: u64,
}

/// Whoever comes free: a ticket, a queue, and which of its overflow times has come.
pub(super) type Freed = (Ticket, usize, usize);

impl Overflows {
    /// Nobody waits.
    pub(super) fn reset(&mut self, queues: &[QueueRules]) {
        self.lanes.clear();
        self.of_queue.clear();
        for (queue, rules) in queues.iter().enumerate() {
            self.of_queue.push(self.lanes.len());
            self.lanes.extend((0..rules.overflows.len()).map(|overflow| Lane {
                queue,
                overflow,
                due: VecDeque::new(),
            }));
        }
        self.first = NEVER;
    }

    /// The next instant at which anyone comes free; later than every instant if there is none.
    #[inline(always)]
    pub(super) fn first(&self) -> u64 {
        self.first
    }

    /// Someone will have waited for an overflow time of a queue at an instant.
    pub(super) fn enter(&mut self, queue: usize, overflow: usize, at: u64, ticket: Ticket) {
        self.lanes[self.of_queue[queue] + overflow].due.push_back((at, ticket));
        self.first = self.first.min(at);
    }

    /// Takes someone who has come free by now.
    #[inline(always)]
    pub(super) fn take_until(&mut self, now: u64) -> Option<Freed> {
        if self.first > now { None } else { self.take_first() }
    }

    fn take_first(&mut self) -> Option<Freed> {
        let due = |lane: &Lane| lane.due.front().map_or(NEVER, |(at, _)| *at);
        let first = self.first;
        let lane = self.lanes.iter_mut().find(|lane| due(lane) == first)?;
        let (_, ticket) = lane.due.pop_front()?;
        let freed = (ticket, lane.queue, lane.overflow);
        self.first = self.lanes.iter().map(due).min().unwrap_or(NEVER);
        Some(freed)
    }
}
