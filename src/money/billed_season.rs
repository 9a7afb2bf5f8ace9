//! A season as the bill of one contract sees it.

use std::ops::Range;

use super::fees::{FeeRole, role};
use super::kpis;
use super::listed_prices;
use super::volumes::Volumes;
use crate::scenario::model::{ChannelId, Contract, GroupId, KpiMetric, Scenario};

/// All that a contract's bill asks of a season. Fees and KPI clauses are named by their places in the contract.
pub(super) trait BilledSeason {
    /// Contacts handled by people or bot in a segment.
    fn handled(&self, segment: usize) -> f64;

    /// Money at listed prices of a fee in a segment, and its units for tiers.
    fn listed(&self, fee: usize, segment: usize) -> (f64, f64);

    /// What a KPI is the ratio of, over some segments; `groups` are those that occupancy is taken over.
    fn kpi_terms(&self, kpi: usize, groups: &[GroupId], segments: Range<usize>) -> (f64, f64);

    /// First contacts on a KPI's channel over some segments.
    fn fresh(&self, kpi: usize, segments: Range<usize>) -> f64;
}

/// Volumes under a contract.
pub(super) struct BilledVolumes<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) contract: &'a Contract,
    pub(super) volumes: &'a Volumes,
}

impl BilledVolumes<'_> {
    fn channel_of(&self, kpi: usize) -> Option<ChannelId> {
        self.contract.kpis[kpi].channel
    }
}

impl BilledSeason for BilledVolumes<'_> {
    fn handled(&self, segment: usize) -> f64 {
        self.volumes.sum(segment..segment + 1, None).handled()
    }

    fn listed(&self, fee: usize, segment: usize) -> (f64, f64) {
        let fee = &self.contract.fees[fee].kind;
        if role(fee) == FeeRole::IndividualCharge {
            let of_channel = self.volumes.sum(segment..segment + 1, listed_prices::channel(fee));
            return (listed_prices::charge(fee, &of_channel), 0.0);
        }
        let streams = self.scenario.streams.iter().zip(self.volumes.streams(segment)).enumerate();
        streams.fold((0.0, 0.0), |(money, units), (id, (stream, volume))| {
            let billed_s = |meter| self.volumes.billed_s(segment, id, meter);
            let (its_money, its_units) = listed_prices::of_stream(fee, stream, volume, billed_s);
            (money + its_money, units + its_units)
        })
    }

    fn kpi_terms(&self, kpi: usize, groups: &[GroupId], segments: Range<usize>) -> (f64, f64) {
        match self.contract.kpis[kpi].metric {
            KpiMetric::Occupancy => {
                let time = self.volumes.group_time(segments, groups);
                (time.busy_s, time.available_s)
            }
            metric => kpis::terms(metric, &self.volumes.sum(segments, self.channel_of(kpi))),
        }
    }

    fn fresh(&self, kpi: usize, segments: Range<usize>) -> f64 {
        self.volumes.sum(segments, self.channel_of(kpi)).fresh
    }
}
