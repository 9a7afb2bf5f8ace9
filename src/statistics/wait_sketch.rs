//! Percentiles of waits from counts by wait class.
//!
//! The classes are those of [`Tally::wait_class`]: exact up to 15 ticks, then eight an octave. Within a class, waits
//! are taken as spread evenly, so that a percentile is off by at most the class's width, an eighth of its value.

use crate::engine::{TICKS_PER_SECOND, Tally};

/// Answered contacts by wait class; merging in any order gives the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WaitSketch {
    counts: Vec<u64>,
}

impl WaitSketch {
    /// Adds counts by class, as [`Tally::waits`] gives them.
    pub fn add(&mut self, counts: &[u64]) {
        if self.counts.len() < counts.len() {
            self.counts.resize(counts.len(), 0);
        }
        self.counts.iter_mut().zip(counts).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// Adds another sketch.
    pub fn merge(&mut self, other: &WaitSketch) {
        self.add(&other.counts);
    }

    /// Number of waits.
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The wait in seconds that a share `p` of the contacts do not pass. `None` without waits.
    pub fn percentile(&self, p: f64) -> Option<f64> {
        let n = self.n();
        if n == 0 {
            return None;
        }
        let wanted = p.clamp(0.0, 1.0) * n as f64;
        let mut before = 0u64;
        let mut last = 0.0;
        for (class, count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let (floor, width) = class_bounds(class);
            last = floor + width;
            if (before + count) as f64 >= wanted {
                let share = ((wanted - before as f64) / *count as f64).clamp(0.0, 1.0);
                last = floor + share * width;
                break;
            }
            before += count;
        }
        Some(last / TICKS_PER_SECOND as f64)
    }
}

/// Least wait of a class and how far the class reaches beyond it, ticks.
fn class_bounds(class: usize) -> (f64, f64) {
    let floor = Tally::wait_class_floor(class);
    let width = if class < 16 { 0 } else { Tally::wait_class_floor(class + 1).saturating_sub(floor + 1) };
    (floor as f64, width as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(waits_s: &[f64]) -> WaitSketch {
        let mut counts = vec![0; crate::engine::WAIT_CLASSES];
        for wait in waits_s {
            counts[Tally::wait_class((wait * TICKS_PER_SECOND as f64) as u64)] += 1;
        }
        let mut sketch = WaitSketch::default();
        sketch.add(&counts);
        sketch
    }

    #[test]
    fn percentiles_are_within_a_class_of_the_true_ones() {
        let waits: Vec<f64> = (0..10_000).map(|k| f64::from(k) * 0.01).collect();
        let sketch = sketch(&waits);
        for (p, wait) in [(0.5, 50.0), (0.9, 90.0), (0.99, 99.0)] {
            let found = sketch.percentile(p).unwrap();
            assert!((found - wait).abs() < wait / 8.0, "{p}: {found}");
        }
        // An even spread makes the interpolation nearly exact.
        assert!((sketch.percentile(0.5).unwrap() - 50.0).abs() < 0.1);
    }

    #[test]
    fn no_wait_is_exactly_zero() {
        let sketch = sketch(&[0.0, 0.0, 0.0, 30.0]);
        assert_eq!((sketch.n(), sketch.percentile(0.5)), (4, Some(0.0)));
    }

    #[test]
    fn empty_single_and_constant_data() {
        assert_eq!(WaitSketch::default().percentile(0.5), None);
        let one = sketch(&[20.0]).percentile(0.5).unwrap();
        assert!((one - 20.0).abs() < 20.0 / 8.0);
        let constant = sketch(&[20.0; 50]);
        assert!((constant.percentile(0.01).unwrap() - constant.percentile(0.99).unwrap()).abs() < 20.0 / 8.0);
    }

    #[test]
    fn merging_in_any_order_gives_the_same() {
        let (mut left, mut right) = (sketch(&[1.0, 2.0]), sketch(&[3.0, 400.0]));
        let (first, second) = (left.clone(), right.clone());
        left.merge(&second);
        right.merge(&first);
        assert_eq!(left, right);
    }
}
