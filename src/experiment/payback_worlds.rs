//! A scenario played under its plans, and what people cost there: one of the two worlds that a payback compares.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use super::observer::Observer;
use super::played_volumes::{plan_and_play, play_volumes, price_all};
use super::run::{ExperimentSettings, RunError, find_staffing};
use crate::engine::Season;
use crate::money::{LineKind, Statement, Volumes};
use crate::scenario::model::{GroupId, Month, Scenario, StaffingPlan};
use crate::statistics::{Confidence, Estimate, SetsOf};

/// Lines of a statement's cost that people do not make.
const NOT_PEOPLE: [&str; 8] = [
    "telecom",
    "bot_sessions",
    "bot_minutes",
    "bot_month",
    "bot_write_off",
    "value_added_work",
    "overhead",
    "sales_tax",
];

/// A scenario played under each of its plans, of which only one contract's world is kept.
pub(super) struct PlayedPlans<'s> {
    /// Under the plan of that contract.
    pub(super) world: World<'s>,
    /// Profits by contract, each under its own plan, and replication.
    pub(super) profits: Vec<Vec<f64>>,
}

impl<'s> PlayedPlans<'s> {
    /// Finds the plans of the scenario's rule, plays the run's replications under each, and keeps the world of a contract.
    ///
    /// # Errors
    /// When there is no plan, or `stop` is set.
    pub(super) fn play(
        scenario: &'s Scenario,
        contract: usize,
        settings: ExperimentSettings,
        observer: &dyn Observer,
        stop: &AtomicBool,
    ) -> Result<Self, RunError> {
        let season = Season::new(scenario);
        let staffing = find_staffing(&season, settings, observer, stop)?;
        let mut profits = vec![Vec::new(); scenario.contracts.len()];
        let mut kept = None;
        for (index, plan) in staffing.plans.into_iter().enumerate() {
            let volumes = play_volumes(&season, &plan, settings.seed, 0..settings.replications, observer, stop)?;
            let world = World::new(scenario, plan, volumes);
            for (number, profits) in profits.iter_mut().enumerate() {
                if staffing.plan_of_contract[number] == index {
                    *profits = world.profits(number);
                }
            }
            if staffing.plan_of_contract[contract] == index {
                kept = Some(world);
            }
        }
        Ok(PlayedPlans { world: kept.expect("the plan of every contract is among the plans"), profits })
    }
}

/// A scenario played under one plan.
pub(super) struct World<'s> {
    scenario: &'s Scenario,
    plan: StaffingPlan,
    volumes: Vec<Volumes>,
    cost_of_people: f64,
}

impl<'s> World<'s> {
    /// Finds the plans of the scenario's rule and plays the run's replications under that of a contract.
    ///
    /// # Errors
    /// When there is no plan, or `stop` is set.
    pub(super) fn play(
        scenario: &'s Scenario,
        contract: usize,
        settings: ExperimentSettings,
        observer: &dyn Observer,
        stop: &AtomicBool,
    ) -> Result<Self, RunError> {
        let (plan, volumes) = plan_and_play(&Season::new(scenario), contract, settings, observer, stop)?;
        Ok(World::new(scenario, plan, volumes))
    }

    fn new(scenario: &'s Scenario, plan: StaffingPlan, volumes: Vec<Volumes>) -> Self {
        // people cost the same under every contract and in every season: the plan is paid, not the contacts
        let cost_of_people = of_people(&price_all(scenario, &plan, 0, &volumes[..1])[0]);
        World { scenario, plan, volumes, cost_of_people }
    }

    pub(super) fn scenario(&self) -> &'s Scenario {
        self.scenario
    }

    pub(super) fn volumes(&self) -> &[Volumes] {
        &self.volumes
    }

    /// Profits under a contract, by replication.
    fn profits(&self, contract: usize) -> Vec<f64> {
        price_all(self.scenario, &self.plan, contract, &self.volumes).iter().map(Statement::profit).collect()
    }

    /// The mean over replications, whose totals are in their order.
    pub(super) fn mean(&self, values: &[f64]) -> Option<Estimate> {
        SetsOf::of_run(&self.scenario.run).mean(values, Confidence::default())
    }

    /// Share of the contacts that met the bot that it contains.
    pub(super) fn containment(&self) -> f64 {
        let (mut contained, mut met) = (0.0, 0.0);
        for volumes in &self.volumes {
            let season = volumes.season();
            contained += season.contained;
            met += season.bot_handled;
        }
        if met > 0.0 { contained / met } else { 0.0 }
    }

    /// Hours on duty over the season.
    pub(super) fn agent_hours(&self) -> f64 {
        self.groups().map(|group| self.plan.agent_hours(self.scenario, group)).sum()
    }

    /// Hours on duty in a month of the season.
    pub(super) fn agent_hours_in(&self, month: &Month) -> f64 {
        let on_duty = |group| self.plan.on_duty(group)[self.intervals_of(month)].iter().map(|it| f64::from(*it));
        self.groups().flat_map(on_duty).sum::<f64>() * self.scenario.calendar.interval_hours()
    }

    /// Cost of people over the season, without overhead.
    pub(super) fn cost_of_people(&self) -> f64 {
        self.cost_of_people
    }

    /// Cost of people in a month of the season: by its paid hours.
    pub(super) fn cost_of_people_in(&self, month: &Month) -> f64 {
        let season = self.scheduled_in(0..self.scenario.intervals());
        if season > 0.0 { self.cost_of_people * self.scheduled_in(self.intervals_of(month)) / season } else { 0.0 }
    }

    /// Agents scheduled, summed over groups and intervals.
    fn scheduled_in(&self, intervals: Range<usize>) -> f64 {
        let of_group = |group| -> f64 {
            intervals.clone().map(|interval| self.plan.scheduled(self.scenario, group, interval)).sum()
        };
        self.groups().map(of_group).sum()
    }

    fn groups(&self) -> impl Iterator<Item = GroupId> + use<> {
        (0..self.plan.required.len()).map(GroupId)
    }

    fn intervals_of(&self, month: &Month) -> Range<usize> {
        let a_day = self.scenario.calendar.intervals_per_day();
        month.first_day * a_day..(month.first_day + month.days) * a_day
    }
}

fn of_people(statement: &Statement) -> f64 {
    let is_of_people = |name: &str| !NOT_PEOPLE.contains(&name);
    let costs = statement.lines.iter().filter(|line| line.kind == LineKind::Cost && is_of_people(&line.name));
    costs.map(|line| line.amount).sum()
}
