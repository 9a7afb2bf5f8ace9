//! Which shifts may be worked, and what labour rules make of them.

use super::LaidBreak;

/// A break within a shift. It is off duty: whoever is on it takes no contacts, and unless it is paid it is not working time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct BreakRule {
    /// Its length, seconds.
    pub length_s: u32,
    /// Earliest start after the start of the shift, seconds.
    pub not_before_s: u32,
    /// Latest start after the start of the shift, seconds.
    pub not_after_s: u32,
    /// Only in shifts longer than this, seconds.
    pub shifts_over_s: u32,
    /// Whether it is working time.
    pub pay: BreakPay,
}

/// Whether a break is working time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakPay {
    /// A meal: not paid.
    Unpaid,
    /// A rest that counts as work.
    Paid,
}

/// How closely shifts follow the requirement.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShiftCover {
    /// Every interval of every group has at least what is required.
    Full,
    /// An agent short for an hour weighs this much money against the cost of shifts.
    ShortHour(f64),
    /// The sum of absolute differences between scheduled and required is least; cost decides among equals.
    Nearest,
}

/// Allowed shifts and the labour rules on them, the same for all groups.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ShiftRules {
    /// Seconds of the day at which shifts may start, ascending; multiples of the interval.
    pub starts_s: Vec<u32>,
    /// Lengths from first to last minute, breaks within, ascending; multiples of the interval.
    pub lengths_s: Vec<u32>,
    /// Breaks, in the order in which they are taken.
    pub breaks: Vec<BreakRule>,
    /// Days of the rota in a week of seven days from the season's first.
    pub days_a_week: u32,
    /// Rest days beyond the rota that a person may be asked to work in a week, at the rest-day rate.
    pub rest_days_worked: u32,
    /// Hours of a week at the ordinary rate; what a person works beyond them on days of the rota is overtime.
    pub hours_a_week: f64,
    /// Most hours of overtime and rest-day work of one person in a calendar month.
    pub overtime_month_h: f64,
    /// How closely shifts follow the requirement.
    pub cover: ShiftCover,
}

impl ShiftRules {
    /// Every way to place the breaks of a shift of a length, in steps of an interval; one empty way where it has none, no way
    /// where they do not fit. Breaks keep their order and do not touch.
    pub fn break_placements(&self, length_s: u32, interval_s: u32) -> Vec<Vec<LaidBreak>> {
        let mut ways: Vec<Vec<LaidBreak>> = vec![Vec::new()];
        for rule in self.breaks_of(length_s) {
            let latest = rule.not_after_s.min(length_s.saturating_sub(rule.length_s));
            ways = ways
                .into_iter()
                .flat_map(|way| {
                    let free = way.last().map_or(0, |before| before.after_s + before.length_s + 1);
                    let first = rule.not_before_s.max(free).next_multiple_of(interval_s);
                    (first..=latest.max(first))
                        .step_by(interval_s as usize)
                        .filter(move |start| *start <= latest && start + rule.length_s <= length_s)
                        .map(move |after_s| {
                            let mut longer = way.clone();
                            longer.push(LaidBreak { after_s, length_s: rule.length_s });
                            longer
                        })
                })
                .collect();
        }
        ways
    }

    /// Paid seconds of a shift of a length.
    pub fn paid_s(&self, length_s: u32) -> u32 {
        let unpaid = self.breaks_of(length_s).filter(|rule| rule.pay == BreakPay::Unpaid).map(|rule| rule.length_s);
        length_s.saturating_sub(unpaid.sum())
    }

    /// Seconds of a shift of a length that are not on a break.
    pub fn working_s(&self, length_s: u32) -> u32 {
        length_s.saturating_sub(self.breaks_of(length_s).map(|rule| rule.length_s).sum())
    }

    /// The breaks that a shift of a length has.
    pub fn breaks_of(&self, length_s: u32) -> impl Iterator<Item = &BreakRule> {
        self.breaks.iter().filter(move |rule| length_s > rule.shifts_over_s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(breaks: Vec<BreakRule>) -> ShiftRules {
        ShiftRules {
            starts_s: vec![0],
            lengths_s: vec![4 * 3600, 9 * 3600],
            breaks,
            days_a_week: 5,
            rest_days_worked: 0,
            hours_a_week: 40.0,
            overtime_month_h: 0.0,
            cover: ShiftCover::Full,
        }
    }

    fn meal() -> BreakRule {
        BreakRule {
            length_s: 3600,
            not_before_s: 3 * 3600,
            not_after_s: 5 * 3600,
            shifts_over_s: 6 * 3600,
            pay: BreakPay::Unpaid,
        }
    }

    #[test]
    fn a_meal_has_five_places_in_two_hours() {
        let rules = rules(vec![meal()]);
        let starts: Vec<u32> = rules.break_placements(9 * 3600, 1800).iter().map(|way| way[0].after_s / 1800).collect();
        assert_eq!(starts, [6, 7, 8, 9, 10]);
        assert_eq!(rules.break_placements(4 * 3600, 1800), vec![Vec::new()]);
        assert_eq!((rules.paid_s(9 * 3600), rules.paid_s(4 * 3600)), (8 * 3600, 4 * 3600));
    }

    #[test]
    fn a_paid_rest_is_off_duty_and_paid() {
        let rest =
            BreakRule { length_s: 1800, not_before_s: 0, not_after_s: u32::MAX, shifts_over_s: 0, pay: BreakPay::Paid };
        let rules = rules(vec![meal(), rest]);
        assert_eq!((rules.paid_s(9 * 3600), rules.working_s(9 * 3600)), (8 * 3600, 27_000));
        for way in rules.break_placements(9 * 3600, 1800) {
            assert_eq!(way.len(), 2);
            assert!(way[1].after_s > way[0].after_s + way[0].length_s && way[1].after_s + 1800 <= 9 * 3600);
        }
    }

    #[test]
    fn a_break_that_does_not_fit_leaves_no_way() {
        let late = BreakRule { not_before_s: 9 * 3600, not_after_s: 9 * 3600, ..meal() };
        assert!(rules(vec![late]).break_placements(9 * 3600, 1800).is_empty());
    }
}
