//! Agents who hold several chats at once.
//!
//! While an agent holds j chats each goes forward at speed 1/slowdown[j], so that a chat's length follows what happens
//! beside it: at each change the work done so far is taken off, and the next end is computed anew. A new chat goes to the
//! agent with the fewest. When the number on duty drops, idle agents leave first, then those with the fewest chats stop
//! taking new ones and leave when their last is done; when it rises, those still finishing are called back first.

use super::flow::Reached;
use super::winner_tree::WinnerTree;
use crate::scenario::model::ChannelId;

/// A chat, or a contact that takes the whole agent, in an agent's hands.
#[derive(Debug, Clone, Copy)]
pub(super) struct InHand {
    pub(super) reached: Reached,
    pub(super) start: u64,
    pub(super) queue: usize,
    channel: ChannelId,
    /// Ticks of work left at speed one.
    left: f64,
}

#[derive(Debug, Clone, Default)]
struct Agent {
    in_hand: Vec<InHand>,
    is_exclusive: bool,
    duty: AgentDuty,
    /// Instant up to which work has been taken off.
    updated: u64,
    busy_since: u64,
    finishing_since: u64,
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

/// The agents of one group that holds chats.
#[derive(Debug, Default)]
pub(super) struct ChatDesk {
    agents: Vec<Agent>,
    /// When the next of each agent's contacts ends.
    ends: WinnerTree,
    /// Agents on duty by number of chats in hand, exclusive contacts apart; last in, first out.
    by_load: Vec<Vec<u32>>,
    place: Vec<usize>,
    off: Vec<u32>,
}

impl ChatDesk {
    pub(super) fn reset(&mut self, agents: usize, limit: usize) {
        self.ends.reset(agents);
        self.agents.truncate(agents);
        for agent in &mut self.agents {
            let mut in_hand = std::mem::take(&mut agent.in_hand);
            in_hand.clear();
            *agent = Agent { in_hand, ..Agent::default() };
        }
        self.agents.resize(agents, Agent::default());
        self.by_load.iter_mut().for_each(Vec::clear);
        self.by_load.resize(limit + 1, Vec::new());
        self.place.clear();
        self.place.resize(agents, 0);
        self.off.clear();
        self.off.extend((0..agents as u32).rev());
    }

    fn list(&mut self, agent: u32) {
        let load = self.agents[agent as usize].in_hand.len();
        self.place[agent as usize] = self.by_load[load].len();
        self.by_load[load].push(agent);
    }

    fn unlist(&mut self, agent: u32) {
        let load = self.agents[agent as usize].in_hand.len();
        let place = self.place[agent as usize];
        self.by_load[load].swap_remove(place);
        if let Some(moved) = self.by_load[load].get(place) {
            self.place[*moved as usize] = place;
        }
    }

    fn is_listed(&self, agent: u32) -> bool {
        let agent = &self.agents[agent as usize];
        agent.duty == AgentDuty::On && !agent.is_exclusive
    }

    /// The agent who would take a contact: with room for a chat (of at most `chats` in hand), or idle.
    pub(super) fn free_agent(&self, chats: Option<u32>) -> Option<u32> {
        let loads = chats.map_or(1, |limit| limit as usize).min(self.by_load.len() - 1);
        self.by_load[..loads].iter().find_map(|agents| agents.last().copied())
    }

    /// Work done since the last change is taken off.
    fn catch_up(&mut self, agent: u32, now: u64, slowdown: &impl Fn(ChannelId, usize) -> f64) {
        let agent = &mut self.agents[agent as usize];
        let load = agent.in_hand.len();
        let elapsed = (now - agent.updated) as f64;
        agent.updated = now;
        if elapsed > 0.0 {
            agent.in_hand.iter_mut().for_each(|chat| chat.left -= elapsed / slowdown(chat.channel, load));
        }
    }

    /// Computes when the next of an agent's contacts ends.
    fn foresee(&mut self, number: u32, now: u64, slowdown: &impl Fn(ChannelId, usize) -> f64) {
        let agent = &self.agents[number as usize];
        let load = agent.in_hand.len();
        let ahead = agent.in_hand.iter().map(|chat| chat.left * slowdown(chat.channel, load)).min_by(f64::total_cmp);
        match ahead {
            Some(ahead) => self.ends.set(number, now + (ahead.max(0.0) + 0.5) as u64),
            None => self.ends.remove(number),
        }
    }

    /// When the next contact of any agent ends.
    #[inline]
    pub(super) fn next_end(&self) -> Option<u64> {
        self.ends.first().map(|(at, _)| at)
    }

    /// An agent takes a contact with `work` ticks of work.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn start(
        &mut self,
        agent: u32,
        reached: Reached,
        queue: usize,
        channel: ChannelId,
        is_exclusive: bool,
        work: u64,
        now: u64,
        slowdown: &impl Fn(ChannelId, usize) -> f64,
    ) {
        self.catch_up(agent, now, slowdown);
        self.unlist(agent);
        let of = &mut self.agents[agent as usize];
        if of.in_hand.is_empty() {
            of.busy_since = now;
        }
        of.in_hand.push(InHand { reached, start: now, queue, channel, left: work as f64 });
        of.is_exclusive = is_exclusive;
        if !is_exclusive {
            self.list(agent);
        }
        self.foresee(agent, now, slowdown);
    }

    /// The next end has come, now: the contact that ends, and what time to count.
    pub(super) fn end(&mut self, now: u64, slowdown: &impl Fn(ChannelId, usize) -> f64) -> Option<(InHand, AgentTime)> {
        let (_, number) = self.ends.first()?;
        self.catch_up(number, now, slowdown);
        if self.is_listed(number) {
            self.unlist(number);
        }
        let agent = &mut self.agents[number as usize];
        let (least, _) = agent.in_hand.iter().enumerate().min_by(|(_, a), (_, b)| a.left.total_cmp(&b.left))?;
        let ended = agent.in_hand.remove(least);
        agent.is_exclusive = false;
        let mut time = AgentTime::default();
        if agent.in_hand.is_empty() {
            time.busy = Some((agent.busy_since, now));
            if agent.duty == AgentDuty::Finishing {
                agent.duty = AgentDuty::Off;
                time.overrun = Some((agent.finishing_since, now));
                self.off.push(number);
            }
        }
        if self.is_listed(number) {
            self.list(number);
        }
        self.foresee(number, now, slowdown);
        Some((ended, time))
    }

    /// One agent more on duty; overrun of the one who is called back, if one is.
    pub(super) fn raise(&mut self, now: u64) -> Option<(u64, u64)> {
        let finishing =
            (0..self.agents.len() as u32).filter(|agent| self.agents[*agent as usize].duty == AgentDuty::Finishing);
        let called_back =
            finishing.max_by_key(|agent| (self.agents[*agent as usize].in_hand.len(), std::cmp::Reverse(*agent)));
        let agent = called_back.or_else(|| self.off.pop()).expect("the desk has room for every agent ever on duty");
        let of = &mut self.agents[agent as usize];
        of.duty = AgentDuty::On;
        let overrun = called_back.map(|_| (of.finishing_since, now));
        if !of.is_exclusive {
            self.list(agent);
        }
        overrun
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
        if self.is_listed(agent) {
            self.unlist(agent);
        }
        let of = &mut self.agents[agent as usize];
        if of.in_hand.is_empty() {
            of.duty = AgentDuty::Off;
            self.off.push(agent);
        } else {
            of.duty = AgentDuty::Finishing;
            of.finishing_since = now;
        }
    }
}
