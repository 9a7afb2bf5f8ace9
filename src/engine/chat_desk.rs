//! Agents who hold several chats at once.
//!
//! While an agent holds j chats each goes forward at speed 1/slowdown[j], so that a chat's length follows what happens
//! beside it: at each change the work done so far is taken off, and the next end is computed anew. A new chat goes to the
//! agent with the fewest. When the number on duty drops, idle agents leave first, then those with the fewest chats stop
//! taking new ones and leave when their last is done; when it rises, those still finishing are called back first.

use super::agents_by_load::AgentsByLoad;
use super::hands::{Hands, InHand, Taken};
use super::winner_tree::WinnerTree;
use crate::scenario::model::Channel;

#[derive(Debug, Clone, Copy, Default)]
struct Agent {
    busy_since: u64,
    finishing_since: u64,
    /// Contacts in hand.
    load: u32,
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

/// A contact that has ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ended<'d> {
    pub(super) in_hand: &'d InHand,
    /// Since when the agent had contacts in hand, if this was the last.
    pub(super) busy_since: Option<u64>,
    /// Since when the agent was off duty in the middle of contacts, if this was the last.
    pub(super) finishing_since: Option<u64>,
}

/// The agents of one group that holds chats.
#[derive(Debug, Default)]
pub(super) struct ChatDesk {
    agents: Vec<Agent>,
    hands: Hands,
    /// When the next of each agent's contacts ends.
    ends: WinnerTree,
    listed: AgentsByLoad,
    off: Vec<u32>,
    /// How many agents are finishing.
    finishing: u32,
}

impl Agent {
    fn is_listed(&self) -> bool {
        self.duty == AgentDuty::On && !self.is_exclusive
    }
}

impl ChatDesk {
    /// A desk of so many agents, none on duty, who hold at most `limit` contacts.
    pub(super) fn reset(&mut self, agents: usize, limit: usize, channels: &[Channel]) {
        self.agents.clear();
        self.agents.resize(agents, Agent::default());
        self.hands.reset(agents, limit, channels);
        self.ends.reset(agents);
        self.listed.reset(agents, limit);
        self.off.clear();
        self.off.extend((0..agents as u32).rev());
        self.finishing = 0;
    }

    /// When the next contact ends; [`END_OF_TIME`](super::agenda::END_OF_TIME) if there is none.
    #[inline(always)]
    pub(super) fn next_end(&self) -> u64 {
        self.ends.first()
    }

    /// The agent who would take a contact: with room for a chat (of at most `chats` in hand), or idle.
    #[inline(always)]
    pub(super) fn free_agent(&self, chats: Option<u32>) -> Option<u32> {
        self.listed.first_below(chats.unwrap_or(1))
    }

    /// The agent whom [`ChatDesk::free_agent`] named takes a contact.
    #[inline(always)]
    pub(super) fn start(&mut self, number: u32, taken: &Taken) {
        let agent = &mut self.agents[number as usize];
        self.listed.remove_last(agent.load);
        // without a branch: it is as good as random
        let is_idle = agent.load == 0;
        agent.busy_since = std::hint::select_unpredictable(is_idle, taken.in_hand.start, agent.busy_since);
        agent.is_exclusive = taken.chats.is_none();
        let next_end = self.hands.take(number as usize, agent.load as usize, taken);
        agent.load += 1;
        if !agent.is_exclusive {
            self.listed.add(agent.load, number);
        }
        self.ends.set(number as usize, next_end);
    }

    /// Ends the next contact, which ends now.
    #[inline(always)]
    pub(super) fn end(&mut self, now: u64) -> Ended<'_> {
        let number = self.ends.first_place() as u32;
        let agent = &mut self.agents[number as usize];
        if agent.is_listed() {
            self.listed.remove(agent.load, number);
        }
        let (contact, next_end) = self.hands.lay_down(number as usize, agent.load as usize, now);
        self.ends.set(number as usize, next_end);
        agent.load -= 1;
        agent.is_exclusive = false;
        let (mut busy_since, mut finishing_since) = (None, None);
        if agent.load == 0 {
            busy_since = Some(agent.busy_since);
            if agent.duty == AgentDuty::Finishing {
                agent.duty = AgentDuty::Off;
                finishing_since = Some(agent.finishing_since);
                self.finishing -= 1;
                self.off.push(number);
            }
        }
        if agent.is_listed() {
            self.listed.add(agent.load, number);
        }
        let in_hand = self.hands.contact(contact).expect("work is left only of a contact");
        Ended { in_hand, busy_since, finishing_since }
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
            self.listed.add(of.load, agent);
        }
        overrun
    }

    fn who_is_called_back(&self) -> Option<u32> {
        let finishing =
            (0..self.agents.len() as u32).filter(|agent| self.agents[*agent as usize].duty == AgentDuty::Finishing);
        finishing.max_by_key(|agent| (self.agents[*agent as usize].load, std::cmp::Reverse(*agent)))
    }

    /// One agent fewer on duty.
    pub(super) fn lower(&mut self, now: u64) {
        let listed = self.listed.first_below(u32::MAX);
        let exclusive = || {
            (0..self.agents.len() as u32).find(|agent| {
                let of = &self.agents[*agent as usize];
                of.duty == AgentDuty::On && of.is_exclusive
            })
        };
        let agent = listed.or_else(exclusive).expect("a drop is at most the number on duty");
        let of = &mut self.agents[agent as usize];
        if of.is_listed() {
            self.listed.remove(of.load, agent);
        }
        if of.load == 0 {
            of.duty = AgentDuty::Off;
            self.off.push(agent);
        } else {
            of.duty = AgentDuty::Finishing;
            of.finishing_since = now;
            self.finishing += 1;
        }
    }
}
