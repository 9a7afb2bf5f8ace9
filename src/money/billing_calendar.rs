//! The season as one contract's clauses cut it: months, surcharges, forecast.

use std::ops::Range;

use super::segments::{Segments, is_within};
use crate::scenario::model::{ChannelId, Contract, DayKind, Scenario, Surcharge, SurchargeWhen};

/// A calendar month, or the part of it in the season.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BillingMonth {
    /// Its segments.
    pub(super) segments: Range<usize>,
    /// Season days over days of the month: what monthly fees and limits are multiplied by.
    pub(super) share: f64,
    /// Expected fresh contacts.
    pub(super) forecast: f64,
}

/// Months and surcharges of one contract by segment.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BillingCalendar {
    pub(super) segments: Segments,
    pub(super) months: Vec<BillingMonth>,
    /// Factor on volume fees by segment.
    pub(super) surcharge: Vec<f64>,
    /// Factor by segment of surcharges on whole days only, for what has no time of day.
    pub(super) surcharge_of_day: Vec<f64>,
    /// A segment's share of its month's time in the season.
    share_of_month: Vec<f64>,
}

impl BillingCalendar {
    /// Prepares the season for one contract.
    pub(super) fn of(scenario: &Scenario, contract: &Contract) -> Self {
        let segments = Segments::of(scenario);
        let mut months = Vec::new();
        let mut share_of_month = vec![0.0; segments.count()];
        for month in scenario.calendar.months() {
            let days = month.first_day..month.first_day + month.days;
            let of_month = segments.of_days(days);
            for segment in of_month.clone() {
                share_of_month[segment] = segments.share_of_day(segment) / month.days as f64;
            }
            let forecast = forecast(scenario, &segments, of_month.clone(), None);
            months.push(BillingMonth { segments: of_month, share: month.share, forecast });
        }
        let factors = |applies: &dyn Fn(&Surcharge, usize) -> bool| -> Vec<f64> {
            (0..segments.count())
                .map(|segment| {
                    let factors = contract.surcharges.iter().filter(|one| applies(one, segment)).map(|one| one.factor);
                    factors.reduce(f64::max).unwrap_or(1.0)
                })
                .collect()
        };
        let on_day = |one: &Surcharge, segment: usize| {
            let day = segments.day(segment);
            match one.when {
                SurchargeWhen::Days(first, last) => first <= day && day <= last,
                SurchargeWhen::Hours(..) => false,
                SurchargeWhen::Holidays => scenario.calendar.day_kinds[day] == DayKind::StatutoryHoliday,
                SurchargeWhen::RestDays => scenario.calendar.day_kinds[day] == DayKind::RestDay,
            }
        };
        let at_hours = |one: &Surcharge, segment: usize| match one.when {
            SurchargeWhen::Hours(from, to) => {
                is_within((from, to), scenario.calendar.second_of_day(segments.intervals(segment).start))
            }
            _ => false,
        };
        let surcharge_of_day = factors(&on_day);
        let surcharge = factors(&|one, segment| on_day(one, segment) || at_hours(one, segment));
        BillingCalendar { segments, months, surcharge, surcharge_of_day, share_of_month }
    }

    /// Spreads a month's amount evenly over the month's time in the season.
    pub(super) fn spread(&self, month: &BillingMonth, amount: f64, by_segment: &mut [f64]) {
        for segment in month.segments.clone() {
            by_segment[segment] += amount * self.share_of_month[segment];
        }
    }
}

/// Expected fresh contacts of some segments, on one channel or on all.
pub(super) fn forecast(
    scenario: &Scenario,
    segments: &Segments,
    range: Range<usize>,
    channel: Option<ChannelId>,
) -> f64 {
    if range.is_empty() {
        return 0.0;
    }
    let intervals = segments.intervals(range.start).start..segments.intervals(range.end - 1).end;
    scenario
        .streams
        .iter()
        .filter(|stream| channel.is_none_or(|wanted| stream.channel == wanted))
        .flat_map(|stream| &stream.expected_contacts[intervals.clone()])
        .sum()
}
