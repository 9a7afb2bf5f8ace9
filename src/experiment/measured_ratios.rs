//! The measures of all scopes as exact moments over independent observations: replications, or sets of them.

use std::collections::BTreeMap;

use super::measure::{Measure, ScopeTotals};
use crate::statistics::{Confidence, Estimate, RatioMoments};

/// Numerators and denominators of one scope.
type Terms = [(u64, u64); Measure::COUNT];

/// A set of which not all replications have come.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
struct OpenSet {
    replications: u32,
    /// By scope.
    terms: Vec<Terms>,
}

/// Moments of every measure by scope. Merging in any order, and in any split of the replications, gives the same.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct MeasuredRatios {
    set_size: u32,
    moments: Vec<[RatioMoments; Measure::COUNT]>,
    /// By number of the set.
    open: BTreeMap<u32, OpenSet>,
}

impl MeasuredRatios {
    /// Nothing yet; `set_size` replications make one observation.
    pub(super) fn new(scopes: usize, set_size: u32) -> Self {
        let moments = vec![[RatioMoments::default(); Measure::COUNT]; scopes];
        MeasuredRatios { set_size: set_size.max(1), moments, open: BTreeMap::new() }
    }

    /// Takes in what a replication counted in each scope.
    pub(super) fn add(&mut self, replication: u32, totals: &[ScopeTotals]) {
        let terms = totals.iter().map(|totals| Measure::ALL.map(|measure| measure.terms(totals))).collect();
        self.add_part(replication / self.set_size, OpenSet { replications: 1, terms });
    }

    fn add_part(&mut self, number: u32, part: OpenSet) {
        let set = match self.open.remove(&number) {
            None => part,
            Some(mut set) => {
                set.replications += part.replications;
                for (mine, theirs) in set.terms.iter_mut().flatten().zip(part.terms.iter().flatten()) {
                    mine.0 += theirs.0;
                    mine.1 += theirs.1;
                }
                set
            }
        };
        if set.replications >= self.set_size {
            close(&mut self.moments, &set);
        } else {
            self.open.insert(number, set);
        }
    }

    /// Takes in what another has taken in.
    pub(super) fn merge(&mut self, other: MeasuredRatios) {
        assert_eq!(self.set_size, other.set_size, "both are of the same run");
        for (mine, theirs) in self.moments.iter_mut().flatten().zip(other.moments.iter().flatten()) {
            mine.merge(theirs);
        }
        other.open.into_iter().for_each(|(number, part)| self.add_part(number, part));
    }

    /// The estimate of a measure in a scope; unfinished sets count as they are.
    pub(super) fn estimate(&self, scope: usize, measure: Measure, confidence: Confidence) -> Option<Estimate> {
        let mut moments = self.moments[scope][measure.index()];
        for set in self.open.values() {
            let (numerator, denominator) = set.terms[scope][measure.index()];
            moments.add(numerator, denominator);
        }
        moments.estimate(confidence)
    }
}

fn close(moments: &mut [[RatioMoments; Measure::COUNT]], set: &OpenSet) {
    for (moments, (numerator, denominator)) in moments.iter_mut().flatten().zip(set.terms.iter().flatten()) {
        moments.add(*numerator, *denominator);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Cell;

    fn totals(answered: u64, abandoned: u64) -> Vec<ScopeTotals> {
        vec![ScopeTotals { cell: Cell { answered, abandoned, ..Cell::default() }, ..ScopeTotals::default() }]
    }

    fn abandonment(ratios: &MeasuredRatios) -> Estimate {
        ratios.estimate(0, Measure::Abandonment, Confidence::default()).expect("contacts were counted")
    }

    #[test]
    fn sets_are_summed_before_they_are_observed() {
        let counts = [(8, 2), (6, 4), (9, 1), (5, 5), (7, 3)];
        let mut whole = MeasuredRatios::new(1, 2);
        counts.iter().enumerate().for_each(|(number, (a, b))| whole.add(number as u32, &totals(*a, *b)));
        let mut by_hand = RatioMoments::default();
        [(6, 20), (6, 20), (3, 10)].iter().for_each(|(x, y)| by_hand.add(*x, *y));
        assert_eq!(Some(abandonment(&whole)), by_hand.estimate(Confidence::default()));

        // split in the middle of a set, and merged backwards
        let [mut late, mut early] = [2, 2].map(|size| MeasuredRatios::new(1, size));
        for (number, (a, b)) in counts.iter().enumerate() {
            let part = if number < 3 { &mut early } else { &mut late };
            part.add(number as u32, &totals(*a, *b));
        }
        late.merge(early);
        assert_eq!(abandonment(&late), abandonment(&whole));
    }
}
