//! The seasons that are drawn and not played.

use std::ops::Range;

use super::first_contacts::{ExpectedDays, FirstContacts};
use crate::sampling::{Key, SeasonFactors, TabledBusyness};
use crate::scenario::model::Scenario;

/// Where the keys of the control are, apart from those of replications, of their sets, and of planning.
const CONTROL: u64 = u64::MAX - 2;
/// What a key of the control is for.
const TABLES: u64 = 0;
const LEVELS: u64 = 1;
const MEAN: u64 = 2;

/// Seasons that tell the levels of the tables: a prime.
const FOR_LEVELS: u32 = 257;
/// Seasons that tell means, over all groups of replications: so many that what they leave is little beside single contacts; fewer where
/// a season's volumes have so many more cells than this that pricing them would cost more than it saves, but not fewer than that.
const SEASONS: usize = 8_192;
const FEW_CELLS: usize = 2_000;
const FEWEST_SEASONS: usize = 2_048;
/// Fewest for one group.
const FEWEST_A_GROUP: u32 = 41;

/// Draws seasons as the scenario has them: lattices of season factor, busyness and surges, a shift each, with Poisson counts and absence.
#[derive(Debug, Clone)]
pub(super) struct DrawnSeasons {
    control: Key,
    expected: ExpectedDays,
    busyness: TabledBusyness,
    /// Seasons for a group of replications: a prime.
    a_group: u32,
}

impl DrawnSeasons {
    /// For so many groups, and volumes of so many cells.
    pub(super) fn new(scenario: &Scenario, seed: u64, groups: u32, cells: usize) -> Self {
        let all = (SEASONS * FEW_CELLS / cells.max(1)).clamp(FEWEST_SEASONS, SEASONS) as u32;
        DrawnSeasons {
            control: Key::replication(seed, CONTROL),
            expected: ExpectedDays::new(scenario),
            busyness: TabledBusyness::new(&scenario.demand.busyness),
            a_group: prime_from(all.div_ceil(groups.max(1)).max(FEWEST_A_GROUP)),
        }
    }

    /// What the scenario expects.
    pub(super) fn expected(&self) -> &ExpectedDays {
        &self.expected
    }

    /// The key of a season that is played for the tables.
    pub(super) fn key_of_table(&self, number: usize) -> Key {
        self.control.and(TABLES).and(number as u64)
    }

    /// The seasons that tell levels.
    pub(super) fn seasons_for_levels(&self) -> Range<u32> {
        0..FOR_LEVELS
    }

    /// First contacts of a season that tells levels, and the key of its absence.
    pub(super) fn season_for_levels(&self, scenario: &Scenario, index: u32) -> (FirstContacts, Key) {
        self.draw(scenario, self.control.and(LEVELS), (index, FOR_LEVELS))
    }

    /// The seasons of a group.
    pub(super) fn seasons_of_group(&self) -> Range<u32> {
        0..self.a_group
    }

    /// First contacts of a group's season, and the key of its absence.
    pub(super) fn season_of_group(&self, scenario: &Scenario, group: u32, index: u32) -> (FirstContacts, Key) {
        self.draw(scenario, self.control.and(MEAN).and(u64::from(group)), (index, self.a_group))
    }

    fn draw(&self, scenario: &Scenario, set: Key, place: (u32, u32)) -> (FirstContacts, Key) {
        let member = set.and(0).and(u64::from(place.0));
        let factors = SeasonFactors::of_lattice(scenario, &self.busyness, set.and(1), place);
        (FirstContacts::drawn(scenario, &self.expected, &factors, member), member)
    }
}

/// The least prime that is not below a number of two or more.
fn prime_from(number: u32) -> u32 {
    let is_prime = |number: &u32| {
        (2..).take_while(|factor| factor * factor <= *number).all(|factor| !number.is_multiple_of(factor))
    };
    (number..).find(is_prime).unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn primes_are_found() {
        assert_eq!([2, 3, 4, 24, 25, 200, 205, 1_028].map(prime_from), [2, 3, 5, 29, 29, 211, 211, 1_031]);
    }
}
