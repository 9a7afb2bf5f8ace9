//! The agents of a single queue: when each comes free, and who comes and goes as the staffing moves.
//!
//! A rise first calls back agents who are still finishing after a drop (latest end first), then brings idle ones; a drop takes
//! away those who are free first. So at every instant the number who may start is the number on duty less those at work.

use super::loser_tree::LoserTree;

/// When nobody will ever be free: later than every instant.
pub(super) const NOBODY_FREE: u64 = LoserTree::LATEST;

/// Agents of one group under one plan. Memory is used again from one replication to the next.
#[derive(Debug, Default)]
pub(super) struct Crew {
    free_at: LoserTree,
    absent: Vec<u32>,
    /// Agents taken off duty in the middle of a contact: (end of the contact, agent, since when they are too many).
    finishing: Vec<(u64, u32, u64)>,
    /// Agents who come in the step at hand: (when they are free, agent).
    coming: Vec<(u64, u32)>,
    /// Staffing steps: (tick, agents on duty from then on).
    steps: Vec<(u64, u32)>,
    next_step: usize,
    /// Instant of the next step; [`NOBODY_FREE`] after the last.
    next_step_at: u64,
    on_duty: u32,
}

impl Crew {
    /// Before the first of these steps, with nobody there.
    pub(super) fn reset(&mut self, steps: &[(u64, u32)]) {
        let most = steps.iter().map(|(_, agents)| *agents).max().unwrap_or(0);
        self.free_at.reset(most as usize);
        self.absent.clear();
        self.absent.extend((0..most).rev());
        self.finishing.clear();
        self.steps.clear();
        self.steps.extend_from_slice(steps);
        self.next_step = 0;
        self.on_duty = 0;
        self.next_step_at = self.steps.first().map_or(NOBODY_FREE, |(at, _)| *at);
    }

    /// The earliest instant, not before `at`, at which an agent can start; [`NOBODY_FREE`] if there is none. A step is taken
    /// before a start that it comes before or coincides with; `overrun` hears since when and until when an agent above the
    /// number on duty went on.
    #[inline(always)]
    pub(super) fn earliest_start(&mut self, at: u64, mut overrun: impl FnMut(u64, u64)) -> u64 {
        loop {
            let start = self.free_at.first().max(at);
            if start < self.next_step_at || self.next_step == self.steps.len() {
                return start;
            }
            self.take_step(&mut overrun);
        }
    }

    /// When the first agent on duty is free; [`NOBODY_FREE`] if nobody is on duty.
    #[inline(always)]
    pub(super) fn first_free(&self) -> u64 {
        self.free_at.first()
    }

    /// The agent of the earliest start is at work until `end`.
    #[inline(always)]
    pub(super) fn occupy(&mut self, end: u64) {
        self.free_at.replace_first(end);
    }

    /// Takes all steps that are left, and lets those who still finish go.
    pub(super) fn conclude(&mut self, mut overrun: impl FnMut(u64, u64)) {
        while self.next_step < self.steps.len() {
            self.take_step(&mut overrun);
        }
        self.finishing.drain(..).for_each(|(end, _, since)| overrun(since, end));
    }

    /// Takes the next step.
    #[cold]
    pub(super) fn take_step(&mut self, overrun: &mut impl FnMut(u64, u64)) {
        let (at, after) = self.steps[self.next_step];
        for _ in after..self.on_duty {
            let (free, agent) = self.free_at.take_first().expect("as many agents are in the tree as are on duty");
            if free > at {
                self.finishing.push((free, agent, at));
            } else {
                self.absent.push(agent);
            }
        }
        if after > self.on_duty {
            let absent = &mut self.absent;
            self.finishing.retain(|(end, agent, since)| {
                let is_done = *end <= at;
                if is_done {
                    overrun(*since, *end);
                    absent.push(*agent);
                }
                !is_done
            });
        }
        if after > self.on_duty {
            self.coming.clear();
            for _ in self.on_duty..after {
                let coming = self.next_to_come(at, overrun);
                self.coming.push(coming);
            }
            self.free_at.bring(self.coming.iter().copied());
        }
        self.on_duty = after;
        self.next_step += 1;
        self.next_step_at = self.steps.get(self.next_step).map_or(NOBODY_FREE, |(at, _)| *at);
    }

    /// The agent who comes next in a rise, and when he is free.
    fn next_to_come(&mut self, at: u64, overrun: &mut impl FnMut(u64, u64)) -> (u64, u32) {
        let latest =
            self.finishing.iter().enumerate().max_by_key(|(_, (end, agent, _))| (*end, *agent)).map(|(place, _)| place);
        if let Some(place) = latest {
            let (end, agent, since) = self.finishing.swap_remove(place);
            overrun(since, at);
            (end, agent)
        } else {
            (at, self.absent.pop().expect("the tree has a leaf for every agent ever on duty"))
        }
    }
}
