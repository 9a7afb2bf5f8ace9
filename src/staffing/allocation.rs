//! From what channels need to how many agents of each group are on duty.

use super::head_hours::workable_shares;
use crate::scenario::model::{ChannelId, ChannelKind, GroupId, Scenario, StaffingPlan, Wage};

/// Less of an agent than this, and nobody is called for it alone.
const LEAST_AGENT: f64 = 0.1;

/// How fractions of agents become agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counting {
    /// Up: every interval must have enough.
    Up,
    /// To the nearest, what is over or short being carried to the next interval of the day; at least one where anyone is needed.
    Carry,
    /// To the nearest, each interval by itself: half an agent more is worth it exactly when the whole one is.
    Nearest,
}

/// The part of a channel's work that a group may take.
fn coverage(scenario: &Scenario, group: GroupId, channel: ChannelId) -> f64 {
    let (mut taken, mut all) = (0.0, 0.0);
    for stream in scenario.streams_of_channel(channel) {
        let of = &scenario.streams[stream.0];
        let work = of.expected_contacts.iter().sum::<f64>() * of.handle_time.at(43_200).mean_s();
        all += work;
        if scenario.group_takes(group, stream) {
            taken += work;
        }
    }
    if all > 0.0 { taken / all } else { 0.0 }
}

/// Groups in the order in which they are called: those on a monthly wage first, since it is owed anyway, then by what an hour's
/// presence costs, else as the scenario names them. All that a search by service levels takes from money, but for the choice between plans that it tried.
pub fn calling_order(scenario: &Scenario) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scenario.agent_groups.len()).collect();
    let cost = |group: usize| match scenario.agent_groups[group].wage {
        Wage::Month(_) => 0.0,
        Wage::Hour(wage) => wage * scenario.agent_groups[group].cost_of_presence(),
    };
    order.sort_by(|a, b| cost(*a).total_cmp(&cost(*b)));
    order
}

/// Fixed facts about who may do what.
#[derive(Debug)]
pub(super) struct Allocation<'s> {
    scenario: &'s Scenario,
    /// By channel and group.
    coverage: Vec<Vec<f64>>,
    counting: Counting,
    /// Groups in the order in which they are called.
    order: Vec<usize>,
}

/// A plan, and where its groups were at their limit.
#[derive(Debug, Clone)]
pub(super) struct Allocated {
    pub(super) plan: StaffingPlan,
    /// By channel and interval: agents' worth of work that no group had room for.
    pub(super) short: Vec<Vec<f64>>,
    /// Cost of the plan's hours, for comparing plans.
    pub(super) wages: f64,
}

impl Allocated {
    /// Paid hours by group.
    pub(super) fn paid_hours(&self, scenario: &Scenario) -> Vec<f64> {
        (0..scenario.agent_groups.len()).map(|group| self.plan.paid_hours(scenario, GroupId(group))).collect()
    }
}

impl<'s> Allocation<'s> {
    pub(super) fn new(scenario: &'s Scenario, counting: Counting) -> Self {
        let groups = scenario.agent_groups.len();
        let coverage = (0..scenario.channels.len())
            .map(|channel| (0..groups).map(|group| coverage(scenario, GroupId(group), ChannelId(channel))).collect())
            .collect();
        Allocation { scenario, coverage, counting, order: calling_order(scenario) }
    }

