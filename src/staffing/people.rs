//! Giving the shifts of a week to people, one by one.
//!
//! Day by day, those with most days of their rota left work (which finds an assignment whenever days alone allow one), and
//! among them who has worked fewest hours gets the longest shift, so that overtime is small. Hours past those of a week are
//! overtime; days past those of the rota are rest days worked; both count against the cap of the calendar month.

use super::unstaffable::HeadsBind;
use crate::scenario::model::ShiftRules;

/// A person's season so far.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Person {
    /// Day of the season from which the person takes contacts.
    pub(super) since: usize,
    /// Hours beyond the ordinary in the current month.
    extra_this_month: f64,
    month: usize,
    days: u32,
    hours: f64,
}

impl Person {
    /// A new one.
    pub(super) fn hired_on(day: usize) -> Self {
        Person { since: day, ..Person::default() }
    }
}

/// Hours of a week beyond the ordinary.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct ExtraHours {
    pub(super) overtime: f64,
    pub(super) rest_day: f64,
}

/// Shifts of a day of a week.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct DayShifts {
    /// Number of the calendar month.
    pub(super) month: usize,
    /// Paid hours of each shift, longest first.
    pub(super) hours: Vec<f64>,
}

/// Gives a week's shifts to people, or tells what they are too few for.
pub(super) fn assign_week(
    people: &mut [Person],
    week: &[DayShifts],
    rules: &ShiftRules,
) -> Result<ExtraHours, (usize, HeadsBind)> {
    let mut extra = ExtraHours::default();
    people.iter_mut().for_each(|person| (person.days, person.hours) = (0, 0.0));
    for (place, day) in week.iter().enumerate() {
        let shifts = day.hours.len();
        if shifts > people.len() {
            return Err((place, HeadsBind::ShiftsOfADay));
        }
        for person in people.iter_mut().filter(|person| person.month != day.month) {
            (person.month, person.extra_this_month) = (day.month, 0.0);
        }
        let mut order: Vec<usize> = (0..people.len()).collect();
        order.sort_by(|a, b| {
            let (a, b) = (&people[*a], &people[*b]);
            a.days
                .cmp(&b.days)
                .then(a.hours.total_cmp(&b.hours))
                .then(a.extra_this_month.total_cmp(&b.extra_this_month))
        });
        let able = |person: &Person| person.days < rules.days_a_week + rules.rest_days_worked;
        if shifts > 0 && !able(&people[order[shifts - 1]]) {
            return Err((place, HeadsBind::DaysOfAWeek));
        }
        let (chosen, others) = order.split_at_mut(shifts);
        chosen.sort_by(|a, b| people[*a].hours.total_cmp(&people[*b].hours));
        let mut spare = 0;
        for (index, hours) in chosen.iter().zip(&day.hours) {
            let mut worker = *index;
            // someone who would pass the cap of the month gives way to someone who would not
            while !fits(&people[worker], *hours, rules) {
                let Some(other) = others.get(spare).filter(|other| able(&people[**other])) else {
                    return Err((place, HeadsBind::HoursOfAWeek));
                };
                (worker, spare) = (*other, spare + 1);
            }
            let (overtime, rest_day) = beyond(&people[worker], *hours, rules);
            let person = &mut people[worker];
            person.days += 1;
            person.extra_this_month += overtime + rest_day;
            if rest_day == 0.0 {
                person.hours += hours;
            }
            extra.overtime += overtime;
            extra.rest_day += rest_day;
        }
    }
    Ok(extra)
}

/// Overtime and rest-day hours that a shift brings a person.
fn beyond(person: &Person, hours: f64, rules: &ShiftRules) -> (f64, f64) {
    if person.days >= rules.days_a_week {
        (0.0, hours)
    } else {
        let over = |hours: f64| (hours - rules.hours_a_week).max(0.0);
        (over(person.hours + hours) - over(person.hours), 0.0)
    }
}

