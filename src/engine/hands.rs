//! What agents have in hand, and how far each contact is.
//!
//! An agent's contacts lie side by side, in the order in which they were taken.

use super::agenda::END_OF_TIME;
use super::flow::Reached;
use crate::scenario::model::Channel;

/// A chat, or a contact that takes the whole agent, in an agent's hands.
#[derive(Debug, Clone, Copy)]
pub(super) struct InHand {
    pub(super) reached: Reached,
    pub(super) start: u64,
    pub(super) queue: usize,
}

/// A contact to be taken in hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken {
    pub(super) in_hand: InHand,
    pub(super) channel: usize,
    /// Ticks that it takes an agent who has nothing else.
    pub(super) work: u64,
    /// Most chats in an agent's hands; `None` = it takes the whole agent.
    pub(super) chats: Option<u32>,
}

/// How far a contact is.
#[derive(Debug, Clone, Copy)]
struct Progress {
    /// Ticks of work left at speed one.
    left: f64,
    /// Where its channel's slowdowns begin.
    pace: u32,
    /// Where the contact itself is, among those of all agents.
    contact: u32,
}

/// The hands of some agents.
#[derive(Debug, Default)]
pub(super) struct Hands {
    /// Most contacts of one agent.
    limit: usize,
    /// As many for each agent; those after the contacts in hand mean nothing.
    progress: Vec<Progress>,
    contacts: Vec<Option<InHand>>,
    /// Instant up to which work has been taken off, by agent.
    updated: Vec<u64>,
    /// Slowdowns by channel and number of chats, a row for each channel.
    slowdowns: Vec<f64>,
}

impl Hands {
    /// Empty hands of so many agents, who hold at most `limit` contacts.
    pub(super) fn reset(&mut self, agents: usize, limit: usize, channels: &[Channel]) {
        self.limit = limit;
        self.progress.clear();
        self.progress.extend((0..(agents * limit) as u32).map(|contact| Progress { left: 0.0, pace: 0, contact }));
        self.contacts.clear();
        self.contacts.resize(agents * limit, None);
        self.updated.clear();
        self.updated.resize(agents, 0);
        self.slowdowns.clear();
        for channel in channels {
            let slowdown = &channel.concurrency.slowdown;
            // nobody's hands empty: a place for the count to begin at one
            self.slowdowns.push(1.0);
            self.slowdowns.extend((0..limit).map(|load| slowdown[load.min(slowdown.len() - 1)]));
        }
    }

    /// A contact in hand.
    pub(super) fn contact(&self, contact: u32) -> Option<&InHand> {
        self.contacts[contact as usize].as_ref()
    }

    /// An agent with `load` contacts takes another; when the next of them ends.
    #[inline(always)]
    pub(super) fn take(&mut self, agent: usize, load: usize, taken: &Taken) -> u64 {
        let now = taken.in_hand.start;
        let elapsed = self.elapsed(agent, now);
        let (before, after) = (&self.slowdowns[load..], &self.slowdowns[load + 1..]);
        let first = agent * self.limit;
        let progress = &mut self.progress[first..=first + load];
        let mut ahead = f64::INFINITY;
        if let Some((new, others)) = progress.split_last_mut() {
            for contact in others {
                let pace = contact.pace as usize;
                contact.left -= elapsed / before[pace];
                ahead = ahead.min(contact.left * after[pace]);
            }
            let pace = taken.channel * (self.limit + 1);
            (new.left, new.pace) = (taken.work as f64, pace as u32);
            ahead = ahead.min(new.left * after[pace]);
            self.contacts[new.contact as usize] = Some(taken.in_hand);
        }
        end(now, ahead)
    }

    /// An agent with `load` contacts is done with the next of them: which, and when the next of the others ends.
    #[inline(always)]
    pub(super) fn lay_down(&mut self, agent: usize, load: usize, now: u64) -> (u32, u64) {
        let elapsed = self.elapsed(agent, now);
        let (before, after) = (&self.slowdowns[load..], &self.slowdowns[load - 1..]);
        let first = agent * self.limit;
        let progress = &mut self.progress[first..first + load];
        let (mut least, mut place) = (f64::INFINITY, 0);
        for (number, contact) in progress.iter_mut().enumerate() {
            contact.left -= elapsed / before[contact.pace as usize];
            if contact.left < least {
                (least, place) = (contact.left, number);
            }
        }
        let (mut ended, mut ahead) = (progress[place], f64::INFINITY);
        // the others keep their order, and the place of its contact is free for the next
        for contact in progress[place..].iter_mut().rev() {
            std::mem::swap(contact, &mut ended);
        }
        for contact in &progress[..load - 1] {
            ahead = ahead.min(contact.left * after[contact.pace as usize]);
        }
        (progress[load - 1].contact, end(now, ahead))
    }

    /// Ticks since an agent's work was last taken off, which it is now.
    #[inline(always)]
    fn elapsed(&mut self, agent: usize, now: u64) -> f64 {
        (now - std::mem::replace(&mut self.updated[agent], now)) as f64
    }
}

/// When a contact ends that has so many ticks ahead.
#[inline(always)]
fn end(now: u64, ahead: f64) -> u64 {
    // through a signed number, which the processor converts to at once
    now.saturating_add((ahead.max(0.0) + 0.5) as i64 as u64).min(END_OF_TIME)
}
