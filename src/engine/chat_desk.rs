//! Agents who hold several chats at once.
//!
//! While an agent holds j chats each goes forward at speed 1/slowdown[j], so that a chat's length follows what happens
//! beside it: at each change the work done so far is taken off, and the next end is computed anew. A new chat goes to the
//! agent with the fewest. When the number on duty drops, idle agents leave first, then those with the fewest chats stop
//! taking new ones and leave when their last is done; when it rises, those still finishing are called back first.

use super::agenda::END_OF_TIME;
use super::flow::Reached;
use crate::scenario::model::Channel;

/// A chat, or a contact that takes the whole agent, in an agent's hands.
#[derive(Debug, Clone, Copy)]
pub(super) struct InHand {
    pub(super) reached: Reached,
    pub(super) start: u64,
    pub(super) queue: u32,
    /// Where its channel's slowdowns begin.
    pace: u32,
    /// Ticks of work left at speed one.
    left: f64,
}

#[derive(Debug, Clone)]
struct Agent {
    in_hand: Vec<InHand>,
    /// Instant up to which work has been taken off.
    updated: u64,
    /// When the next of the contacts in hand ends.
    next_end: u64,
    busy_since: u64,
    finishing_since: u64,
    /// Where the agent stands among those with as many chats.
    place: u32,
    is_exclusive: bool,
    duty: AgentDuty,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum AgentDuty {
    #[default]
    Off,
    On,
    /// Off duty in the middle of contacts.
    Finishing,
}

/// What a change leaves behind: agent time to count.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct AgentTime {
    pub(super) busy: Option<(u64, u64)>,
    pub(super) overrun: Option<(u64, u64)>,
}

/// A contact to be taken in hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken {
    pub(super) reached: Reached,
    pub(super) queue: usize,
    pub(super) channel: usize,
    /// Ticks that it takes an agent who has nothing else.
    pub(super) work: u64,
    /// Most chats in an agent's hands; `None` = it takes the whole agent.
    pub(super) chats: Option<u32>,
}

/// The agents of one group that holds chats.
#[derive(Debug, Default)]
pub(super) struct ChatDesk {
    agents: Vec<Agent>,
    /// Agents on duty by number of chats in hand, exclusive contacts apart; last in, first out.
    by_load: Vec<Vec<u32>>,
    off: Vec<u32>,
    /// How many agents are finishing.
    finishing: u32,
    /// Slowdowns by channel and number of chats, a row for each channel.
    slowdowns: Vec<f64>,
}

impl Agent {
    fn off_duty(mut in_hand: Vec<InHand>) -> Self {
        in_hand.clear();
        Agent {
            in_hand,
            updated: 0,
            next_end: END_OF_TIME,
            busy_since: 0,
            finishing_since: 0,
            place: 0,
            is_exclusive: false,
            duty: AgentDuty::Off,
        }
    }

    fn is_listed(&self) -> bool {
        self.duty == AgentDuty::On && !self.is_exclusive
    }

    /// Work done since the last change is taken off.
    #[inline(always)]
    fn catch_up(&mut self, now: u64, slowdowns: &[f64]) {
        let load = self.in_hand.len();
        let elapsed = (now - self.updated) as f64;
        self.updated = now;
        for chat in &mut self.in_hand {
            chat.left -= elapsed / slowdowns[chat.pace as usize + load];
        }
    }

    /// Computes when the next contact ends; that instant, if it is another than before.
    #[inline(always)]
    fn foresee(&mut self, now: u64, slowdowns: &[f64]) -> Option<u64> {
        let load = self.in_hand.len();
        let mut ahead = f64::INFINITY;
        for chat in &self.in_hand {
            ahead = ahead.min(chat.left * slowdowns[chat.pace as usize + load]);
        }
        let next_end = if load == 0 { END_OF_TIME } else { now + (ahead.max(0.0) + 0.5) as u64 };
        let is_news = next_end != self.next_end && next_end != END_OF_TIME;
        self.next_end = next_end;
        is_news.then_some(next_end)
    }

    /// Takes the contact with the least work left out of the agent's hands.
    #[inline(always)]
    fn lay_down(&mut self) -> InHand {
        let mut least = 0;
        for (place, chat) in self.in_hand.iter().enumerate() {
            if chat.left < self.in_hand[least].left {
                least = place;
            }
        }
        let ended = self.in_hand[least];
        for place in least + 1..self.in_hand.len() {
            self.in_hand[place - 1] = self.in_hand[place];
        }
        self.in_hand.pop();
        ended
    }
}

impl ChatDesk {
    /// A desk of so many agents, none on duty, who hold at most `limit` contacts.
    pub(super) fn reset(&mut self, agents: usize, limit: usize, channels: &[Channel]) {
        self.agents.truncate(agents);
        for agent in &mut self.agents {
            *agent = Agent::off_duty(std::mem::take(&mut agent.in_hand));
        }
        self.agents.resize_with(agents, || Agent::off_duty(Vec::with_capacity(limit)));
        self.by_load.iter_mut().for_each(Vec::clear);
        self.by_load.resize(limit + 1, Vec::new());
        self.off.clear();
        self.off.extend((0..agents as u32).rev());
        self.finishing = 0;
        self.slowdowns.clear();
        for channel in channels {
            let slowdown = &channel.concurrency.slowdown;
            // nobody's hands empty: a place for the count to begin at one
            self.slowdowns.push(1.0);
            self.slowdowns.extend((0..limit).map(|load| slowdown[load.min(slowdown.len() - 1)]));
        }
    }

