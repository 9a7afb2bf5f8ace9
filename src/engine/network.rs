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

use super::agenda::END_OF_TIME;
use super::chat_desk::{ChatDesk, Ended};
use super::crew::Crew;
use super::duty::Duty;
use super::flow::{Flow, Reached};
use super::hands::{InHand, Taken};
use super::lines::Lines;
use super::overflows::Overflows;
use super::pools::Pool;
use super::routing::{GroupRules, Routing};
use super::waiting::Waiting;
use super::witness::Witness;
use crate::sampling::NEVER;
use crate::scenario::model::Scenario;

/// Memory used again from one replication to the next.
#[derive(Debug, Default)]
pub(super) struct NetworkMemory {
    waiting: Waiting,
    overflows: Overflows,
    lines: Lines,
    /// Agents of the groups that hold one contact at a time.
    crews: Vec<Crew>,
    /// By group: when the next of a crew's agents is free, which may be long ago; [`END_OF_TIME`] for those who hold chats.
    free_at: Vec<u64>,
    /// By group: how many of the queues it takes have anyone waiting.
    calling: Vec<u32>,
    desks: Vec<ChatDesk>,
    changes: Vec<(u64, u32, u32, u32)>,
    next_change: usize,
    /// Its instant.
    change_at: u64,
    /// No later than the next instant at which anything but an arrival or the end of patience matters. What ends while nobody
    /// waits does not, unless it ends a chat.
    next: u64,
    /// Groups that may have room for someone who waits, a bit for each.
    news: Vec<u64>,
}

/// One pool in one replication.
struct Network<'n, 'f, W: Witness> {
    flow: &'n mut Flow<'f, W>,
    routing: &'n Routing,
    memory: &'n mut NetworkMemory,
    /// See [`NetworkMemory::next`].
    next: u64,
}

/// Stands at the start of a season, with nobody there.
pub(super) fn begin(scenario: &Scenario, pool: &Pool, routing: &Routing, duty: &Duty, memory: &mut NetworkMemory) {
    let groups = pool.groups.len();
    memory.waiting.reset(routing.queues.len());
    memory.overflows.reset(&routing.queues);
    memory.lines.reset(scenario.channels.len());
    memory.crews.resize_with(groups.max(memory.crews.len()), Crew::default);
    memory.free_at.clear();
    memory.free_at.resize(groups, END_OF_TIME);
    memory.calling.clear();
    memory.calling.resize(groups, 0);
    memory.desks.resize_with(groups.max(memory.desks.len()), ChatDesk::default);
    memory.changes.clear();
    memory.news.clear();
    memory.news.resize(groups.div_ceil(64), 0);
    for (number, group) in pool.groups.iter().enumerate() {
        let steps = &duty.steps[group.0];
        let before = std::iter::once(0).chain(steps.iter().map(|(_, agents)| *agents));
        let steps_from = steps.iter().zip(before);
        memory.changes.extend(steps_from.map(|((at, agents), before)| (*at, number as u32, before, *agents)));
        if routing.groups[number].holds_chats {
            let most = steps.iter().map(|(_, agents)| *agents).max().unwrap_or(0);
            let limit = routing.queues.iter().filter_map(|queue| queue.chats).max().unwrap_or(1);
            memory.desks[number].reset(most as usize, limit as usize, &scenario.channels);
        } else {
            memory.crews[number].reset(steps);
        }
    }
    memory.changes.sort_unstable();
    memory.next_change = 0;
    memory.change_at = memory.changes.first().map_or(END_OF_TIME, |(at, ..)| *at);
    memory.next = memory.change_at;
}

/// Plays a pool, as far as contacts are drawn.
pub(super) fn play<W: Witness>(flow: &mut Flow<W>, routing: &Routing, memory: &mut NetworkMemory) {
    let next = memory.next;
    let mut network = Network { flow, routing, memory, next };
    network.run();
    network.memory.next = network.next;
}

/// After all that ever happens.
pub(super) fn conclude<W: Witness>(flow: &mut Flow<W>, routing: &Routing, memory: &mut NetworkMemory) {
    for (number, group) in routing.groups.iter().enumerate() {
        if !group.holds_chats {
            memory.crews[number].conclude(|since, until| flow.add_overrun(group.id, since, until));
        }
    }
    for queue in 0..routing.queues.len() {
        while let Some(reached) = memory.waiting.take(queue) {
            flow.still_waiting(&reached);
        }
    }
}

impl<W: Witness> Network<'_, '_, W> {
    fn run(&mut self) {
        let until = self.flow.until();
        loop {
            let next_give_up = self.memory.waiting.next_give_up();
            let now = self.next.min(next_give_up).min(until);
            if self.flow_until(now) {
                continue;
            }
            if now == until {
                break;
            }
            if now < self.next {
                self.run_out_of_patience(now);
                continue;
            }
            self.end_chats(now);
            if now < self.memory.change_at && self.memory.waiting.is_empty() {
                self.next = self.next_end_or_change();
                continue;
            }
            if now == self.memory.change_at {
                self.change_staffing(now);
            }
            self.open_overflow(now);
            if !self.memory.waiting.is_empty() {
                self.serve_waiting(now);
            }
            self.run_out_of_patience(now);
            self.next = self.look_ahead(now);
        }
    }

