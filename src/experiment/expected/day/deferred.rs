//! The deferred work of a day: what arrives, what is left over, and when it is answered.

use super::super::backlog::{Batch, serve, share_within};
use super::super::coming::Lineage;
use super::super::counts::ExpectedCell;
use super::super::crew::Crew;
use super::super::satisfaction;
use super::super::stream_shares::StreamShares;
use super::{Arrivals, DayPlay};
use crate::scenario::model::StreamId;

impl DayPlay<'_> {
    /// A deferred desk's interval: new work joins the backlog, and as much is done as its groups have time for.
    pub(super) fn deferred(
        &mut self,
        number: usize,
        base: &[Arrivals],
        shares: &[StreamShares],
        place: usize,
        occupancy: &[f64],
    ) {
        let scenario = self.plant.scenario;
        let desk = &self.plant.deferred[number];
        let interval = self.day * scenario.calendar.intervals_per_day() + place;
        let interval_s = f64::from(scenario.calendar.interval_s);
        for stream in &desk.streams {
            let of = &shares[stream.0];
            let arrivals = self.with_quick_returns(stream.0, &base[stream.0], of.refused, of.falsely_contained);
            let cell = self.count_arrivals(&arrivals, of, stream.0);
            self.part.cells[place * scenario.streams.len() + stream.0] += &cell;
            self.send_on(stream.0, &arrivals, of.refused, of.falsely_contained, place);
            let fresh: f64 = arrivals.by_row[..self.plant.rows.levels(stream.0)].iter().sum();
            let contacts = arrivals.total * of.to_people;
            if contacts > 0.0 {
                self.backlog[number].push_back(Batch {
                    interval,
                    stream: stream.0,
                    contacts,
                    fresh: fresh * of.to_people,
                    work_s: of.work_s,
                });
            }
        }
        let crew = Crew::of(scenario, self.plant.plan, &desk.groups, interval, self.state.presence_deviation);
        let free_s: Vec<f64> = crew
            .members()
            .iter()
            .map(|(group, present, factor)| present * (1.0 - occupancy[group.0]) * interval_s / factor)
            .collect();
        let capacity_s: f64 = free_s.iter().sum();
        let served = serve(&mut self.backlog[number], capacity_s);
        let done_s: f64 = served.iter().map(|batch| batch.contacts * batch.work_s).sum();
        if done_s > 0.0 {
            for (group, present, _) in crew.members() {
                let share = (1.0 - occupancy[group.0]) * done_s / capacity_s;
                self.add_time(place, group.0, *present, share);
            }
        }
        for batch in served {
            let resolution = crew.resolution(scenario, StreamId(batch.stream));
            self.count_deferred(&batch, interval, crew.handle_factor, resolution);
            // arrivals of this interval are over: who would come back within it comes with the others
            let rows = &self.plant.rows;
            let later = 1.0 - rows.repeat_delay(batch.stream).at_once();
            if later > 0.0 {
                let contacts = batch.contacts * (1.0 - resolution) / later;
                self.follow(rows.row(batch.stream, Lineage::Repeat, 0), contacts, place);
            }
        }
    }

    fn count_deferred(&mut self, batch: &Batch, now: usize, handle_factor: f64, resolution: f64) {
        let scenario = self.plant.scenario;
        let interval_s = f64::from(scenario.calendar.interval_s);
        let stream = &scenario.streams[batch.stream];
        let within_s = scenario.channels[stream.channel.0].service.within_s;
        let intervals_later = now - batch.interval;
        let wait_s = intervals_later as f64 * interval_s;
        let contacts = batch.contacts * self.state.chance;
        let mut cell = ExpectedCell { handle_s: contacts * batch.work_s * handle_factor, ..ExpectedCell::default() };
        let volume = &mut cell.volume;
        volume.answered = contacts;
        volume.answered_within = contacts * share_within(within_s, intervals_later, interval_s);
        volume.resolved_by_people = contacts * resolution;
        volume.orders_served = batch.fresh * self.state.chance;
        volume.wait_answered_s = contacts * wait_s;
        volume.talk_s = cell.handle_s * stream.talk_share;
        if let Some(curve) = &scenario.satisfaction {
            volume.satisfaction = contacts
                * satisfaction::of_wait(curve, wait_s)
                * (resolution + (1.0 - resolution) * curve.unresolved_factor);
        }
        self.part.answered_later.push((batch.interval, batch.stream, cell));
    }
}
