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

use super::agenda::{Agenda, END_OF_TIME};
use super::chat_desk::{AgentTime, ChatDesk, Taken};
use super::duty::Duty;
use super::flow::{Flow, Reached};
use super::pools::Pool;
use super::routing::Routing;
use super::waiting::Waiting;
use super::witness::Witness;
use crate::sampling::NEVER;
use crate::scenario::model::GroupId;

/// A group whose agents have one contact at a time needs only numbers.
#[derive(Debug, Clone, Copy, Default)]
struct PlainGroup {
    on_duty: u32,
    busy: u32,
    /// Instant up to which overrun has been counted.
    counted: u64,
}

/// What happens in a pool besides arrivals and changes of staffing. A moment named here may have been overtaken: whether it is
/// still one is looked up when it comes.
#[derive(Debug, Clone, Copy)]
enum Event {
    /// A contact of a plain group ends.
    End { group: u16, channel: u16 },
    /// The next contact in the hands of an agent who holds chats may end.
    EndInHand { desk: u16, agent: u32 },
    /// Whoever is at this place may overflow.
    Overflow { place: u32 },
    /// The patience of whoever is at this place may end.
    GiveUp { place: u32 },
}

/// Events of one instant are in order of their ranks, and among the ends of chats in order of agents.
#[derive(Debug, Clone, Copy)]
#[repr(u64)]
enum Rank {
    End = 0,
    Overflow = 1,
    GiveUp = 2,
}

/// Bits of a tie-breaker below the rank.
const AGENT_BITS: u32 = 22;

impl Rank {
    #[inline(always)]
    fn tie(self, agent: u32) -> u64 {
        (self as u64) << AGENT_BITS | u64::from(agent) & ((1 << AGENT_BITS) - 1)
    }

    /// The last place in the order of an instant's events that is of this rank.
    #[inline(always)]
    fn last(self, now: u64) -> u64 {
        Agenda::<Event>::order(now, self.tie(u32::MAX))
    }
}

/// Memory used again from one replication to the next.
#[derive(Debug, Default)]
pub(super) struct NetworkMemory {
    waiting: Waiting,
    plain: Vec<PlainGroup>,
    desks: Vec<ChatDesk>,
    events: Agenda<Event>,
    changes: Vec<(u64, u32, u32)>,
    /// Contacts queued or in service, by channel.
    in_system: Vec<u32>,
    /// Groups that may have room for someone who waits, a bit for each.
    news: Vec<u64>,
    is_news: bool,
}

/// One pool in one replication.
struct Network<'n, 'f, W: Witness> {
    flow: &'n mut Flow<'f, W>,
    routing: &'n Routing,
    memory: &'n mut NetworkMemory,
    next_change: usize,
    /// Its instant.
    change_at: u64,
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
    memory.events.reset(flow.season.end, pool.page_bits);
    memory.changes.clear();
    memory.in_system.clear();
    memory.in_system.resize(scenario.channels.len(), 0);
    memory.news.clear();
    memory.news.resize(pool.groups.len().div_ceil(64), 0);
    memory.is_news = false;
    for (number, group) in pool.groups.iter().enumerate() {
        let steps = &duty.steps[group.0];
        memory.changes.extend(steps.iter().map(|(at, agents)| (*at, number as u32, *agents)));
        if routing.holds_chats[number] {
            let most = steps.iter().map(|(_, agents)| *agents).max().unwrap_or(0);
            let limit = routing.queues.iter().filter_map(|queue| queue.chats).max().unwrap_or(1);
            memory.desks[number].reset(most as usize, limit as usize, &scenario.channels);
        }
    }
    memory.changes.sort_unstable();
    let change_at = memory.changes.first().map_or(END_OF_TIME, |(at, _, _)| *at);
    Network { flow, routing, memory, next_change: 0, change_at }.run();
}

impl<W: Witness> Network<'_, '_, W> {
    fn run(&mut self) {
        loop {
            let now = self.memory.events.first().min(self.change_at);
            if self.flow_until(now) {
                continue;
            }
            if now == END_OF_TIME {
                break;
            }
            self.end_contacts(now);
            if now == self.change_at {
                self.change_staffing(now);
            }
            self.open_overflow(now);
            if std::mem::take(&mut self.memory.is_news) {
                self.serve_waiting(now);
            }
            self.run_out_of_patience(now);
        }
        for queue in 0..self.routing.queues.len() {
            while let Some(reached) = self.memory.waiting.take(queue) {
                self.flow.still_waiting(&reached);
            }
        }
    }