    /// Lets contacts flow until one reaches people, as long as that is before an instant; whether one did.
    #[inline(always)]
    fn flow_until(&mut self, before: u64) -> bool {
        while self.flow.peek() < before {
            if let Some(reached) = self.flow.advance_to_people() {
                self.arrive(reached);
                return true;
            }
            if let Some(reached) = self.flow.advance() {
                self.arrive_otherwise(&reached);
                return true;
            }
        }
        false
    }

    /// Apart from those who come straight, whose copies would be mixed with theirs.
    #[inline(never)]
    fn arrive_otherwise(&mut self, reached: &Reached) {
        self.arrive(reached);
    }

    /// The next instant at which anything but an arrival or the end of patience matters.
    #[inline(always)]
    fn look_ahead(&self, now: u64) -> u64 {
        let mut next = self.next_end_or_change();
        let memory = &*self.memory;
        if memory.waiting.is_empty() {
            return next;
        }
        next = next.min(memory.overflows.first());
        for (free_at, calling) in memory.free_at.iter().zip(&memory.calling) {
            // one who is free already, and has taken nobody, may not take anyone yet
            if *calling > 0 && *free_at > now {
                next = next.min(*free_at);
            }
        }
        next
    }

    /// The next instant at which a chat ends or the staffing changes: nothing else matters while nobody waits.
    #[inline(always)]
    fn next_end_or_change(&self) -> u64 {
        let ends = self.routing.desks.iter().map(|desk| self.memory.desks[*desk].next_end());
        ends.fold(self.memory.change_at, u64::min)
    }

    #[inline(always)]
    fn end_chats(&mut self, now: u64) {
        let routing = self.routing;
        for desk in &routing.desks {
            while self.memory.desks[*desk].next_end() == now {
                self.end_chat(*desk, now);
            }
        }
    }

    #[inline(never)]
    fn end_chat(&mut self, desk: usize, now: u64) {
        self.note(desk);
        let memory = &mut *self.memory;
        let Ended { in_hand, busy_since, finishing_since } = memory.desks[desk].end(now);
        let rules = &self.routing.queues[in_hand.queue];
        if rules.lines.is_some() {
            memory.lines.give_back(rules.channel.0);
        }
        let group = self.routing.groups[desk].id;
        self.flow.served(&in_hand.reached, group, in_hand.start, now);
        if let Some(since) = busy_since {
            self.flow.add_busy(group, since, now);
        }
        if let Some(since) = finishing_since {
            self.flow.add_overrun(group, since, now);
        }
    }

    /// A group may have room. That concerns only those who wait already.
    #[inline(always)]
    fn note(&mut self, group: usize) {
        if !self.memory.waiting.is_empty() {
            self.memory.news[group / 64] |= 1 << (group % 64);
        }
    }

    fn change_staffing(&mut self, now: u64) {
        while let Some((at, number, before, agents)) = self.memory.changes.get(self.memory.next_change).copied()
            && at == now
        {
            self.memory.next_change += 1;
            let number = number as usize;
            let GroupRules { id: group, holds_chats, .. } = self.routing.groups[number];
            self.note(number);
            if holds_chats {
                for _ in agents..before {
                    self.memory.desks[number].lower(now);
                }
                for _ in before..agents {
                    if let Some((from, to)) = self.memory.desks[number].raise(now) {
                        self.flow.add_overrun(group, from, to);
                    }
                }
            } else {
                let crew = &mut self.memory.crews[number];
                crew.take_step(&mut |since, until| self.flow.add_overrun(group, since, until));
                self.memory.free_at[number] = crew.first_free();
            }
        }
        self.memory.change_at = self.memory.changes.get(self.memory.next_change).map_or(END_OF_TIME, |(at, ..)| *at);
    }

    #[inline(always)]
    fn open_overflow(&mut self, now: u64) {
        while let Some((ticket, queue, overflow)) = self.memory.overflows.take_until(now) {
            if self.memory.waiting.holds(ticket) {
                let routing = self.routing;
                routing.queues[queue].overflows[overflow].1.iter().for_each(|group| self.note(*group));
            }
        }
    }

    /// Groups with news, or with an agent who comes free, take waiting contacts, in the scenario's order.
    #[inline(always)]
    fn serve_waiting(&mut self, now: u64) {
        for word in 0..self.memory.news.len() {
            let mut news = std::mem::take(&mut self.memory.news[word]);
            for (bit, free_at) in self.memory.free_at[word * 64..].iter().take(64).enumerate() {
                news |= u64::from(*free_at == now) << bit;
            }
            while news > 0 {
                self.serve_waiting_by(word * 64 + news.trailing_zeros() as usize, now);
                news &= news - 1;
            }
        }
    }

