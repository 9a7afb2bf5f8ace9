//! Contacts that wait: a place for each, first-in-first-out lines of places which those who give up leave, and who gives up next.

use super::flow::Reached;
use super::winner_tree::WinnerTree;

/// No place.
const NONE: u32 = u32::MAX;

/// The number of nobody.
const NOBODY: u64 = 0;

/// A contact's place.
#[derive(Debug, Clone, Copy)]
struct Place {
    reached: Reached,
    /// Order in which contacts began to wait, from 1: breaks ties between queues. [`NOBODY`] once it waits no more.
    number: u64,
    queue: u32,
    /// The places before and behind in the line.
    before: u32,
    behind: u32,
    /// Whether its patience ends.
    gives_up: bool,
}

#[derive(Debug, Clone, Copy)]
struct Line {
    first: u32,
    last: u32,
    waiting: u32,
    /// When the first began to wait, and its number.
    first_since: (u64, u64),
}

impl Line {
    const EMPTY: Line = Line { first: NONE, last: NONE, waiting: 0, first_since: (0, NOBODY) };
}

/// A place as long as the same contact has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ticket {
    place: u32,
    number: u64,
}

/// All contacts of a pool that wait.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    places: Vec<Place>,
    spare: Vec<u32>,
    lines: Vec<Line>,
    /// When patience ends, by place.
    give_ups: WinnerTree,
    /// How many began to wait.
    count: u64,
    waiting: u32,
}

impl Waiting {
    pub(super) fn reset(&mut self, queues: usize) {
        self.places.clear();
        self.spare.clear();
        self.lines.clear();
        self.lines.resize(queues, Line::EMPTY);
        self.give_ups.reset(1);
        self.count = 0;
        self.waiting = 0;
    }

    /// Whether nobody waits in any line.
    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// How many wait in a line.
    #[inline(always)]
    pub(super) fn in_line(&self, queue: usize) -> u32 {
        self.lines[queue].waiting
    }

    /// When the next of them gives up; later than every instant if nobody does.
    #[inline(always)]
    pub(super) fn next_give_up(&self) -> u64 {
        self.give_ups.first()
    }

    /// Puts a contact at the end of a line, with the instant at which it gives up, if it ever does.
    pub(super) fn join(&mut self, queue: usize, reached: &Reached, gives_up: Option<u64>) -> Ticket {
        self.count += 1;
        let line = &mut self.lines[queue];
        let place = Place {
            reached: *reached,
            number: self.count,
            queue: queue as u32,
            before: line.last,
            behind: NONE,
            gives_up: gives_up.is_some(),
        };
        let at = match self.spare.pop() {
            Some(at) => {
                self.places[at as usize] = place;
                at
            }
            None => {
                self.places.push(place);
                (self.places.len() - 1) as u32
            }
        };
        match self.places.get_mut(line.last as usize) {
            Some(last) => last.behind = at,
            None => (line.first, line.first_since) = (at, (reached.at, self.count)),
        }
        line.last = at;
        line.waiting += 1;
        self.waiting += 1;
        if let Some(instant) = gives_up {
            self.give_ups.grow(at as usize + 1);
            self.give_ups.set(at as usize, instant);
        }
        Ticket { place: at, number: self.count }
    }

    /// The first in a line: when it began to wait, and its number.
    #[inline(always)]
    pub(super) fn first(&self, queue: usize) -> Option<(u64, u64)> {
        let line = &self.lines[queue];
        (line.waiting > 0).then_some(line.first_since)
    }

    /// Takes the first of a line away.
    pub(super) fn take(&mut self, queue: usize) -> Option<Reached> {
        let at = self.lines[queue].first;
        let gives_up = self.places.get(at as usize)?.gives_up;
        if gives_up {
            self.give_ups.vacate(at as usize);
        }
        Some(self.leave(at))
    }

    /// Takes away who gives up next: the contact and its queue.
    pub(super) fn give_up(&mut self) -> (Reached, usize) {
        let at = self.give_ups.first_place();
        self.give_ups.vacate(at);
        let queue = self.places[at].queue as usize;
        (self.leave(at as u32), queue)
    }

    /// A contact leaves its line and its place.
    #[inline(always)]
    fn leave(&mut self, at: u32) -> Reached {
        let place = &mut self.places[at as usize];
        place.number = NOBODY;
        let Place { reached, queue, before, behind, .. } = *place;
        let line = &mut self.lines[queue as usize];
        match self.places.get_mut(behind as usize) {
            Some(place) => {
                place.before = before;
                if before == NONE {
                    line.first_since = (place.reached.at, place.number);
                }
            }
            None => line.last = before,
        }
        match self.places.get_mut(before as usize) {
            Some(place) => place.behind = behind,
            None => line.first = behind,
        }
        line.waiting -= 1;
        self.waiting -= 1;
        self.spare.push(at);
        reached
    }

    /// Whether the contact with this ticket still waits.
    pub(super) fn holds(&self, ticket: Ticket) -> bool {
        self.places[ticket.place as usize].number == ticket.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;

    #[test]
    fn lines_are_those_of_a_queue_from_which_those_who_give_up_are_struck_out() {
        let (mut waiting, mut model) = (Waiting::default(), [VecDeque::new(), VecDeque::new()]);
        waiting.reset(2);
        let (mut state, mut tickets) = (11_u64, Vec::new());
        let mut gone = 0;
        for now in 1..4_000_u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let queue = (state >> 40) as usize % 2;
            match (state >> 20) % 5 {
                0..3 => {
                    // instants that all differ
                    let gives_up = (state >> 50 & 1 == 0).then_some((now + (state >> 33) % 300) << 12 | now);
                    let ticket = waiting.join(queue, &Reached::of_instant(now), gives_up);
                    model[queue].push_back((now, gives_up));
                    tickets.push((ticket, queue, now));
                }
                3 => assert_eq!(
                    waiting.take(queue).map(|reached| reached.at),
                    model[queue].pop_front().map(|(at, _)| at)
                ),
                _ => {
                    let all = || model.iter().flatten().filter_map(|(at, gives_up)| gives_up.map(|then| (then, *at)));
                    let Some((then, at)) = all().min() else { continue };
                    assert_eq!(waiting.next_give_up(), then);
                    let (reached, queue) = waiting.give_up();
                    assert_eq!(reached.at, at);
                    model[queue].retain(|(since, _)| *since != at);
                    gone += 1;
                }
            }
            for (queue, model) in model.iter().enumerate() {
                assert_eq!(waiting.first(queue).map(|(since, _)| since), model.front().map(|(at, _)| *at));
                assert_eq!(waiting.in_line(queue) as usize, model.len());
            }
        }
        assert!(gone > 100, "{gone}");
        for (ticket, queue, since) in tickets.iter().rev().take(500) {
            assert_eq!(waiting.holds(*ticket), model[*queue].iter().any(|(at, _)| at == since));
        }
    }
}
