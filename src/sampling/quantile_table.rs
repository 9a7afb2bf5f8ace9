//! A quantile function as a table: one distribution costs as much to draw from as any other, in integers alone.
//!
//! The 32 random bits are split into a side (upper or lower half of the distribution) and a distance from that end: the odd
//! number `d` = 1, 3, ... 2^32 - 1 stands for the tail probability d / 2^33. Segments are spaced by the leading bits of `d`:
//! 32 to an octave, so that both tails are as finely resolved as the middle. In each segment the quantile function is a
//! chord, shifted so that the segment's mean is exact. Relative error of a quantile is below 1e-4; tails beyond 2^-33 are cut off.

use super::quantile::{Tail, quantile};
use crate::scenario::model::Distribution;
use std::sync::Arc;

/// Segments in an octave, as a power of two.
const SEGMENT_BITS: u32 = 5;
/// Bits of a place within a segment.
const PLACE_BITS: u32 = 31 - SEGMENT_BITS;
const SEGMENTS: usize = 32 << SEGMENT_BITS;
/// Exponent of 1.0 as a floating-point number stores it, in steps: where the first octave starts.
const FIRST_OCTAVE: u64 = (f64::MAX_EXP as u64 - 1) << SEGMENT_BITS;
/// Values are kept in units of a power of two such that the largest has at most this many bits.
const VALUE_BITS: i32 = 30;

/// Value at the start of a segment, and by how much it is more at the end.
#[derive(Debug, Clone, Copy)]
struct Chord {
    base: i32,
    rise: i32,
}

/// The chords of a table: lower half, then upper half.
#[derive(Debug, Clone)]
pub(super) struct Chords([Chord; 2 * SEGMENTS]);

impl Chords {
    /// The value for 32 random bits, in whole units; at least zero.
    #[inline(always)]
    pub(super) fn units(&self, bits: u32) -> u32 {
        // as a floating-point number, which holds it exactly, the odd distance is its octave, step and place side by side
        let distance = f64::from(bits << 1 | 1).to_bits();
        let octave_and_step =
            (distance >> (f64::MANTISSA_DIGITS - 1 - SEGMENT_BITS)).wrapping_sub(FIRST_OCTAVE) as usize;
        let half = (bits >> 31) as usize * SEGMENTS;
        let chord = self.0[half | (octave_and_step & (SEGMENTS - 1))];
        let place = (distance >> (f64::MANTISSA_DIGITS - 1 - SEGMENT_BITS - PLACE_BITS)) & ((1 << PLACE_BITS) - 1);
        (chord.base + ((i64::from(chord.rise) * place as i64) >> PLACE_BITS) as i32).max(0) as u32
    }

    /// Mean and mean square of the values, in units and their square.
    pub(super) fn moments(&self) -> (f64, f64) {
        let of_chord = |(at, chord): (usize, &Chord)| {
            let octave = (at % SEGMENTS) >> SEGMENT_BITS;
            let weight = libm::ldexp(1.0, octave as i32 - SEGMENT_BITS as i32 - 33);
            let (base, rise) = (f64::from(chord.base), f64::from(chord.rise));
            (weight * (base + 0.5 * rise), weight * (base * base + base * rise + rise * rise / 3.0))
        };
        let chords = self.0.iter().enumerate().map(of_chord);
        chords.fold((0.0, 0.0), |(mean, square), (of_mean, of_square)| (mean + of_mean, square + of_square))
    }
}

/// A tabulated quantile function.
#[derive(Debug, Clone)]
pub struct QuantileTable {
    chords: Arc<Chords>,
    /// What one unit of the chords is worth, in the distribution's unit.
    unit: f64,
}

impl QuantileTable {
    /// Tabulates a distribution with finite values.
    pub fn new(distribution: &Distribution) -> Self {
        let chords: Vec<(f64, f64)> = [Tail::Lower, Tail::Upper]
            .into_iter()
            .flat_map(|tail| (0..SEGMENTS).map(move |segment| chord(distribution, tail, segment)))
            .collect();
        let largest = chords.iter().map(|(base, rise)| base.max(base + rise)).fold(f64::MIN_POSITIVE, f64::max);
        let unit = libm::ldexp(1.0, libm::ilogb(largest) + 1 - VALUE_BITS);
        let rounded = |value: f64| libm::round(value / unit) as i32;
        let chords: Vec<Chord> =
            chords.into_iter().map(|(base, rise)| Chord { base: rounded(base), rise: rounded(rise) }).collect();
        let chords = chords.try_into().expect("both halves have all their segments");
        QuantileTable { chords: Arc::new(Chords(chords)), unit }
    }

    /// What one unit of [`QuantileTable::units`] is worth, in the distribution's unit.
    pub fn unit(&self) -> f64 {
        self.unit
    }

    /// The value for 32 random bits, in whole units; at least zero.
    #[inline(always)]
    pub fn units(&self, bits: u32) -> u32 {
        self.chords.units(bits)
    }

    /// The chords themselves, for samplers that share them.
    pub(super) fn chords(&self) -> Arc<Chords> {
        Arc::clone(&self.chords)
    }

    /// The value for 32 random bits, in the distribution's unit.
    #[inline]
    pub fn value(&self, bits: u32) -> f64 {
        f64::from(self.units(bits)) * self.unit
    }
}

/// Start and rise of a segment's chord.
fn chord(distribution: &Distribution, tail: Tail, segment: usize) -> (f64, f64) {
    let (octave, step) = (segment >> SEGMENT_BITS, segment & ((1 << SEGMENT_BITS) - 1));
    let width = libm::ldexp(1.0, octave as i32 - SEGMENT_BITS as i32);
    let start = libm::ldexp(1.0, octave as i32) + step as f64 * width;
    let at = |distance: f64| quantile(distribution, tail, distance / 8_589_934_592.0);
    let rise = at(start + width) - at(start);
    // Gauss-Legendre with three nodes for the segment's mean
    let (middle, half) = (start + 0.5 * width, 0.5 * width);
    let node = half * 0.6_f64.sqrt();
    let mean = (5.0 * at(middle - node) + 8.0 * at(middle) + 5.0 * at(middle + node)) / 18.0;
    (mean - 0.5 * rise, rise)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and standard deviation over a grid of all leading 20 bits.
    fn moments(distribution: &Distribution) -> (f64, f64) {
        let table = QuantileTable::new(distribution);
        let n = 1_u32 << 20;
        let values = (0..n).map(|i| table.value((i << 12) | 0x800));
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
            let table = QuantileTable::new(&distribution);
            let (of_chords, squares) =
                (table.chords.moments().0 * table.unit(), table.chords.moments().1 * table.unit() * table.unit());
            assert!((of_chords / mean - 1.0).abs() < 1e-7, "{distribution:?}: mean {of_chords}");
            let of_chords = (squares - mean * mean).sqrt();
            assert!((of_chords / deviation - 1.0).abs() < 1e-3, "{distribution:?}: deviation {of_chords}");
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
