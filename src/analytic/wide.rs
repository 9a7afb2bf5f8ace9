//! Positive numbers with an exponent that never overflows.
//!
//! State probabilities of a million agents reach 1e-83000 and their ratios must still be right to ten digits. Products
//! keep the relative error of `f64`; logarithms of each term would lose digits in proportion to their size.

use std::ops::Add;

const BITS: f64 = 512.0;
const UP: f64 = 1.340_780_792_994_259_7e154; // 2^512
const LARGE: f64 = 1.157_920_892_373_162e77; // 2^256

/// `value * 2^(512 power)`, `value` non-negative; zero or within `2^-256 .. 2^256`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wide {
    value: f64,
    power: i64,
}

impl Wide {
    pub(crate) const ZERO: Wide = Wide { value: 0.0, power: 0 };
    pub(crate) const ONE: Wide = Wide { value: 1.0, power: 0 };

    /// `exp(logarithm)`; minus infinity gives zero.
    pub(crate) fn from_ln(logarithm: f64) -> Self {
        if logarithm == f64::NEG_INFINITY {
            return Wide::ZERO;
        }
        let unit = BITS * std::f64::consts::LN_2;
        let power = (logarithm / unit).round();
        Wide { value: libm::exp(logarithm - power * unit), power: power as i64 }.normal()
    }

    /// This number times a finite, non-negative factor within `1e±70`.
    pub(crate) fn times(self, factor: f64) -> Self {
        Wide { value: self.value * factor, power: self.power }.normal()
    }

    /// Natural logarithm; minus infinity for zero.
    pub(crate) fn ln(self) -> f64 {
        libm::log(self.value) + self.power as f64 * (BITS * std::f64::consts::LN_2)
    }

    /// Quotient as a plain number, zero if it is below the range of `f64`. The divisor is positive.
    pub(crate) fn over(self, divisor: Wide) -> f64 {
        let quotient = self.value / divisor.value;
        if self.value == 0.0 {
            return 0.0;
        }
        match self.power - divisor.power {
            0 => quotient,
            1 => quotient * UP,
            -1 => quotient / UP,
            -2 => quotient / UP / UP,
            difference if difference > 1 => f64::INFINITY,
            _ => 0.0,
        }
    }

    fn normal(mut self) -> Self {
        while self.value >= LARGE {
            self.value /= UP;
            self.power += 1;
        }
        while self.value != 0.0 && self.value < 1.0 / LARGE {
            self.value *= UP;
            self.power -= 1;
        }
        self
    }
}

impl Add for Wide {
    type Output = Wide;

    fn add(self, other: Wide) -> Wide {
        if self.value == 0.0 {
            return other;
        }
        if other.value == 0.0 {
            return self;
        }
        let (large, small) = if self.power >= other.power { (self, other) } else { (other, self) };
        let scaled = match large.power - small.power {
            0 => small.value,
            1 => small.value / UP,
            _ => 0.0,
        };
        Wide { value: large.value + scaled, power: large.power }.normal()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_beyond_the_range_of_f64_keep_their_digits() {
        let mut product = Wide::ONE;
        for _ in 0..5_000 {
            product = product.times(3.0);
        }
        assert!((product.ln() - 5_000.0 * 3f64.ln()).abs() < 1e-9);
        for _ in 0..5_000 {
            product = product.times(1.0 / 3.0);
        }
        assert!((product.over(Wide::ONE) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn sums_of_neighbouring_scales_are_exact() {
        let small = Wide { value: 1.0 / LARGE, power: 1 };
        let sum = small + Wide { value: LARGE / 2.0, power: 0 };
        assert!((sum.over(small) - 1.5).abs() < 1e-15);
        assert_eq!(Wide::from_ln(f64::NEG_INFINITY).over(Wide::ONE), 0.0);
        assert_eq!(Wide::from_ln(-2_000.0).over(Wide::ONE), 0.0);
    }
}
