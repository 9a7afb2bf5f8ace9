//! The general engine: several queues and groups, priorities, overflow, chats, lines.
//!
//! # Order of simultaneous events
//!
//! At one instant things happen in this order, each kind completely before the next:
//!
//! 1. contacts end;
//! 2. staffing changes: an agent whose contact ends exactly when the shift does goes home;
//! 3. contacts become free to overflow to further groups;
//! 4. free agents take waiting contacts, group by group in the scenario's order;
//! 5. patience runs out: a contact whose patience ends exactly when an agent comes free is answered;
//! 6. redials, repeats and escalations arrive, then fresh contacts.

use super::chat_desk::{AgentTime, ChatDesk};
use super::duty::Duty;
use super::flow::{Flow, Reached};
use super::pools::Pool;
use super::routing::Routing;
use super::waiting::Waiting;
use super::witness::Witness;
use crate::sampling::NEVER;
use crate::scenario::model::{ChannelId, GroupId};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A group whose agents have one contact at a time needs only numbers.
#[derive(Debug, Clone, Copy, Default)]
struct PlainGroup {
    on_duty: u32,
    busy: u32,
    /// Instant up to which overrun has been counted.
    counted: u64,
}

/// Memory used again from one replication to the next.
#[derive(Debug, Default)]
pub(super) struct NetworkMemory {
    waiting: Waiting,
    plain: Vec<PlainGroup>,
    desks: Vec<ChatDesk>,
    /// Ends of contacts of plain groups: instant, group, channel in one word.
    ends: BinaryHeap<Reverse<u64>>,
    patience: BinaryHeap<Reverse<(u64, u64, u32)>>,
    overflow: BinaryHeap<Reverse<(u64, u64, u32, u32)>>,
    changes: Vec<(u64, u32, u32)>,
    /// Contacts queued or in service, by channel.
    in_system: Vec<u32>,
    /// Groups that may have room for someone who waits, and whether there are any.
    has_news: Vec<bool>,
    is_news: bool,
}

const GROUP_BITS: u32 = 12;
const CHANNEL_BITS: u32 = 12;

/// One pool in one replication.
struct Network<'n, 'f, W: Witness> {
    flow: &'n mut Flow<'f, W>,
    routing: &'n Routing,
    groups: &'n [GroupId],
    memory: &'n mut NetworkMemory,
    next_change: usize,
}

/// Runs a pool.
pub(super) fn run<W: Witness>(
    flow: &mut Flow<W>,
    pool: &Pool,
    routing: &Routing,
    duty: &Duty,
    memory: &mut NetworkMemory,
) {
    let scenario = flow.season.scenario;
    memory.waiting.reset(routing.queues.len());
    memory.plain.clear();
    memory.plain.resize(pool.groups.len(), PlainGroup::default());
    memory.desks.resize_with(pool.groups.len(), ChatDesk::default);
    memory.ends.clear();
    memory.patience.clear();
    memory.overflow.clear();
    memory.changes.clear();
    memory.in_system.clear();
    memory.in_system.resize(scenario.channels.len(), 0);
    memory.has_news.clear();
    memory.has_news.resize(pool.groups.len(), false);
    memory.is_news = false;
    for (number, group) in pool.groups.iter().enumerate() {
        let steps = &duty.steps[group.0];
        memory.changes.extend(steps.iter().map(|(at, agents)| (*at, number as u32, *agents)));
        if routing.holds_chats[number] {
            let most = steps.iter().map(|(_, agents)| *agents).max().unwrap_or(0);
            let limit = routing.queues.iter().filter_map(|queue| queue.chats).max().unwrap_or(1);
            memory.desks[number].reset(most as usize, limit as usize);
        }
    }
    memory.changes.sort_unstable();
    Network { flow, routing, groups: &pool.groups, memory, next_change: 0 }.run();
}

impl<W: Witness> Network<'_, '_, W> {
    fn run(&mut self) {
        loop {
            let own = self.next_own_instant();
            if self.flow_until(own) {
                continue;
            }
            if own == u64::MAX {
                break;
            }
            self.end_contacts(own);
            self.change_staffing(own);
            self.open_overflow(own);
            self.serve_waiting(own);
            self.run_out_of_patience(own);
        }
        for queue in 0..self.routing.queues.len() {
            while let Some(reached) = self.memory.waiting.take(queue) {
                self.flow.still_waiting(&reached);
            }
        }
    }

