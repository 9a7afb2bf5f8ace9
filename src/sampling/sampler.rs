//! Drawing durations in ticks.

use super::quantile_table::Chords;
use super::{QuantileTable, TICKS_PER_SECOND};
use crate::scenario::model::Distribution;
use std::sync::Arc;

/// Ticks that stand for "never": infinite patience.
pub const NEVER: u32 = u32::MAX;

/// Longest finite duration that a draw gives, in ticks (about 48 days); what would be longer is this long.
const LONGEST: u32 = NEVER - 1;

/// Largest scale that times a table's largest value, below 2^31, needs no more than 64 bits and gives no more than 31.
const SHORT_SCALE: u64 = 1 << 32;

/// Draws from one distribution, in ticks of 1/1024 s.
#[derive(Debug, Clone)]
pub enum Sampler {
    /// Always the same.
    Constant(u32),
    /// A shape from the shelf, times a scale that is not too large: the commonest kind.
    Short(Scaled),
    /// A shape from the shelf, times a larger scale.
    Long(Scaled),
}

/// A shape from the shelf, times a scale.
#[derive(Debug, Clone)]
pub struct Scaled {
    chords: Arc<Chords>,
    /// Ticks for one unit of the chords, in 2^-32.
    scale: u64,
}

impl Scaled {
    fn long_ticks(&self, bits: u32) -> u32 {
        let ticks = (u128::from(self.chords.units(bits)) * u128::from(self.scale) + (1 << 31)) >> 32;
        ticks.min(u128::from(LONGEST)) as u32
    }
}

impl Sampler {
    /// The duration for 32 random bits, in ticks.
    #[inline(always)]
    pub fn ticks(&self, bits: u32) -> u32 {
        match self {
            Sampler::Constant(ticks) => *ticks,
            Sampler::Short(scaled) => short_ticks(&scaled.chords, scaled.scale, bits),
            Sampler::Long(scaled) => scaled.long_ticks(bits),
        }
    }

    /// Mean duration in ticks and the mean square; of [`NEVER`] as if it were a duration.
    pub fn moments(&self) -> (f64, f64) {
        match self {
            Sampler::Constant(ticks) => (f64::from(*ticks), f64::from(*ticks) * f64::from(*ticks)),
            Sampler::Short(Scaled { chords, scale }) | Sampler::Long(Scaled { chords, scale }) => {
                let ticks = *scale as f64 / 4_294_967_296.0;
                let (mean, square) = chords.moments();
                (mean * ticks, square * ticks * ticks)
            }
        }
    }

    /// This sampler, if it has a scale that is not too large.
    pub(crate) fn short(&self) -> Option<ShortSampler<'_>> {
        match self {
            Sampler::Short(Scaled { chords, scale }) => Some(ShortSampler { chords, scale: *scale }),
            _ => None,
        }
    }
}

/// A sampler of the commonest kind, for loops that draw many: what kind it is, need not be asked again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShortSampler<'s> {
    chords: &'s Chords,
    scale: u64,
}

impl ShortSampler<'_> {
    /// The same as [`Sampler::ticks`].
    #[inline(always)]
    pub(crate) fn ticks(self, bits: u32) -> u32 {
        short_ticks(self.chords, self.scale, bits)
    }
}

/// A table's value times a short scale, in ticks.
#[inline(always)]
fn short_ticks(chords: &Chords, scale: u64, bits: u32) -> u32 {
    ((u64::from(chords.units(bits)) * scale + (1 << 31)) >> 32) as u32
}

/// The tables in use. Distributions that differ only by a scale share one, which keeps the tables in the cache.
#[derive(Debug, Default)]
pub struct SamplerShelf {
    shapes: Vec<(Distribution, QuantileTable)>,
}

impl SamplerShelf {
    /// A sampler of a distribution.
    pub fn sampler(&mut self, distribution: &Distribution) -> Sampler {
        let ticks_per_second = TICKS_PER_SECOND as f64;
        let (shape, unit_s) = match distribution {
            Distribution::Never => return Sampler::Constant(NEVER),
            Distribution::Deterministic { value_s } => {
                return Sampler::Constant((value_s * ticks_per_second + 0.5).min(f64::from(LONGEST)) as u32);
            }
            Distribution::Exponential { mean_s } => (Distribution::Exponential { mean_s: 1.0 }, *mean_s),
            Distribution::Lognormal { mean_s, cv } => (Distribution::Lognormal { mean_s: 1.0, cv: *cv }, *mean_s),
            Distribution::Gamma { mean_s, cv } => (Distribution::Gamma { mean_s: 1.0, cv: *cv }, *mean_s),
            Distribution::Weibull { shape, scale_s } => {
                (Distribution::Weibull { shape: *shape, scale_s: 1.0 }, *scale_s)
            }
            other => (other.clone(), 1.0),
        };
        let at = self.shapes.iter().position(|(known, _)| *known == shape).unwrap_or_else(|| {
            let table = QuantileTable::new(&shape);
            self.shapes.push((shape, table));
            self.shapes.len() - 1
        });
        let table = &self.shapes[at].1;
        let scale = (unit_s * ticks_per_second * table.unit() * 4_294_967_296.0) as u64;
        let scaled = Scaled { chords: table.chords(), scale };
        if scale <= SHORT_SCALE { Sampler::Short(scaled) } else { Sampler::Long(scaled) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distributions_that_differ_by_a_scale_share_a_table() {
        let mut shelf = SamplerShelf::default();
        let short = shelf.sampler(&Distribution::Lognormal { mean_s: 100.0, cv: 0.9 });
        let long = shelf.sampler(&Distribution::Lognormal { mean_s: 200.0, cv: 0.9 });
        assert_eq!(shelf.shapes.len(), 1);
        let bits = 0x3456_789A;
        assert!((f64::from(long.ticks(bits)) / f64::from(short.ticks(bits)) - 2.0).abs() < 1e-4);
    }

    #[test]
    fn long_durations_are_cut_off_and_the_others_left_as_they_are() {
        let mut shelf = SamplerShelf::default();
        let day = shelf.sampler(&Distribution::Exponential { mean_s: 86_400.0 });
        let century = shelf.sampler(&Distribution::Exponential { mean_s: 3.2e9 });
        // the bits of the median, whose value is ln 2 of the mean; then the bits of the largest value
        let median = std::f64::consts::LN_2 * 86_400.0 * TICKS_PER_SECOND as f64;
        assert!((f64::from(day.ticks(0x7FFF_FFFF)) / median - 1.0).abs() < 1e-3);
        assert_eq!(century.ticks(1 << 31), LONGEST);
    }

    #[test]
    fn constants_need_no_table() {
        let mut shelf = SamplerShelf::default();
        assert_eq!(shelf.sampler(&Distribution::Deterministic { value_s: 60.0 }).ticks(123), 61_440);
        assert_eq!(shelf.sampler(&Distribution::Never).ticks(123), NEVER);
        assert!(shelf.shapes.is_empty());
    }
}
