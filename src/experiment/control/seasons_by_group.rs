//! The control of a run: tables of every plan, and means over drawn seasons from groups of replications.

use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

use super::day_tables::DayTables;
use super::demand_of_days::SeasonLoads;
use super::drawn_seasons::DrawnSeasons;
use super::first_contacts::FirstContacts;
use super::records::{ControlRecords, ControlledReplication, GROUP, GroupMean};
use super::residuals::{Matches, Residual};
use crate::engine::{Season, Tally};
use crate::experiment::observer::Observer;
use crate::experiment::run::RunError;
use crate::money::{Pricer, Volumes};
use crate::sampling::Key;
use crate::scenario::model::{Scenario, StaffingPlan};

/// A replication's number, and its residuals by plan.
pub(in crate::experiment) type ReplicationResiduals = (u32, Vec<Option<Residual>>);

/// The control of all plans of a run.
#[derive(Debug)]
pub(in crate::experiment) struct SeasonsByGroup<'c> {
    scenario: &'c Scenario,
    seed: u64,
    drawn: DrawnSeasons,
    /// By plan; none without contracts, and where tables would say nothing.
    tables: Vec<Option<DayTables>>,
    /// By plan; nothing without tables.
    records: Vec<Option<ControlRecords>>,
}

impl<'c> SeasonsByGroup<'c> {
    /// Plays the tables of plans, each with its contracts' pricers, before any replication.
    pub(in crate::experiment) fn play(
        season: &Season<'c>,
        plans: &[StaffingPlan],
        pricers: &[Vec<Pricer>],
        seed: u64,
        observer: &dyn Observer,
        stop: &AtomicBool,
    ) -> Result<Self, RunError> {
        let scenario = season.scenario();
        let groups = scenario.run.replications.div_ceil(GROUP);
        let drawn = DrawnSeasons::new(scenario, seed, groups, Volumes::empty(scenario).places());
        let of_plan = |(plan, pricers): (&StaffingPlan, &Vec<Pricer>)| match pricers.is_empty() {
            true => Ok(None),
            false => DayTables::play(season, plan, pricers, &drawn, observer, stop),
        };
        let tables = plans.iter().zip(pricers).map(of_plan).collect::<Result<Vec<_>, RunError>>()?;
        let records = tables.iter().map(|tables| tables.as_ref().map(|_| ControlRecords::default())).collect();
        Ok(SeasonsByGroup { scenario, seed, drawn, tables, records })
    }

    /// What a replication was beyond the tables, by plan.
    pub(in crate::experiment) fn residuals(
        &self,
        number: u32,
        volumes: Vec<Volumes>,
        tallies: &[Tally],
        pricers: &[Vec<Pricer>],
    ) -> Vec<Option<Residual>> {
        let replication = Key::replication(self.seed, u64::from(number));
        let plans = self.tables.iter().zip(pricers).zip(volumes.into_iter().zip(tallies));
        plans
            .map(|((tables, pricers), played)| {
                let tables = tables.as_ref()?;
                Some(Residual::new(self.scenario, (tables, pricers), &self.drawn, replication, played))
            })
            .collect()
    }

    /// Takes in replications, in the order of their numbers.
    pub(in crate::experiment) fn take_in(&mut self, replications: &[ReplicationResiduals], pricers: &[Vec<Pricer>]) {
        for members in replications.chunk_by(|(one, _), (other, _)| one / GROUP == other / GROUP) {
            let Some((first, _)) = members.first() else { continue };
            let means = self.means(first / GROUP, members, pricers);
            for (plan, (records, mean)) in self.records.iter_mut().zip(means).enumerate() {
                let (Some(records), Some(mean)) = (records, mean) else { continue };
                for (_, residuals) in members {
                    records.replications.push(ControlledReplication {
                        tabled_profits: residuals[plan].as_ref().map_or(Vec::new(), |it| it.tabled_profits.clone()),
                        mean: records.means.len(),
                    });
                }
                records.means.push(mean);
            }
        }
    }

    /// The means over a group's drawn seasons, by plan.
    fn means(&self, group: u32, members: &[ReplicationResiduals], pricers: &[Vec<Pricer>]) -> Vec<Option<GroupMean>> {
        let scenario = self.scenario;
        let seasons: Vec<(FirstContacts, Key)> = self
            .drawn
            .seasons_of_group()
            .into_par_iter()
            .map(|index| self.drawn.season_of_group(scenario, group, index))
            .collect();
        let of_plan = |(plan, tables): (usize, &Option<DayTables>)| {
            let tables = tables.as_ref()?;
            let residuals: Vec<&Residual> =
                members.iter().filter_map(|(_, residuals)| residuals[plan].as_ref()).collect();
            let loads: Vec<SeasonLoads> = seasons
                .par_iter()
                .map(|(first_contacts, key)| tables.loads_drawn(scenario, first_contacts, *key))
                .collect();
            let matches = Matches::new(scenario, &loads, &residuals);
            let priced: Vec<GroupMean> = loads
                .par_iter()
                .enumerate()
                .map_init(
                    || tables.blank(),
                    |sums, (season, loads)| {
                        tables.fill(loads, sums);
                        matches.add_residuals(scenario, tables, season, &residuals, sums);
                        GroupMean::of_season(scenario, sums, &pricers[plan])
                    },
                )
                .collect();
            GroupMean::of(priced)
        };
        self.tables.iter().enumerate().map(of_plan).collect()
    }

    /// The control of each plan's replications.
    pub(in crate::experiment) fn records(&self) -> &[Option<ControlRecords>] {
        &self.records
    }
}
