//! Playing the tables of one plan, and asking them.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::demand_of_days::{DemandOfDays, SeasonLoads};
use super::drawn_seasons::DrawnSeasons;
use super::first_contacts::FirstContacts;
use crate::engine::{Season, Tally, Workspace, simulate_factors};
use crate::experiment::observer::Observer;
use crate::experiment::run::RunError;
use crate::money::{DayEffect, DayLoads, Pricer, SeasonSums, VolumeTables, Volumes};
use crate::sampling::{Key, SeasonFactors};
use crate::scenario::model::{ChannelId, ChannelKind, Scenario, StaffingPlan, StreamId};
use crate::statistics::sorted_percentile;

/// Levels at which every day is played, evenly spaced: service is a curve over the load, and straight lines between wide levels would be
/// above it on the busiest days, by more than single contacts make.
const LEVELS: usize = 15;
/// The first and the last level: quantiles of the days' loads.
const ENDS: [f64; 2] = [0.002, 0.998];
/// Where levels are no further apart than this, loads are taken not to vary.
const SAME_LEVEL: f64 = 0.01;

/// The tables of one plan.
#[derive(Debug)]
pub(super) struct DayTables {
    volumes: VolumeTables,
    /// Of an outage of the bot; none where there are no outages.
    outage: Option<DayEffect>,
    demand: DemandOfDays,
}

impl DayTables {
    /// Plays the tables. `None` where demand and presence do not vary, so that they would say nothing.
    pub(super) fn play(
        season: &Season,
        plan: &StaffingPlan,
        pricers: &[Pricer],
        drawn: &DrawnSeasons,
        observer: &dyn Observer,
        stop: &AtomicBool,
    ) -> Result<Option<Self>, RunError> {
        let scenario = season.scenario();
        let play = |number: usize, level: f64, has_outages: bool| {
            let key = drawn.key_of_table(number);
            let factors = SeasonFactors::at_level(scenario, key, level);
            let factors = if has_outages { factors.with_outage_every_day(scenario, key) } else { factors };
            let mut tally = Tally::new(scenario);
            if !stop.load(Ordering::Relaxed) {
                simulate_factors(season, plan, (key, &factors), &mut Workspace::default(), &mut tally);
                observer.advance(0, tally.sum_channel(scenario, 0..scenario.intervals(), None).offered());
            }
            (key, tally)
        };
        let (_, expected) = play(0, 1.0, false);
        let demand = DemandOfDays::new(scenario, plan, drawn.expected(), &expected);
        let Some(levels) = levels(scenario, &demand, drawn) else { return Ok(None) };
        let play_level = |(number, level): (usize, &f64)| {
            let (key, tally) = play(1 + number, *level, false);
            let volumes = Volumes::of(scenario, &tally);
            let first_contacts = FirstContacts::counted(drawn.expected(), &volumes);
            (demand.counted(scenario, &first_contacts, &tally, key).of_days, volumes)
        };
        // the most demanding first, so that no thread begins with it when the others are done
        let longest_first = levels.par_iter().enumerate().rev().with_max_len(1).map(play_level);
        let (mut seasons, with_outages) = rayon::join(
            || longest_first.collect::<Vec<(DayLoads, Volumes)>>(),
            || has_outages(scenario).then(|| play(1 + LEVELS, 1.0, true)),
        );
        seasons.reverse();
        let is_deferred = |channel: &ChannelId| scenario.channels[channel.0].kind == ChannelKind::Deferred;
        let deferred: Vec<ChannelId> = (0..scenario.channels.len()).map(ChannelId).filter(is_deferred).collect();
        let volumes = VolumeTables::new(scenario, pricers, &seasons, &deferred);
        let mut tables = DayTables { volumes, outage: None, demand };
        if let Some((key, tally)) = with_outages {
            tables.outage = Some(tables.effect_of_outages(scenario, drawn, key, &tally));
        }
        if stop.load(Ordering::Relaxed) {
            return Err(RunError::Interrupted);
        }
        Ok(Some(tables))
    }

    /// The loads at which to look up a season that was played under a key, with these first contacts.
    pub(super) fn loads_counted(
        &self,
        scenario: &Scenario,
        first_contacts: &FirstContacts,
        tally: &Tally,
        replication: Key,
    ) -> SeasonLoads {
        self.demand.counted(scenario, first_contacts, tally, replication)
    }

    /// The loads at which to look up a season that is not played.
    pub(super) fn loads_drawn(&self, scenario: &Scenario, first_contacts: &FirstContacts, member: Key) -> SeasonLoads {
        self.demand.drawn(scenario, first_contacts, member)
    }

    /// What the tables say of a season.
    pub(super) fn fill(&self, loads: &SeasonLoads, sums: &mut SeasonSums) {
        self.volumes.fill(&loads.of_days, sums);
        let Some(outage) = &self.outage else { return };
        let days = loads.outages.iter().enumerate().filter(|(_, is_out)| **is_out);
        days.for_each(|(day, _)| outage.add_to(&self.volumes, &loads.of_days, day, sums));
    }

    /// From a season with an outage on every day.
    fn effect_of_outages(&self, scenario: &Scenario, drawn: &DrawnSeasons, key: Key, tally: &Tally) -> DayEffect {
        let volumes = Volumes::of(scenario, tally);
        let first_contacts = FirstContacts::counted(drawn.expected(), &volumes);
        let loads = self.loads_counted(scenario, &first_contacts, tally, key).of_days;
        let meets_bot = |stream: &StreamId| scenario.streams[stream.0].bot.is_some();
        let streams: Vec<StreamId> = (0..scenario.streams.len()).map(StreamId).filter(meets_bot).collect();
        DayEffect::new(&self.volumes, scenario, (&loads, &volumes), &streams)
    }

    /// Sums to be filled.
    pub(super) fn blank(&self) -> SeasonSums {
        self.volumes.blank()
    }

    /// The sums of a simulated season.
    pub(super) fn sums_of(&self, scenario: &Scenario, simulated: &Volumes) -> SeasonSums {
        self.volumes.sums_of(scenario, simulated)
    }

    /// The groups whose time hangs on a channel's load.
    pub(super) fn groups_by(&self, channel: usize) -> impl Iterator<Item = usize> + '_ {
        self.demand.groups_by(channel)
    }
}

fn has_outages(scenario: &Scenario) -> bool {
    let outage = scenario.bot.as_ref().and_then(|bot| bot.outage);
    outage.is_some_and(|outage| outage.chance_per_day > 0.0)
}

/// Levels between the ends of the days' loads over drawn seasons; `None` where loads do not vary.
fn levels(scenario: &Scenario, demand: &DemandOfDays, drawn: &DrawnSeasons) -> Option<Vec<f64>> {
    let of_season = |index| {
        let (first_contacts, key) = drawn.season_for_levels(scenario, index);
        demand.drawn(scenario, &first_contacts, key).demand
    };
    let mut loads: Vec<f64> = drawn.seasons_for_levels().into_par_iter().flat_map_iter(of_season).collect();
    loads.sort_by(f64::total_cmp);
    let [least, most] = ENDS.map(|share| sorted_percentile(&loads, share));
    let (least, most) = (least?, most?);
    let step = (most - least) / (LEVELS - 1) as f64;
    (least > 0.0 && most - least > SAME_LEVEL).then(|| (0..LEVELS).map(|level| least + level as f64 * step).collect())
}
