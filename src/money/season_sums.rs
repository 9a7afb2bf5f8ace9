//! A season as the sums that bills are made of.

use std::ops::Range;
use std::sync::Arc;

use super::billed_season::BilledSeason;
use super::running_costs::RunningVolumes;
use super::sum_layout::{ContractPlaces, Places, SumLayout};
use super::volumes::Volumes;
use crate::scenario::model::{ChannelId, GroupId, Scenario};

/// What some contracts' bills ask of a season, by segment. See [`VolumeTables`](super::VolumeTables), which makes them.
#[derive(Debug, Clone, PartialEq)]
pub struct SeasonSums {
    pub(super) layout: Arc<SumLayout>,
    /// By segment: a row as the layout has it.
    pub(super) values: Vec<f64>,
}

impl SeasonSums {
    /// Nothing.
    pub(super) fn blank(layout: &Arc<SumLayout>) -> Self {
        SeasonSums { values: vec![0.0; layout.segments.count() * layout.row], layout: layout.clone() }
    }

    /// Those of volumes.
    pub(super) fn of(layout: &Arc<SumLayout>, scenario: &Scenario, volumes: &Volumes) -> Self {
        let mut sums = SeasonSums::blank(layout);
        for (segment, row) in sums.values.chunks_mut(layout.row).enumerate() {
            for (block, streams) in layout.blocks.iter().zip(&layout.streams) {
                for stream in streams {
                    let of_stream = layout.of_stream(scenario, volumes, segment, *stream);
                    row[block.clone()].iter_mut().zip(of_stream).for_each(|(sum, value)| *sum += value);
                }
            }
            for (group, place) in layout.groups.iter().enumerate() {
                let Some(place) = place else { continue };
                let time = volumes.group_time(segment..segment + 1, &[GroupId(group)]);
                (row[*place], row[place + 1]) = (time.busy_s, time.available_s);
            }
        }
        sums
    }

    /// By how much these are more than others of the same contracts.
    pub fn less(mut self, other: &SeasonSums) -> Self {
        self.values.iter_mut().zip(&other.values).for_each(|(mine, theirs)| *mine -= theirs);
        self
    }

    /// Adds the contacts of a channel on a day, so many times.
    pub fn add_channel_day(&mut self, other: &SeasonSums, day: usize, channel: ChannelId, times: f64) {
        let block = self.layout.blocks[channel.0].clone();
        self.add_block(other, day, block, times);
    }

    /// Adds the time of a group on a day.
    pub fn add_group_day(&mut self, other: &SeasonSums, day: usize, group: GroupId) {
        if let Some(place) = self.layout.groups[group.0] {
            self.add_block(other, day, place..place + 2, 1.0);
        }
    }

    fn add_block(&mut self, other: &SeasonSums, day: usize, block: Range<usize>, times: f64) {
        for segment in self.layout.segments.of_days(day..day + 1) {
            let start = segment * self.layout.row;
            let places = start + block.start..start + block.end;
            self.values[places.clone()]
                .iter_mut()
                .zip(&other.values[places])
                .for_each(|(mine, more)| *mine += times * more);
        }
    }

    /// Contacts handled by people or contained by the bot.
    pub fn handled(&self) -> f64 {
        self.season(&self.layout.handled)
    }

    /// Orders served.
    pub fn orders_served(&self) -> f64 {
        self.season(&self.layout.orders_served)
    }

    /// What running costs are counted on.
    pub fn running(&self) -> RunningVolumes {
        RunningVolumes {
            talk_s: self.season(&self.layout.talk_s),
            bot_handled: self.season(&self.layout.bot_handled),
            bot_time_s: self.season(&self.layout.bot_time_s),
        }
    }

    fn season(&self, places: &Places) -> f64 {
        self.sum(0..self.layout.segments.count(), places)
    }

    fn sum(&self, segments: Range<usize>, places: &Places) -> f64 {
        let rows =
            self.values[segments.start * self.layout.row..segments.end * self.layout.row].chunks(self.layout.row);
        rows.fold(0.0, |total, row| places.iter().fold(total, |total, place| total + row[*place]))
    }

    /// As one contract's bill sees them.
    pub(super) fn under(&self, contract: usize) -> BilledSums<'_> {
        BilledSums { sums: self, places: &self.layout.contracts[contract] }
    }
}

/// Sums under a contract.
pub(super) struct BilledSums<'a> {
    sums: &'a SeasonSums,
    places: &'a ContractPlaces,
}

impl BilledSums<'_> {
    fn in_segment(&self, segment: usize, places: &Places) -> f64 {
        self.sums.sum(segment..segment + 1, places)
    }
}

impl BilledSeason for BilledSums<'_> {
    fn handled(&self, segment: usize) -> f64 {
        self.in_segment(segment, &self.sums.layout.handled)
    }

    fn listed(&self, fee: usize, segment: usize) -> (f64, f64) {
        let (money, units) = &self.places.fees[fee];
        (self.in_segment(segment, money), self.in_segment(segment, units))
    }

    fn kpi_terms(&self, kpi: usize, _: &[GroupId], segments: Range<usize>) -> (f64, f64) {
        let places = &self.places.kpis[kpi];
        (self.sums.sum(segments.clone(), &places.dividend), self.sums.sum(segments, &places.divisor))
    }

    fn fresh(&self, kpi: usize, segments: Range<usize>) -> f64 {
        self.sums.sum(segments, &self.places.kpis[kpi].fresh)
    }
}
