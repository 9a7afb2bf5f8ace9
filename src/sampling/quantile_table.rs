//! A quantile function as a table: one distribution costs as much to draw from as any other.
//!
//! The 32 random bits are split into a side (upper or lower half of the distribution) and a distance from that end, `v`,
//! between 1/2 and 2^31. Segments are spaced by the floating-point bits of `v`: 32 to an octave, so that both tails are as
//! finely resolved as the middle. In each segment the quantile function is a chord, shifted so that the segment's mean is
//! exact. Relative error of a quantile is below 1e-4; tails beyond 2^-32 are cut off.

use super::quantile::{Tail, quantile};
use crate::scenario::model::Distribution;

/// Segments in an octave, as a power of two.
const SEGMENT_BITS: u32 = 5;
/// Mantissa bits dropped to get a segment.
const SHIFT: u32 = 23 - SEGMENT_BITS;
/// First segment: `v` = 1/2.
const FIRST: u32 = 0.5_f32.to_bits() >> SHIFT;
/// Octaves from 1/2 to 2^31, and one more because the conversion to `f32` may round up to 2^31.
const OCTAVES: usize = 33;
const SEGMENTS: usize = OCTAVES << SEGMENT_BITS;

#[derive(Debug, Clone, Copy)]
struct Chord {
    base: f32,
    slope: f32,
}

/// A tabulated quantile function.
#[derive(Debug, Clone)]
pub struct QuantileTable {
    /// Lower half, then upper half.
    chords: Vec<Chord>,
}

impl QuantileTable {
    /// Tabulates a distribution with finite values; the table's unit is the distribution's.
    pub fn new(distribution: &Distribution) -> Self {
        let mut chords = Vec::with_capacity(2 * SEGMENTS);
        for tail in [Tail::Lower, Tail::Upper] {
            for segment in 0..SEGMENTS {
                chords.push(chord(distribution, tail, segment));
            }
        }
        QuantileTable { chords }
    }

    /// The value for 32 random bits.
    #[inline]
    pub fn value(&self, bits: u32) -> f32 {
        let distance = (bits & 0x7FFF_FFFF) as f32 + 0.5;
        let segment = ((distance.to_bits() >> SHIFT) - FIRST) as usize;
        let chord = self.chords[(bits >> 31) as usize * SEGMENTS + segment];
        chord.base + chord.slope * distance
    }
}

fn chord(distribution: &Distribution, tail: Tail, segment: usize) -> Chord {
    let start = f64::from(f32::from_bits((FIRST + segment as u32) << SHIFT));
    let end = f64::from(f32::from_bits((FIRST + segment as u32 + 1) << SHIFT));
    let at = |distance: f64| quantile(distribution, tail, (distance / 4_294_967_296.0).min(0.75));
    let slope = (at(end) - at(start)) / (end - start);
    // Gauss-Legendre with three nodes for the segment's mean
    let (middle, half) = (0.5 * (start + end), 0.5 * (end - start));
    let node = half * 0.6_f64.sqrt();
    let mean = (5.0 * at(middle - node) + 8.0 * at(middle) + 5.0 * at(middle + node)) / 18.0;
    Chord { base: (mean - slope * middle) as f32, slope: slope as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and standard deviation over a grid of all leading 20 bits.
    fn moments(distribution: &Distribution) -> (f64, f64) {
        let table = QuantileTable::new(distribution);
        let n = 1_u32 << 20;
        let values = (0..n).map(|i| f64::from(table.value((i << 12) | 0x800)));
        let (sum, squares) = values.fold((0.0, 0.0), |(sum, squares), value| (sum + value, squares + value * value));
        let mean = sum / f64::from(n);
        (mean, (squares / f64::from(n) - mean * mean).sqrt())
    }

    #[test]
    fn means_and_deviations_are_those_of_the_distribution() {
        let cases = [
            (Distribution::Exponential { mean_s: 120.0 }, 120.0, 120.0),
            (Distribution::Lognormal { mean_s: 300.0, cv: 1.0 }, 300.0, 300.0),
            (Distribution::Gamma { mean_s: 300.0, cv: 0.5 }, 300.0, 150.0),
            (Distribution::Weibull { shape: 2.0, scale_s: 100.0 }, 88.622_692_545, 46.325_137_5),
        ];
        for (distribution, mean, deviation) in cases {
            let (found_mean, found_deviation) = moments(&distribution);
            assert!((found_mean / mean - 1.0).abs() < 1e-4, "{distribution:?}: mean {found_mean}");
            assert!((found_deviation / deviation - 1.0).abs() < 3e-3, "{distribution:?}: deviation {found_deviation}");
        }
    }

    #[test]
    fn values_rise_with_the_quantile_and_have_no_gap_at_the_median() {
        let table = QuantileTable::new(&Distribution::Lognormal { mean_s: 300.0, cv: 1.5 });
        // lower half ascends with the bits, upper half descends: distances count from the ends
        let mut last = 0.0;
        for step in 0..(1_u32 << 16) {
            let value = table.value(step << 15);
            assert!(value >= last * (1.0 - 2e-4), "falls at {step}: {last} then {value}");
            last = value;
        }
        for step in (0..(1_u32 << 16)).rev() {
            let value = table.value(0x8000_0000 | (step << 15));
            assert!(value >= last * (1.0 - 2e-4), "falls at {step}: {last} then {value}");
            last = value;
        }
        let (below, above) = (table.value(0x7FFF_FFFF), table.value(0xFFFF_FFFF));
        assert!((below / above - 1.0).abs() < 1e-3, "{below} and {above} around the median");
    }

    #[test]
    fn extreme_bits_give_finite_values() {
        for distribution in [Distribution::Exponential { mean_s: 1.0 }, Distribution::Gamma { mean_s: 1.0, cv: 3.0 }] {
            let table = QuantileTable::new(&distribution);
            for bits in [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0x8000_0001, 0xFFFF_FFFF] {
                let value = table.value(bits);
                assert!(value.is_finite() && value >= 0.0, "{distribution:?} {bits:x}: {value}");
            }
        }
    }
}