    /// Lets contacts flow until one reaches people, as long as that is before an instant; whether one did.
    #[inline(always)]
    fn flow_until(&mut self, before: u64) -> bool {
        while self.flow.peek() < before {
            if let Some(reached) = self.flow.advance() {
                self.arrive(&reached);
                return true;
            }
        }
        false
    }

    #[inline(always)]
    fn end_contacts(&mut self, now: u64) {
        while let Some(event) = self.memory.events.take_until(Rank::End.last(now)) {
            match event {
                Event::End { group, channel } => {
                    self.memory.in_system[channel as usize] -= 1;
                    let group = group as usize;
                    self.count_overrun(group, now);
                    self.memory.plain[group].busy -= 1;
                    self.note(group);
                }
                Event::EndInHand { desk, agent } => self.end_in_hand(desk as usize, agent, now),
                Event::Overflow { .. } | Event::GiveUp { .. } => {}
            }
        }
    }

    fn end_in_hand(&mut self, desk: usize, agent: u32, now: u64) {
        let Some((ended, time, next_end)) = self.memory.desks[desk].end(agent, now) else { return };
        self.expect_end(desk, agent, next_end);
        self.memory.in_system[self.routing.queues[ended.queue as usize].channel.0] -= 1;
        self.note(desk);
        let group = self.routing.groups[desk];
        self.flow.served(&ended.reached, group, ended.start, now);
        self.count_agent_time(group, time);
    }

    #[inline(always)]
    fn expect_end(&mut self, desk: usize, agent: u32, next_end: Option<u64>) {
        if let Some(at) = next_end {
            self.memory.events.enter(at, Rank::End.tie(agent), Event::EndInHand { desk: desk as u16, agent });
        }
    }

    fn count_agent_time(&mut self, group: GroupId, time: AgentTime) {
        if let Some((from, to)) = time.busy {
            self.flow.add_busy(group, from, to);
        }
        if let Some((from, to)) = time.overrun {
            self.flow.add_overrun(group, from, to, 1);
        }
    }

    /// A group may have room. That concerns only those who wait already.
    #[inline(always)]
    fn note(&mut self, group: usize) {
        if !self.memory.waiting.is_empty() {
            self.memory.news[group / 64] |= 1 << (group % 64);
            self.memory.is_news = true;
        }
    }

