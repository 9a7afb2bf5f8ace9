//! Integrals of `weight(x) exp(f(x))` where the density `exp(f)` has one peak, to near machine precision.
//!
//! Panels of 16 Gauss-Legendre nodes march outwards from the peak. Their length follows the slope and curvature of f, so
//! that the cost hardly depends on the number of agents: about a hundred evaluations for ten agents or a million.

/// A density with one peak, by the logarithm of its ratio to a reference point.
pub(crate) trait Density {
    /// The reference point, where the density is 1: the peak within the limits of integration.
    fn reference(&self) -> f64;
    /// `f(x) - f(reference)`, and a by-product for the weights to use.
    fn log_ratio(&self, x: f64) -> (f64, f64);
    /// `|f'(x)|` and `|f''(x)|`.
    fn steepness(&self, x: f64) -> (f64, f64);
    /// Longest panel that starts at x, with the curvature there, and does not come too near a singularity.
    fn longest_panel(&self, x: f64, curvature: f64, side: Side) -> f64;
}

/// Which way panels march.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// Positive nodes and weights of the 16-point rule (Abramowitz & Stegun, table 25.4).
const NODES: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
    (0.458_016_777_657_227_4, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_73),
    (0.755_404_408_355_003, 0.124_628_971_255_533_87),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_78),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_89),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_095),
];

/// The part of the integral that a neglected tail may hold, relative to what has been summed.
const NEGLECTED: f64 = 1e-18;

/// Integrals from `low` to `high` (which may be infinite) of each weight times the density, relative to the density at its
/// reference point. Weights are functions of x and of the density's by-product there; the first must be 1: it tells when a
/// tail is over.
pub(crate) fn integrate<const N: usize>(
    density: &impl Density,
    (low, high): (f64, f64),
    weights: impl Fn(f64, f64) -> [f64; N],
) -> [f64; N] {
    let mut sums = [0.0; N];
    for (side, limit) in [(Side::Right, high), (Side::Left, low)] {
        let mut x = density.reference();
        let mut fallen = 0.0;
        while x != limit {
            let (slope, curvature) = density.steepness(x);
            if libm::exp(-fallen) <= NEGLECTED * sums[0] * slope {
                break;
            }
            // Sixteen nodes integrate a fall by exp(-12), or four standard deviations, to 1e-17 of the panel's own largest
            // value; further out more will do.
            let length = ((12.0 + 0.4 * fallen) / slope)
                .min(4.0 / libm::sqrt(curvature))
                .min(density.longest_panel(x, curvature, side));
            let next = match side {
                Side::Right => (x + length).min(limit),
                Side::Left => (x - length).max(limit),
            };
            add_panel(density, x.min(next), x.max(next), &weights, &mut sums);
            x = next;
            fallen = -density.log_ratio(x).0;
        }
    }
    sums
}

fn add_panel<const N: usize>(
    density: &impl Density,
    from: f64,
    to: f64,
    weights: &impl Fn(f64, f64) -> [f64; N],
    sums: &mut [f64; N],
) {
    let half = 0.5 * (to - from);
    let middle = 0.5 * (to + from);
    for (node, node_weight) in NODES {
        for x in [middle - half * node, middle + half * node] {
            let (log_ratio, by_product) = density.log_ratio(x);
            let mass = half * node_weight * libm::exp(log_ratio);
            for (sum, weight) in sums.iter_mut().zip(weights(x, by_product)) {
                *sum += weight * mass;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Bell;

    impl Density for Bell {
        fn reference(&self) -> f64 {
            0.0
        }
        fn log_ratio(&self, x: f64) -> (f64, f64) {
            (-0.5 * x * x, x * x)
        }
        fn steepness(&self, x: f64) -> (f64, f64) {
            (x.abs(), 1.0)
        }
        fn longest_panel(&self, _x: f64, _curvature: f64, _side: Side) -> f64 {
            f64::INFINITY
        }
    }

    #[test]
    fn the_normal_density_integrates_to_known_moments() {
        let [mass, square] = integrate(&Bell, (f64::NEG_INFINITY, f64::INFINITY), |_, square| [1.0, square]);
        let root = (2.0 * std::f64::consts::PI).sqrt();
        assert!((mass / root - 1.0).abs() < 1e-14, "{mass}");
        assert!((square / root - 1.0).abs() < 1e-14, "{square}");
        let [right] = integrate(&Bell, (0.0, f64::INFINITY), |_, _| [1.0]);
        assert!((2.0 * right / root - 1.0).abs() < 1e-14);
    }
}