    /// Lets contacts flow until one reaches people, as long as that is before an instant; whether one did.
    #[inline]
    fn flow_until(&mut self, before: u64) -> bool {
        while self.flow.peek() < before {
            if let Some(reached) = self.flow.advance() {
                self.arrive(reached);
                return true;
            }
        }
        false
    }

    /// The instant of the next event that is not of the flow; the end of time if there is none.
    #[inline]
    fn next_own_instant(&self) -> u64 {
        let memory = &self.memory;
        let mut least = u64::MAX;
        if let Some(Reverse(end)) = memory.ends.peek() {
            least = least.min(end >> (GROUP_BITS + CHANNEL_BITS));
        }
        for desk in &self.routing.desks {
            if let Some(end) = memory.desks[*desk].next_end() {
                least = least.min(end);
            }
        }
        if let Some((at, _, _)) = memory.changes.get(self.next_change) {
            least = least.min(*at);
        }
        if let Some(Reverse((at, _, _))) = memory.patience.peek() {
            least = least.min(*at);
        }
        if let Some(Reverse((at, _, _, _))) = memory.overflow.peek() {
            least = least.min(*at);
        }
        least
    }

    #[inline]
    fn end_contacts(&mut self, now: u64) {
        while let Some(Reverse(end)) = self.memory.ends.peek().copied()
            && end >> (GROUP_BITS + CHANNEL_BITS) == now
        {
            self.memory.ends.pop();
            let group = (end >> CHANNEL_BITS) as usize & ((1 << GROUP_BITS) - 1);
            self.memory.in_system[end as usize & ((1 << CHANNEL_BITS) - 1)] -= 1;
            self.count_overrun(group, now);
            self.memory.plain[group].busy -= 1;
            self.note(group);
        }
        for desk in &self.routing.desks {
            while self.memory.desks[*desk].next_end() == Some(now) {
                self.end_chat(*desk, now);
            }
        }
    }

    fn end_chat(&mut self, desk: usize, now: u64) {
        let channels = &self.flow.season.scenario.channels;
        let slowdown = |channel: ChannelId, load: usize| slowdown(channels, channel, load);
        let Some((ended, time)) = self.memory.desks[desk].end(now, &slowdown) else { return };
        self.memory.in_system[self.routing.queues[ended.queue].channel.0] -= 1;
        self.note(desk);
        let group = self.groups[desk];
        self.flow.served(&ended.reached, group, ended.start, now);
        self.count_agent_time(group, time);
    }

    fn count_agent_time(&mut self, group: GroupId, time: AgentTime) {
        if let Some((from, to)) = time.busy {
            self.flow.add_busy(group, from, to);
        }
        if let Some((from, to)) = time.overrun {
            self.flow.add_overrun(group, from, to, 1);
        }
    }

    #[inline]
    fn note(&mut self, group: usize) {
        self.memory.has_news[group] = true;
        self.memory.is_news = true;
    }

    /// Counts what has run over since the last change of a plain group's numbers.
    #[inline]
    fn count_overrun(&mut self, group: usize, now: u64) {
        let PlainGroup { on_duty, busy, counted } = self.memory.plain[group];
        if busy > on_duty {
            self.flow.add_overrun(self.groups[group], counted, now, u64::from(busy - on_duty));
        }
        self.memory.plain[group].counted = now;
    }

    fn change_staffing(&mut self, now: u64) {
        while let Some((at, group, agents)) = self.memory.changes.get(self.next_change).copied()
            && at == now
        {
            self.next_change += 1;
            let group = group as usize;
            self.note(group);
            self.count_overrun(group, now);
            let before = self.memory.plain[group].on_duty;
            self.memory.plain[group].on_duty = agents;
            if self.routing.holds_chats[group] {
                for _ in agents..before {
                    self.memory.desks[group].lower(now);
                }
                for _ in before..agents {
                    if let Some((from, to)) = self.memory.desks[group].raise(now) {
                        self.flow.add_overrun(self.groups[group], from, to, 1);
                    }
                }
            }
        }
    }

    fn open_overflow(&mut self, now: u64) {
        while let Some(Reverse((at, number, place, queue_and_rule))) = self.memory.overflow.peek().copied()
            && at == now
        {
            self.memory.overflow.pop();
            if self.memory.waiting.is_waiting((place, number)) {
                let (queue, rule) = (queue_and_rule >> 16, queue_and_rule & 0xFFFF);
                for group in &self.routing.queues[queue as usize].overflows[rule as usize].1 {
                    self.note(*group);
                }
            }
        }
    }