    /// Counts what has run over since the last change of a plain group's numbers.
    #[inline(always)]
    fn count_overrun(&mut self, group: usize, now: u64) {
        let PlainGroup { on_duty, busy, counted } = self.memory.plain[group];
        if busy > on_duty {
            self.flow.add_overrun(self.routing.groups[group], counted, now, u64::from(busy - on_duty));
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
                        self.flow.add_overrun(self.routing.groups[group], from, to, 1);
                    }
                }
            }
        }
        self.change_at = self.memory.changes.get(self.next_change).map_or(END_OF_TIME, |(at, _, _)| *at);
    }

    #[inline(always)]
    fn open_overflow(&mut self, now: u64) {
        while let Some(event) = self.memory.events.take_until(Rank::Overflow.last(now)) {
            let Event::Overflow { place } = event else { continue };
            let Some((since, queue)) = self.memory.waiting.at(place) else { continue };
            let routing = self.routing;
            for (after, groups) in &routing.queues[queue].overflows {
                if since + after == now {
                    groups.iter().for_each(|group| self.note(*group));
                }
            }
        }
    }

    /// Groups with news take waiting contacts, in the scenario's order.
    fn serve_waiting(&mut self, now: u64) {
        for word in 0..self.memory.news.len() {
            let mut news = std::mem::take(&mut self.memory.news[word]);
            while news > 0 {
                self.serve_waiting_by(word * 64 + news.trailing_zeros() as usize, now);
                news &= news - 1;
            }
        }
    }

    /// A group's free agents take waiting contacts: highest priority first, among equals the longest wait.
    fn serve_waiting_by(&mut self, group: usize, now: u64) {
        let routing = self.routing;
        while !self.memory.waiting.is_empty() {
            let mut chosen: Option<(u64, u64, usize, u32)> = None;
            for tier in &routing.tiers[group] {
                for (queue, after) in tier {
                    let Some((since, number)) = self.memory.waiting.first(*queue) else { continue };
                    if now - since < *after
                        || chosen.is_some_and(|(best, best_number, _, _)| (since, number) > (best, best_number))
                    {
                        continue;
                    }
                    if let Some(agent) = self.free_agent(group, *queue) {
                        chosen = Some((since, number, *queue, agent));
                    }
                }
                if chosen.is_some() {
                    break;
                }
            }
            let Some((_, _, queue, agent)) = chosen else { return };
            let reached = self.memory.waiting.take(queue).expect("the chosen queue has a first");
            self.start(group, agent, queue, &reached, now);
        }
    }

    /// Who of a group would take a contact of a queue, if anyone is free; agents of a plain group all have the number 0.
    #[inline(always)]
    fn free_agent(&self, group: usize, queue: usize) -> Option<u32> {
        if self.routing.holds_chats[group] {
            return self.memory.desks[group].free_agent(self.routing.queues[queue].chats);
        }
        let PlainGroup { on_duty, busy, .. } = self.memory.plain[group];
        (busy < on_duty).then_some(0)
    }

    fn start(&mut self, group: usize, agent: u32, queue: usize, reached: &Reached, now: u64) {
        let id = self.routing.groups[group];
        let work = self.flow.handle_ticks(reached, id, now);
        let rules = &self.routing.queues[queue];
        let channel = rules.channel.0;
        if self.routing.holds_chats[group] {
            let taken = Taken { reached: *reached, queue, channel, work, chats: rules.chats };
            let next_end = self.memory.desks[group].start(agent, taken, now);
            return self.expect_end(group, agent, next_end);
        }
        let end = now + work;
        self.memory.plain[group].busy += 1;
        let event = Event::End { group: group as u16, channel: channel as u16 };
        self.memory.events.enter(end, Rank::End.tie(0), event);
        self.flow.add_busy_from_start(id, now, end);
        self.flow.served(reached, id, now, end);
    }

    #[inline(always)]
    fn run_out_of_patience(&mut self, now: u64) {
        while let Some(event) = self.memory.events.take_until(Rank::GiveUp.last(now)) {
            let Event::GiveUp { place } = event else { continue };
            if let Some((reached, queue)) = self.memory.waiting.give_up(place, now) {
                self.memory.in_system[self.routing.queues[queue].channel.0] -= 1;
                self.flow.abandoned(&reached, now);
            }
        }
    }

    #[inline(always)]
    fn arrive(&mut self, reached: &Reached) {
        let now = reached.at;
        let routing = self.routing;
        let queue = routing.queue_of_stream[reached.contact.stream as usize];
        let rules = &routing.queues[queue];
        if rules.lines.is_some_and(|lines| self.memory.in_system[rules.channel.0] >= lines) {
            return self.flow.blocked(reached);
        }
        for group in &rules.at_once {
            if let Some(agent) = self.free_agent(*group, queue) {
                self.memory.in_system[rules.channel.0] += 1;
                return self.start(*group, agent, queue, reached, now);
            }
        }
        self.wait(*reached, queue);
    }

    fn wait(&mut self, reached: Reached, queue: usize) {
        let (now, rules) = (reached.at, &self.routing.queues[queue]);
        let patience = self.flow.patience(&reached);
        if patience == 0 {
            return self.flow.abandoned(&reached, now);
        }
        self.memory.in_system[rules.channel.0] += 1;
        let gives_up = if patience == NEVER { END_OF_TIME } else { now + u64::from(patience) };
        let place = self.memory.waiting.join(queue, reached, gives_up);
        if gives_up != END_OF_TIME {
            self.memory.events.enter(gives_up, Rank::GiveUp.tie(0), Event::GiveUp { place });
        }
        for (after, _) in &rules.overflows {
            self.memory.events.enter(now + after, Rank::Overflow.tie(0), Event::Overflow { place });
        }
    }
}