    /// Fills what each channel needs (by channel and interval, in agents of factor 1 who are present) from the groups, those on
    /// a monthly wage first since it is owed anyway, then by what an hour's work costs, each within its limit and its part of
    /// the channel's work. Live channels go before deferred ones.
    ///
    /// Where shifts are worked, what a group is asked for on a day is cut to what its heads can give in shifts, and the rest is
    /// filled from the others.
    pub(super) fn fill(&self, needs: &[Vec<f64>]) -> Allocated {
        let scenario = self.scenario;
        let groups = scenario.agent_groups.len();
        let a_day = scenario.calendar.intervals_per_day();
        let mut room = vec![vec![f64::INFINITY; scenario.intervals()]; groups];
        let (mut fractions, mut short) = self.fill_within(needs, &room);
        // what one group cannot work may be too much for the next
        for _ in 0..groups {
            let mut is_cut = false;
            for (group, of) in scenario.agent_groups.iter().enumerate() {
                let Some(shares) = workable_shares(scenario, of, &fractions[group]) else { continue };
                for (interval, room) in room[group].iter_mut().enumerate().filter(|(at, _)| shares[at / a_day] < 1.0) {
                    *room = fractions[group][interval] * shares[interval / a_day];
                }
                is_cut = true;
            }
            if !is_cut {
                break;
            }
            (fractions, short) = self.fill_within(needs, &room);
        }
        let required: Vec<Vec<u32>> =
            fractions.iter().enumerate().map(|(group, of)| self.count(GroupId(group), of)).collect();
        let plan = StaffingPlan::without_roster(required);
        let wages = (0..groups)
            .map(|group| {
                plan.paid_hours(scenario, GroupId(group))
                    * scenario.agent_groups[group].hourly_wage(scenario.costs.hours_month)
            })
            .sum();
        Allocated { plan, short, wages }
    }

    /// Agents by group and interval, and what is left over by channel and interval, with so much room by group and interval.
    fn fill_within(&self, needs: &[Vec<f64>], room: &[Vec<f64>]) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
        let scenario = self.scenario;
        let mut fractions = vec![vec![0.0; scenario.intervals()]; scenario.agent_groups.len()];
        let mut short = vec![vec![0.0; scenario.intervals()]; scenario.channels.len()];
        let mut order: Vec<usize> = (0..scenario.channels.len()).collect();
        order.sort_by_key(|channel| scenario.channels[*channel].kind == ChannelKind::Deferred);
        for interval in 0..scenario.intervals() {
            let day = scenario.calendar.day_of_interval(interval);
            for channel in &order {
                short[*channel][interval] =
                    self.fill_one(&mut fractions, room, needs[*channel][interval], *channel, interval, day);
            }
        }
        (fractions, short)
    }

    /// What is left over of the need.
    fn fill_one(
        &self,
        fractions: &mut [Vec<f64>],
        room: &[Vec<f64>],
        need: f64,
        channel: usize,
        interval: usize,
        day: usize,
    ) -> f64 {
        let mut left = need;
        // first each group within its part, then whoever has room and takes the channel at all
        for part in [Part::OwnShare, Part::Anything] {
            for group in self.order.iter().copied() {
                let of = &self.scenario.agent_groups[group];
                let covers = self.coverage[channel][group];
                if left <= 1e-9 || covers <= 0.0 || !of.works_on(day) {
                    continue;
                }
                let worth = (1.0 - of.absence) / of.handle_factor_on(day);
                let left_over = of
                    .most_on_duty()
                    .map_or(f64::INFINITY, |most| (most.floor() - fractions[group][interval]).max(0.0))
                    .min((room[group][interval] - fractions[group][interval]).max(0.0));
                let wanted = match part {
                    Part::OwnShare => left.min(covers * need),
                    Part::Anything => left,
                };
                let agents = (wanted / worth).min(left_over);
                fractions[group][interval] += agents;
                left -= agents * worth;
            }
        }
        left.max(0.0)
    }

    fn count(&self, group: GroupId, fractions: &[f64]) -> Vec<u32> {
        let most = self.scenario.agent_groups[group.0].most_on_duty().map_or(f64::INFINITY, f64::floor);
        let a_day = self.scenario.calendar.intervals_per_day();
        let mut carried = 0.0;
        fractions
            .iter()
            .enumerate()
            .map(|(interval, fraction)| {
                if interval % a_day == 0 {
                    carried = 0.0;
                }
                let agents = match self.counting {
                    Counting::Up => (fraction - 1e-6).ceil().max(0.0),
                    Counting::Nearest => (fraction + 0.5).floor(),
                    Counting::Carry if *fraction < LEAST_AGENT => 0.0,
                    Counting::Carry => (fraction + carried).round().max(1.0),
                };
                let agents = agents.min(most);
                carried = (carried + fraction - agents).clamp(-0.5, 0.5);
                agents as u32
            })
            .collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    OwnShare,
    Anything,
}