    /// A group's free agents take waiting contacts: highest priority first, among equals the longest wait.
    fn serve_waiting_by(&mut self, group: usize, now: u64) {
        let routing = self.routing;
        while self.memory.calling[group] > 0 {
            let mut chosen: Option<(u64, u64, usize, u32)> = None;
            for tier in &routing.groups[group].tiers {
                for (queue, after) in tier {
                    let Some((since, number)) = self.memory.waiting.first(*queue) else { continue };
                    if now - since < *after
                        || chosen.is_some_and(|(best, best_number, _, _)| (since, number) > (best, best_number))
                    {
                        continue;
                    }
                    if let Some(agent) = self.free_agent(group, *queue, now) {
                        chosen = Some((since, number, *queue, agent));
                    }
                }
                if chosen.is_some() {
                    break;
                }
            }
            let Some((_, _, queue, agent)) = chosen else { return };
            let reached = self.memory.waiting.take(queue).expect("the chosen queue has a first");
            self.leave_line(queue);
            self.start(group, agent, queue, &reached, now);
        }
    }

    /// Someone of a queue does not wait any more.
    #[inline(always)]
    fn leave_line(&mut self, queue: usize) {
        let rules = &self.routing.queues[queue];
        if rules.lines.is_some() {
            self.memory.lines.give_back(rules.channel.0);
        }
        if self.memory.waiting.in_line(queue) == 0 {
            rules.takers.iter().for_each(|group| self.memory.calling[*group] -= 1);
        }
    }

    /// Who of a group would take a contact of a queue, if anyone is free; agents who have one at a time all have the number 0.
    #[inline(always)]
    fn free_agent(&self, group: usize, queue: usize, now: u64) -> Option<u32> {
        if self.routing.groups[group].holds_chats {
            return self.memory.desks[group].free_agent(self.routing.queues[queue].chats);
        }
        (self.memory.free_at[group] <= now).then_some(0)
    }

    #[inline(always)]
    fn start(&mut self, group: usize, agent: u32, queue: usize, reached: &Reached, now: u64) {
        let GroupRules { id, holds_chats, .. } = self.routing.groups[group];
        if holds_chats {
            return self.start_chat(group, agent, queue, reached, now);
        }
        let end = now + self.flow.handle_ticks(reached, id, now);
        let rules = &self.routing.queues[queue];
        if rules.lines.is_some() {
            self.memory.lines.take_until(rules.channel.0, end);
        }
        let crew = &mut self.memory.crews[group];
        crew.occupy(end);
        self.memory.free_at[group] = crew.first_free();
        self.flow.add_busy_from_start(id, now, end);
        self.flow.served(reached, id, now, end);
    }

    /// The same beside other chats, or at a desk that holds chats.
    #[inline(never)]
    fn start_chat(&mut self, group: usize, agent: u32, queue: usize, reached: &Reached, now: u64) {
        let work = self.flow.handle_ticks(reached, self.routing.groups[group].id, now);
        let rules = &self.routing.queues[queue];
        let channel = rules.channel.0;
        if rules.lines.is_some() {
            self.memory.lines.take(channel);
        }
        let in_hand = InHand { reached: *reached, start: now, queue };
        let desk = &mut self.memory.desks[group];
        desk.start(agent, &Taken { in_hand, channel, work, chats: rules.chats });
        self.next = self.next.min(desk.next_end());
    }

    #[inline(always)]
    fn run_out_of_patience(&mut self, now: u64) {
        while self.memory.waiting.next_give_up() == now {
            let (reached, queue) = self.memory.waiting.give_up();
            self.leave_line(queue);
            self.flow.abandoned(&reached, now);
        }
    }

    #[inline(always)]
    fn arrive(&mut self, reached: &Reached) {
        let now = reached.at;
        let routing = self.routing;
        let queue = routing.queue_of_stream[reached.contact.stream as usize];
        let rules = &routing.queues[queue];
        if rules.lines.is_some_and(|lines| self.memory.lines.are_taken(rules.channel.0, lines, now)) {
            return self.flow.blocked(reached);
        }
        for group in &rules.at_once {
            if let Some(agent) = self.free_agent(*group, queue, now) {
                return self.start(*group, agent, queue, reached, now);
            }
        }
        self.wait(reached, queue);
    }

    fn wait(&mut self, reached: &Reached, queue: usize) {
        let (now, rules) = (reached.at, &self.routing.queues[queue]);
        let patience = self.flow.patience(reached);
        if patience == 0 {
            return self.flow.abandoned(reached, now);
        }
        let gives_up = (patience != NEVER).then(|| now + u64::from(patience));
        let memory = &mut *self.memory;
        if rules.lines.is_some() {
            memory.lines.take(rules.channel.0);
        }
        let ticket = memory.waiting.join(queue, reached, gives_up);
        let mut next = self.next;
        for (overflow, (after, _)) in rules.overflows.iter().enumerate() {
            memory.overflows.enter(queue, overflow, now + after, ticket);
            next = next.min(now + after);
        }
        let is_first = memory.waiting.in_line(queue) == 1;
        for group in &rules.takers {
            memory.calling[*group] += u32::from(is_first);
            let free_at = memory.free_at[*group];
            if free_at > now {
                next = next.min(free_at);
            }
        }
        self.next = next;
    }
}