    #[inline]
    fn serve_waiting(&mut self, now: u64) {
        if !std::mem::take(&mut self.memory.is_news) {
            return;
        }
        for group in 0..self.groups.len() {
            if std::mem::take(&mut self.memory.has_news[group]) {
                self.serve_waiting_by(group, now);
            }
        }
    }

    /// A group's free agents take waiting contacts: highest priority first, among equals the longest wait.
    fn serve_waiting_by(&mut self, group: usize, now: u64) {
        let routing = self.routing;
        loop {
            let mut chosen: Option<(u64, u64, usize)> = None;
            for tier in &routing.tiers[group] {
                for (queue, after) in tier {
                    let Some((since, number)) = self.memory.waiting.first(*queue) else { continue };
                    let is_eligible = now - since >= *after && self.has_room(group, *queue);
                    if is_eligible && chosen.is_none_or(|(best, best_number, _)| (since, number) < (best, best_number))
                    {
                        chosen = Some((since, number, *queue));
                    }
                }
                if chosen.is_some() {
                    break;
                }
            }
            let Some((_, _, queue)) = chosen else { return };
            let reached = self.memory.waiting.take(queue).expect("the chosen queue has a first");
            self.start(group, queue, reached, now);
        }
    }

    #[inline]
    fn has_room(&self, group: usize, queue: usize) -> bool {
        if self.routing.holds_chats[group] {
            return self.memory.desks[group].free_agent(self.routing.queues[queue].chats).is_some();
        }
        let PlainGroup { on_duty, busy, .. } = self.memory.plain[group];
        busy < on_duty
    }

    #[inline]
    fn start(&mut self, group: usize, queue: usize, reached: Reached, now: u64) {
        let id = self.groups[group];
        let work = self.flow.handle_ticks(&reached, id, now);
        if self.routing.holds_chats[group] {
            let rules = &self.routing.queues[queue];
            let channels = &self.flow.season.scenario.channels;
            let slowdown = |channel: ChannelId, load: usize| slowdown(channels, channel, load);
            let desk = &mut self.memory.desks[group];
            let agent = desk.free_agent(rules.chats).expect("the group was seen to have room");
            desk.start(agent, reached, queue, rules.channel, rules.chats.is_none(), work, now, &slowdown);
            return;
        }
        let end = now + work;
        self.memory.plain[group].busy += 1;
        let channel = self.routing.queues[queue].channel.0 as u64;
        self.memory.ends.push(Reverse(end << (GROUP_BITS + CHANNEL_BITS) | (group as u64) << CHANNEL_BITS | channel));
        self.flow.add_busy_from_start(id, now, end);
        self.flow.served(&reached, id, now, end);
    }

    fn run_out_of_patience(&mut self, now: u64) {
        while let Some(Reverse((at, number, place))) = self.memory.patience.peek().copied()
            && at == now
        {
            self.memory.patience.pop();
            if let Some((reached, queue)) = self.memory.waiting.give_up((place, number)) {
                self.memory.in_system[self.routing.queues[queue].channel.0] -= 1;
                self.flow.abandoned(&reached, now);
            }
        }
    }

    #[inline]
    fn arrive(&mut self, reached: Reached) {
        let now = reached.at;
        let routing = self.routing;
        let queue = routing.queue_of_stream[reached.contact.stream as usize];
        let rules = &routing.queues[queue];
        let lines = self.flow.season.scenario.channels[rules.channel.0].lines;
        if lines.is_some_and(|lines| self.memory.in_system[rules.channel.0] >= lines) {
            return self.flow.blocked(&reached);
        }
        if let Some(group) = rules.at_once.iter().find(|group| self.has_room(**group, queue)) {
            self.memory.in_system[rules.channel.0] += 1;
            return self.start(*group, queue, reached, now);
        }
        let patience = self.flow.patience(&reached);
        if patience == 0 {
            return self.flow.abandoned(&reached, now);
        }
        self.memory.in_system[rules.channel.0] += 1;
        let (place, number) = self.memory.waiting.join(queue, reached);
        if patience != NEVER {
            self.memory.patience.push(Reverse((now + u64::from(patience), number, place)));
        }
        for (rule, (after, _)) in rules.overflows.iter().enumerate() {
            self.memory.overflow.push(Reverse((now + after, number, place, (queue as u32) << 16 | rule as u32)));
        }
    }
}

fn slowdown(channels: &[crate::scenario::model::Channel], channel: ChannelId, load: usize) -> f64 {
    let slowdown = &channels[channel.0].concurrency.slowdown;
    slowdown[(load - 1).min(slowdown.len() - 1)]
}
