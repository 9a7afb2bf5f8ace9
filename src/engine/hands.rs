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

/// Which contact it is of which there is work left.
#[derive(Debug, Clone, Copy)]
struct Label {
    /// Where its channel's slowdowns begin.
    pace: u32,
    /// Where the contact itself is, among those of all agents.
    contact: u32,
}

/// Work left at a place with nothing in hand: it never ends.
const EMPTY: f64 = f64::INFINITY;

/// The hands of some agents.
#[derive(Debug, Default)]
pub(super) struct Hands {
    /// Most contacts of one agent.
    limit: usize,
    /// Ticks of work left at speed one: as many places for each agent, those after the contacts in hand [`EMPTY`]. All of an agent's
    /// are gone through, so that no loop ends at random.
    left: Vec<f64>,
    /// In the same places; apart from the work, which changes all the time.
    labels: Vec<Label>,
    contacts: Vec<Option<InHand>>,
    /// Instant up to which work has been taken off, by agent.
    updated: Vec<u64>,
    slowdowns: Slowdowns,
}

/// How many times longer a contact takes beside others.
#[derive(Debug, Default)]
struct Slowdowns {
    /// By channel and number of chats, a row for each channel.
    rows: Vec<f64>,
    /// Whether all chats of an agent go at the same pace, by whichever row.
    are_alike: bool,
}

impl Hands {
    /// Empty hands of so many agents, who hold at most `limit` contacts.
    pub(super) fn reset(&mut self, agents: usize, limit: usize, channels: &[Channel]) {
        self.limit = limit;
        self.left.clear();
        self.left.resize(agents * limit, EMPTY);
        self.labels.clear();
        self.labels.extend((0..(agents * limit) as u32).map(|contact| Label { pace: 0, contact }));
        self.contacts.clear();
        self.contacts.resize(agents * limit, None);
        self.updated.clear();
        self.updated.resize(agents, 0);
        self.slowdowns.reset(limit, channels);
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
        let (first, new) = (agent * self.limit, agent * self.limit + load);
        let (work, pace) = (taken.work as f64, (taken.channel * (self.limit + 1)) as u32);
        self.labels[new].pace = pace;
        self.contacts[self.labels[new].contact as usize] = Some(taken.in_hand);
        let alike = self.slowdowns.of_all(pace, load, load + 1);
        let done_alike = alike.map(|(before, _)| elapsed / before);
        let mut ahead = work * self.slowdowns.of(pace, load, load + 1).1;
        let places = first..first + self.limit;
        for (left, label) in self.left[places.clone()].iter_mut().zip(&self.labels[places]) {
            let (before, after) = alike.unwrap_or_else(|| self.slowdowns.of(label.pace, load, load + 1));
            *left -= done_alike.unwrap_or_else(|| elapsed / before);
            ahead = lesser(*left * after, ahead);
        }
        self.left[new] = work;
        end(now, ahead)
    }

    /// An agent with `load` contacts is done with the next of them: which, and when the next of the others ends.
    #[inline(always)]
    pub(super) fn lay_down(&mut self, agent: usize, load: usize, now: u64) -> (u32, u64) {
        let elapsed = self.elapsed(agent, now);
        let first = agent * self.limit;
        let places = first..first + self.limit;
        let (left, labels) = (&mut self.left[places.clone()], &mut self.labels[places]);
        let alike = self.slowdowns.of_all(labels[0].pace, load, load - 1);
        let done_alike = alike.map(|(before, _)| elapsed / before);
        let (mut least, mut place) = (f64::INFINITY, 0);
        for (number, (left, label)) in left.iter_mut().zip(&*labels).enumerate() {
            *left -= done_alike.unwrap_or_else(|| elapsed / self.slowdowns.of(label.pace, load, load - 1).0);
            place = std::hint::select_unpredictable(*left < least, number, place);
            least = lesser(*left, least);
        }
        let ended = labels[place];
        // the others keep their order, and the place of its contact is free for the next
        let mut ahead = EMPTY;
        for number in 0..left.len() - 1 {
            let is_after = number >= place;
            left[number] = std::hint::select_unpredictable(is_after, left[number + 1], left[number]);
            labels[number] = std::hint::select_unpredictable(is_after, labels[number + 1], labels[number]);
            let (_, after) = alike.unwrap_or_else(|| self.slowdowns.of(labels[number].pace, load, load - 1));
            ahead = lesser(left[number] * after, ahead);
        }
        let last = left.len() - 1;
        (left[last], labels[last]) = (EMPTY, ended);
        (ended.contact, end(now, ahead))
    }

    /// Ticks since an agent's work was last taken off, which it is now.
    #[inline(always)]
    fn elapsed(&mut self, agent: usize, now: u64) -> f64 {
        (now - std::mem::replace(&mut self.updated[agent], now)) as f64
    }
}

impl Slowdowns {
    fn reset(&mut self, limit: usize, channels: &[Channel]) {
        self.rows.clear();
        for channel in channels {
            let slowdown = &channel.concurrency.slowdown;
            // nobody's hands empty: a place for the count to begin at one
            self.rows.push(1.0);
            self.rows.extend((0..limit).map(|load| slowdown[load.min(slowdown.len() - 1)]));
        }
        // where there is only one at a time, nothing goes on beside it
        let has_several = |channel: &&Channel| channel.concurrency.limit > 1;
        let mut of_several = channels.iter().filter(has_several).map(|channel| &channel.concurrency);
        let first = of_several.next();
        let is_first_one = channels.iter().all(|channel| channel.concurrency.slowdown[0] == 1.0);
        self.are_alike = is_first_one && of_several.all(|concurrency| Some(concurrency) == first);
    }

    /// A contact's, by where its channel's begin, before and after a change of how many are in hand.
    #[inline(always)]
    fn of(&self, pace: u32, before: usize, after: usize) -> (f64, f64) {
        (self.rows[pace as usize + before], self.rows[pace as usize + after])
    }

    /// The same of all contacts beside one, if they are alike.
    #[inline(always)]
    fn of_all(&self, pace: u32, before: usize, after: usize) -> Option<(f64, f64)> {
        self.are_alike.then(|| self.of(pace, before, after))
    }
}

/// When a contact ends that has so many ticks ahead.
#[inline(always)]
fn end(now: u64, ahead: f64) -> u64 {
    // through a signed number, which the processor converts to at once
    now.saturating_add((ahead.max(0.0) + 0.5) as i64 as u64).min(END_OF_TIME)
}

/// The lesser of two that are numbers, which is one instruction.
#[inline(always)]
fn lesser(one: f64, other: f64) -> f64 {
    if one < other { one } else { other }
}