    #[inline(always)]
    fn list(&mut self, agent: u32) {
        let of = &mut self.agents[agent as usize];
        let agents = &mut self.by_load[of.in_hand.len()];
        of.place = agents.len() as u32;
        agents.push(agent);
    }

    #[inline(always)]
    fn unlist(&mut self, agent: u32) {
        let of = &self.agents[agent as usize];
        let (load, place) = (of.in_hand.len(), of.place);
        let agents = &mut self.by_load[load];
        agents.swap_remove(place as usize);
        if let Some(moved) = agents.get(place as usize) {
            self.agents[*moved as usize].place = place;
        }
    }

    /// The agent who would take a contact: with room for a chat (of at most `chats` in hand), or idle.
    #[inline(always)]
    pub(super) fn free_agent(&self, chats: Option<u32>) -> Option<u32> {
        let loads = chats.map_or(1, |limit| limit as usize).min(self.by_load.len() - 1);
        self.by_load[..loads].iter().find_map(|agents| agents.last().copied())
    }

    /// An agent takes a contact; when the next of his contacts ends, if that is another instant than before.
    pub(super) fn start(&mut self, agent: u32, taken: Taken, now: u64) -> Option<u64> {
        self.unlist(agent);
        let row = self.by_load.len() as u32;
        let of = &mut self.agents[agent as usize];
        of.catch_up(now, &self.slowdowns);
        if of.in_hand.is_empty() {
            of.busy_since = now;
        }
        let (queue, pace) = (taken.queue as u32, taken.channel as u32 * row);
        of.in_hand.push(InHand { reached: taken.reached, start: now, queue, pace, left: taken.work as f64 });
        of.is_exclusive = taken.chats.is_none();
        let next_end = of.foresee(now, &self.slowdowns);
        if taken.chats.is_some() {
            self.list(agent);
        }
        next_end
    }

    /// Ends an agent's next contact, if it ends now: the contact, what time to count, and when his next ends, if that is
    /// another instant than before.
    #[inline(always)]
    pub(super) fn end(&mut self, number: u32, now: u64) -> Option<(InHand, AgentTime, Option<u64>)> {
        if self.agents[number as usize].next_end != now {
            return None;
        }
        if self.agents[number as usize].is_listed() {
            self.unlist(number);
        }
        let agent = &mut self.agents[number as usize];
        agent.catch_up(now, &self.slowdowns);
        let ended = agent.lay_down();
        agent.is_exclusive = false;
        // one that ends at the same instant is news too
        agent.next_end = END_OF_TIME;
        let next_end = agent.foresee(now, &self.slowdowns);
        let mut time = AgentTime::default();
        if agent.in_hand.is_empty() {
            time.busy = Some((agent.busy_since, now));
            if agent.duty == AgentDuty::Finishing {
                agent.duty = AgentDuty::Off;
                time.overrun = Some((agent.finishing_since, now));
                self.finishing -= 1;
                self.off.push(number);
            }
        }
        if self.agents[number as usize].is_listed() {
            self.list(number);
        }
        Some((ended, time, next_end))
    }

    /// One agent more on duty; overrun of the one who is called back, if one is.
    pub(super) fn raise(&mut self, now: u64) -> Option<(u64, u64)> {
        let called_back = if self.finishing > 0 { self.who_is_called_back() } else { None };
        let agent = called_back.or_else(|| self.off.pop()).expect("the desk has room for every agent ever on duty");
        let of = &mut self.agents[agent as usize];
        of.duty = AgentDuty::On;
        let overrun = called_back.map(|_| (of.finishing_since, now));
        self.finishing -= u32::from(called_back.is_some());
        if of.is_listed() {
            self.list(agent);
        }
        overrun
    }

    fn who_is_called_back(&self) -> Option<u32> {
        let finishing =
            (0..self.agents.len() as u32).filter(|agent| self.agents[*agent as usize].duty == AgentDuty::Finishing);
        finishing.max_by_key(|agent| (self.agents[*agent as usize].in_hand.len(), std::cmp::Reverse(*agent)))
    }

    /// One agent fewer on duty.
    pub(super) fn lower(&mut self, now: u64) {
        let listed = self.by_load.iter().find_map(|agents| agents.last().copied());
        let exclusive = || {
            (0..self.agents.len() as u32).find(|agent| {
                let of = &self.agents[*agent as usize];
                of.duty == AgentDuty::On && of.is_exclusive
            })
        };
        let agent = listed.or_else(exclusive).expect("a drop is at most the number on duty");
        if self.agents[agent as usize].is_listed() {
            self.unlist(agent);
        }
        let of = &mut self.agents[agent as usize];
        if of.in_hand.is_empty() {
            of.duty = AgentDuty::Off;
            self.off.push(agent);
        } else {
            of.duty = AgentDuty::Finishing;
            of.finishing_since = now;
            self.finishing += 1;
        }
    }
}
