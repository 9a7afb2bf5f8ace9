//! What the control came to, season by season.

use crate::experiment::money_figure::{MoneyFigure, MoneyFigures};
use crate::experiment::replication::ContractRecord;
use crate::money::{Pricer, Volumes};
use crate::scenario::model::Scenario;
use crate::statistics::SetsOf;

/// One season of the control.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ControlRecord {
    handled: f64,
    orders_served: f64,
    /// By contract, in the order of the pricers.
    contracts: Vec<MoneyFigures>,
}

impl ControlRecord {
    pub(super) fn new(scenario: &Scenario, volumes: &Volumes, pricers: &[Pricer]) -> Self {
        let season = volumes.season();
        let figures = |pricer: &Pricer| (&ContractRecord::from(&pricer.price_volumes(scenario, volumes))).into();
        ControlRecord {
            handled: season.handled(),
            orders_served: season.orders_served,
            contracts: pricers.iter().map(figures).collect(),
        }
    }
}

/// The control of a plan's replications, in their order, and of the seasons that tell its expected value.
#[derive(Debug, Clone)]
pub(in crate::experiment) struct ControlRecords {
    pub(super) played: Vec<ControlRecord>,
    pub(super) drawn: Vec<ControlRecord>,
    /// How the drawn ones make observations.
    pub(super) drawn_sets: SetsOf,
}

impl ControlRecords {
    /// The part of the contract at a position among the plan's.
    pub(in crate::experiment) fn of_contract(&self, position: usize) -> ContractControl<'_> {
        ContractControl { records: self, position }
    }
}

/// The control of one contract.
#[derive(Debug, Clone, Copy)]
pub(in crate::experiment) struct ContractControl<'c> {
    records: &'c ControlRecords,
    position: usize,
}

impl ContractControl<'_> {
    /// A figure of the control of the replications, and of the drawn seasons.
    pub(in crate::experiment) fn figures(&self, figure: MoneyFigure) -> [Vec<f64>; 2] {
        self.by_season(|season| season.contracts[self.position].get(figure))
    }

    /// Contacts handled by people or contained by the bot.
    pub(in crate::experiment) fn handled(&self) -> [Vec<f64>; 2] {
        self.by_season(|season| season.handled)
    }

    /// Orders served.
    pub(in crate::experiment) fn orders_served(&self) -> [Vec<f64>; 2] {
        self.by_season(|season| season.orders_served)
    }

    /// How the drawn seasons make observations.
    pub(in crate::experiment) fn drawn_sets(&self) -> SetsOf {
        self.records.drawn_sets
    }

    fn by_season(&self, pick: impl Fn(&ControlRecord) -> f64) -> [Vec<f64>; 2] {
        [&self.records.played, &self.records.drawn].map(|seasons| seasons.iter().map(&pick).collect())
    }
}