fn fits(person: &Person, hours: f64, rules: &ShiftRules) -> bool {
    let (overtime, rest_day) = beyond(person, hours, rules);
    let more = overtime + rest_day;
    more <= 0.0 || person.extra_this_month + more <= rules.overtime_month_h + 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::model::ShiftCover;

    fn rules(days: u32, rest_days: u32, overtime_month_h: f64) -> ShiftRules {
        ShiftRules {
            starts_s: vec![0],
            lengths_s: vec![8 * 3600],
            breaks: Vec::new(),
            days_a_week: days,
            rest_days_worked: rest_days,
            hours_a_week: 40.0,
            overtime_month_h,
            cover: ShiftCover::Full,
        }
    }

    fn week(shifts_by_day: [usize; 7], hours: f64) -> Vec<DayShifts> {
        shifts_by_day.map(|shifts| DayShifts { month: 0, hours: vec![hours; shifts] }).to_vec()
    }

    fn people(count: usize) -> Vec<Person> {
        vec![Person::hired_on(0); count]
    }

    #[test]
    fn seven_people_cover_five_a_day() {
        let rules = rules(5, 0, 0.0);
        assert_eq!(assign_week(&mut people(7), &week([5; 7], 8.0), &rules), Ok(ExtraHours::default()));
        assert_eq!(assign_week(&mut people(6), &week([5; 7], 8.0), &rules), Err((6, HeadsBind::DaysOfAWeek)));
        assert_eq!(assign_week(&mut people(4), &week([5; 7], 8.0), &rules), Err((0, HeadsBind::ShiftsOfADay)));
    }

    #[test]
    fn a_sixth_day_is_overtime_in_the_rota_and_a_rest_day_beyond_it() {
        let in_rota = assign_week(&mut people(6), &week([5, 5, 5, 5, 5, 5, 6], 8.0), &rules(6, 0, 36.0));
        assert_eq!(in_rota, Ok(ExtraHours { overtime: 48.0, rest_day: 0.0 }));
        let beyond = assign_week(&mut people(6), &week([5, 5, 5, 5, 5, 5, 6], 8.0), &rules(5, 1, 36.0));
        assert_eq!(beyond, Ok(ExtraHours { overtime: 0.0, rest_day: 48.0 }));
        let too_much = assign_week(&mut people(6), &week([5, 5, 5, 5, 5, 5, 6], 8.0), &rules(5, 1, 7.0));
        assert_eq!(too_much, Err((6, HeadsBind::HoursOfAWeek)));
    }

    #[test]
    fn overtime_of_a_month_adds_up_and_starts_again() {
        let rules = rules(6, 0, 12.0);
        let mut team = people(1);
        let six_days = week([1, 1, 1, 1, 1, 1, 0], 8.0);
        assert_eq!(assign_week(&mut team, &six_days, &rules).map(|extra| extra.overtime), Ok(8.0));
        assert_eq!(assign_week(&mut team, &six_days, &rules), Err((5, HeadsBind::HoursOfAWeek)));
        let mut team = people(1);
        assert!(assign_week(&mut team, &six_days, &rules).is_ok());
        let next_month: Vec<DayShifts> =
            six_days.iter().map(|day| DayShifts { month: 1, hours: day.hours.clone() }).collect();
        assert_eq!(assign_week(&mut team, &next_month, &rules).map(|extra| extra.overtime), Ok(8.0));
    }

    #[test]
    fn the_longest_shift_goes_to_who_has_worked_least() {
        let rules = rules(5, 0, 0.0);
        let days = [vec![10.0, 6.0], vec![10.0, 6.0], vec![10.0, 6.0], vec![10.0, 6.0], vec![8.0, 8.0]];
        let week: Vec<DayShifts> = days.into_iter().map(|hours| DayShifts { month: 0, hours }).collect();
        assert_eq!(assign_week(&mut people(2), &week, &rules), Ok(ExtraHours::default()));
    }
}
