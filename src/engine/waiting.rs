//! Contacts that wait: a place for each, and first-in-first-out lines of places from which those who gave up are skipped.

use super::flow::Reached;
use std::collections::VecDeque;

/// A contact's place.
#[derive(Debug, Clone, Copy)]
struct Place {
    reached: Reached,
    queue: usize,
    /// Order in which contacts began to wait: breaks ties between queues.
    number: u64,
    is_waiting: bool,
}

/// All contacts of a pool that wait.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    places: Vec<Place>,
    spare: Vec<u32>,
    lines: Vec<VecDeque<u32>>,
    count: u64,
}

impl Waiting {
    pub(super) fn reset(&mut self, queues: usize) {
        self.places.clear();
        self.spare.clear();
        self.lines.iter_mut().for_each(VecDeque::clear);
        self.lines.resize_with(queues, VecDeque::new);
        self.count = 0;
    }

    /// Puts a contact at the end of a line. The ticket names it until it leaves: its place, and its number.
    pub(super) fn join(&mut self, queue: usize, reached: Reached) -> (u32, u64) {
        self.count += 1;
        let place = Place { reached, queue, number: self.count, is_waiting: true };
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
        self.lines[queue].push_back(at);
        (at, self.count)
    }

    /// The first in a line: when it began to wait, and its number.
    #[inline]
    pub(super) fn first(&mut self, queue: usize) -> Option<(u64, u64)> {
        let line = &mut self.lines[queue];
        while let Some(at) = line.front() {
            let place = &self.places[*at as usize];
            if place.is_waiting {
                return Some((place.reached.at, place.number));
            }
            self.spare.push(*at);
            line.pop_front();
        }
        None
    }

    /// Takes the first of a line away.
    pub(super) fn take(&mut self, queue: usize) -> Option<Reached> {
        self.first(queue)?;
        let at = self.lines[queue].pop_front()?;
        self.places[at as usize].is_waiting = false;
        self.spare.push(at);
        Some(self.places[at as usize].reached)
    }

    /// Takes away the holder of a ticket, if he is still there: the contact and its queue.
    pub(super) fn give_up(&mut self, (at, number): (u32, u64)) -> Option<(Reached, usize)> {
        let place = &mut self.places[at as usize];
        if !place.is_waiting || place.number != number {
            return None;
        }
        place.is_waiting = false;
        Some((place.reached, place.queue))
    }

    /// Whether the holder of a ticket is still there.
    pub(super) fn is_waiting(&self, (at, number): (u32, u64)) -> bool {
        let place = &self.places[at as usize];
        place.is_waiting && place.number == number
    }
}
