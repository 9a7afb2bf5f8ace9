//! Contacts that wait: a place for each, and first-in-first-out lines of places from which those who gave up are skipped.

use super::flow::Reached;
use std::collections::VecDeque;

/// A contact's place.
#[derive(Debug, Clone, Copy)]
struct Place {
    reached: Reached,
    /// Instant at which its patience ends.
    gives_up: u64,
    /// Order in which contacts began to wait: breaks ties between queues.
    number: u64,
    queue: u32,
    is_waiting: bool,
}

#[derive(Debug, Default)]
struct Line {
    places: VecDeque<u32>,
    /// How many of them have not given up.
    waiting: u32,
}

/// All contacts of a pool that wait.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    places: Vec<Place>,
    spare: Vec<u32>,
    lines: Vec<Line>,
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
        self.count = 0;
        self.waiting = 0;
    }

    /// Whether nobody waits in any line.
    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// Puts a contact, which gives up at an instant, at the end of a line; its place.
    pub(super) fn join(&mut self, queue: usize, reached: Reached, gives_up: u64) -> u32 {
        self.count += 1;
        let place = Place { reached, gives_up, number: self.count, queue: queue as u32, is_waiting: true };
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
        let line = &mut self.lines[queue];
        line.places.push_back(at);
        line.waiting += 1;
        self.waiting += 1;
        at
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
        Some(place.reached)
    }

    /// Takes away whoever is at a place, if his patience ends now: the contact and its queue.
    pub(super) fn give_up(&mut self, at: u32, now: u64) -> Option<(Reached, usize)> {
        let place = &mut self.places[at as usize];
        if !place.is_waiting || place.gives_up != now {
            return None;
        }
        place.is_waiting = false;
        self.lines[place.queue as usize].waiting -= 1;
        self.waiting -= 1;
        Some((place.reached, place.queue as usize))
    }

    /// Since when whoever is at a place has waited, and his queue.
    pub(super) fn at(&self, at: u32) -> Option<(u64, usize)> {
        let place = &self.places[at as usize];
        place.is_waiting.then_some((place.reached.at, place.queue as usize))
    }
}
