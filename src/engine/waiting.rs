//! Contacts that wait: a place for each, first-in-first-out lines of places from which those who gave up are skipped, and who
//! gives up next.

use super::flow::Reached;
use super::winner_tree::WinnerTree;
use std::collections::VecDeque;

/// A contact's place.
#[derive(Debug, Clone, Copy)]
struct Place {
    reached: Reached,
    /// Order in which contacts began to wait: breaks ties between queues.
    number: u64,
    queue: u32,
    is_waiting: bool,
    /// Whether its patience ends.
    gives_up: bool,
}

#[derive(Debug, Default)]
struct Line {
    places: VecDeque<u32>,
    /// How many of them have not given up.
    waiting: u32,
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
        for line in &mut self.lines {
            line.places.clear();
            line.waiting = 0;
        }
        self.lines.resize_with(queues, Line::default);
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
        let place = Place {
            reached: *reached,
            number: self.count,
            queue: queue as u32,
            is_waiting: true,
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
        if let Some(instant) = gives_up {
            self.give_ups.grow(at as usize + 1);
            self.give_ups.set(at as usize, instant);
        }
        let line = &mut self.lines[queue];
        line.places.push_back(at);
        line.waiting += 1;
        self.waiting += 1;
        Ticket { place: at, number: self.count }
    }

    /// The first in a line: when it began to wait, and its number.
    #[inline]
    pub(super) fn first(&mut self, queue: usize) -> Option<(u64, u64)> {
        let line = &mut self.lines[queue];
        if line.waiting == 0 {
            return None;
        }
        while let Some(at) = line.places.front() {
            let place = &self.places[*at as usize];
            if place.is_waiting {
                return Some((place.reached.at, place.number));
            }
            self.spare.push(*at);
            line.places.pop_front();
        }
        None
    }

    /// Takes the first of a line away.
    pub(super) fn take(&mut self, queue: usize) -> Option<Reached> {
        self.first(queue)?;
        let line = &mut self.lines[queue];
        let at = line.places.pop_front()?;
        line.waiting -= 1;
        self.waiting -= 1;
        let place = &mut self.places[at as usize];
        place.is_waiting = false;
        self.spare.push(at);
        if place.gives_up {
            self.give_ups.vacate(at as usize);
        }
        Some(place.reached)
    }

    /// Takes away who gives up next: the contact and its queue.
    pub(super) fn give_up(&mut self) -> (Reached, usize) {
        let at = self.give_ups.first_place();
        self.give_ups.vacate(at);
        let place = &mut self.places[at];
        place.is_waiting = false;
        self.lines[place.queue as usize].waiting -= 1;
        self.waiting -= 1;
        (place.reached, place.queue as usize)
    }

    /// Whether the contact with this ticket still waits.
    pub(super) fn holds(&self, ticket: Ticket) -> bool {
        let place = &self.places[ticket.place as usize];
        place.is_waiting && place.number == ticket.number
    }
}
