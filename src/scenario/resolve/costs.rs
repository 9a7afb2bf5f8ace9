//! Costs, the courier's own cost, and satisfaction.

use super::names::shown_duration;
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems};
use crate::scenario::model::{Costs, InHouse, Satisfaction, Supervisors};
use crate::scenario::written::{CostsWritten, InHouseWritten, SatisfactionWritten};

/// Paid hours of a full-time month in China: 21.75 days (the Ministry of Human Resources' rule) of 8 hours.
const USUAL_HOURS_MONTH: f64 = 174.0;

/// What the outsourcer pays. Wage factors default to those of the Chinese Labour Law, article 44.
pub(super) fn costs(written: &CostsWritten) -> Costs {
    let supervisors = written
        .supervisors
        .as_ref()
        .and_then(|supervisors| Some(Supervisors { span: supervisors.span?.0, wage_month: supervisors.wage_month?.0 }));
    Costs {
        social_charges: written.social_charges.map_or(0.0, |share| share.0),
        seat_month: written.seat_month.map_or(0.0, |amount| amount.0),
        supervisors,
        telecom_minute: written.telecom_minute.map_or(0.0, |amount| amount.0),
        overhead: written.overhead.map_or(0.0, |share| share.0),
        sales_tax: written.sales_tax.map_or(0.0, |share| share.0),
        hours_month: written.hours_month.map_or(USUAL_HOURS_MONTH, |hours| hours.0),
        overtime_factor: written.overtime_factor.map_or(1.5, |factor| factor.0),
        rest_day_factor: written.rest_day_factor.map_or(2.0, |factor| factor.0),
        holiday_factor: written.holiday_factor.map_or(3.0, |factor| factor.0),
        night_allowance_hour: written.night_allowance_hour.map_or(0.0, |amount| amount.0),
    }
}

/// What the courier would pay to do it itself.
pub(super) fn in_house(
    written: &InHouseWritten,
    costs: &Costs,
    path: &KeyPath,
    problems: &mut Problems,
) -> Option<InHouse> {
    let shrinkage = written.shrinkage.map_or(0.0, |share| share.0);
    if shrinkage >= 1.0 {
        problems.at(
            &path.key("shrinkage"),
            Complaint::new(shrinkage, "must be less than 1").remedy("some paid time must be left for contacts"),
        );
    }
    Some(InHouse {
        wage_month: written.wage_month?.0,
        seat_month: written.seat_month.map_or(0.0, |amount| amount.0),
        overhead: written.overhead.map_or(0.0, |share| share.0),
        shrinkage,
        social_charges: written.social_charges.map_or(costs.social_charges, |share| share.0),
    })
}

/// Satisfaction as a model.
pub(super) fn satisfaction(
    written: &SatisfactionWritten,
    path: &KeyPath,
    problems: &mut Problems,
) -> Option<Satisfaction> {
    let path = path.key("by_wait");
    let mut by_wait: Vec<(f64, f64)> = Vec::new();
    for (place, point) in written.by_wait.as_ref()?.iter().enumerate() {
        let (wait, value) = (point.wait.as_ref()?.0, point.value?.0);
        if by_wait.last().is_some_and(|(before, _)| *before >= wait) {
            let complaint = Complaint::new(shown_duration(wait), "must be longer than the wait before it");
            problems.at(
                &path.index(place).key("wait"),
                complaint.remedy("put the points in ascending order, each wait once"),
            );
        }
        by_wait.push((wait, value));
    }
    let best = by_wait.first()?.1;
    let unresolved_factor = written.unresolved_factor?.0;
    let bot_resolved = written.bot_resolved.map_or(best, |value| value.0);
    Some(Satisfaction {
        by_wait,
        unresolved_factor,
        bot_resolved,
        bot_unresolved: written.bot_unresolved.map_or(bot_resolved * unresolved_factor, |value| value.0),
        not_served: written.not_served.map_or(0.0, |value| value.0),
    })
}
