//! Points drawn from the unit cube: Latin hypercubes and Sobol sequences.
//!
//! A Latin hypercube cuts each axis into n equal parts and uses each part once (McKay, Beckman and Conover 1979,
//! doi:10.1080/00401706.1979.10489755). The Sobol sequence is Owen-scrambled (Burley 2020, "Practical Hash-based Owen
//! Scrambling"); its first 2^k points are the best choice of a number.

use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use sha2::{Digest, Sha256};

/// Dimensions that the Sobol tables have; further parameters come from the sequence under another scrambling.
const SOBOL_DIMENSIONS: usize = 256;
/// Points that the Sobol tables have; beyond them the sequence goes on under another scrambling.
const SOBOL_POINTS: u32 = 1 << 16;

/// By point and dimension, in [0, 1).
pub(super) fn latin_hypercube(points: u32, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut found = vec![vec![0.0; dimensions]; points as usize];
    for dimension in 0..dimensions {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(stream("latin hypercube", seed, dimension as u64));
        let mut parts: Vec<u32> = (0..points).collect();
        for last in (1..parts.len()).rev() {
            parts.swap(last, random.random_range(0..=last));
        }
        for (point, part) in found.iter_mut().zip(parts) {
            point[dimension] = (f64::from(part) + random.random::<f64>()) / f64::from(points);
        }
    }
    found
}

/// By point and dimension, in [0, 1).
pub(super) fn sobol(points: u32, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    (0..points)
        .map(|point| {
            (0..dimensions)
                .map(|dimension| {
                    let block = (dimension / SOBOL_DIMENSIONS) as u64 * 65_536 + u64::from(point / SOBOL_POINTS);
                    let scrambling = stream("sobol", seed, block) as u32;
                    let within = (dimension % SOBOL_DIMENSIONS) as u32;
                    f64::from(sobol_burley::sample(point % SOBOL_POINTS, within, scrambling))
                })
                .collect()
        })
        .collect()
}

/// A seed for one purpose: hashed, since sums of seeds collide.
fn stream(purpose: &str, seed: u64, number: u64) -> u64 {
    let mut hash = Sha256::new();
    hash.update(purpose.as_bytes());
    hash.update(seed.to_le_bytes());
    hash.update(number.to_le_bytes());
    let bytes = hash.finalize();
    u64::from_le_bytes(bytes[..8].try_into().expect("a digest has 32 bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(points: &[Vec<f64>], dimension: usize) -> Vec<f64> {
        points.iter().map(|point| point[dimension]).collect()
    }

    #[test]
    fn a_latin_hypercube_uses_every_part_of_every_axis_once() {
        let points = latin_hypercube(50, 4, 7);
        for dimension in 0..4 {
            let mut parts: Vec<usize> = column(&points, dimension).iter().map(|at| (at * 50.0) as usize).collect();
            parts.sort_unstable();
            assert_eq!(parts, (0..50).collect::<Vec<_>>());
        }
        assert_ne!(column(&points, 0), column(&points, 1));
        assert_eq!(points, latin_hypercube(50, 4, 7));
        assert_ne!(points, latin_hypercube(50, 4, 8));
    }

    #[test]
    fn a_sobol_sequence_is_balanced_in_every_pair_of_axes() {
        let points = sobol(64, 3, 7);
        for (x, y) in [(0, 1), (0, 2), (1, 2)] {
            let quarter = points.iter().filter(|point| point[x] < 0.5 && point[y] < 0.5).count();
            assert_eq!(quarter, 16, "axes {x} and {y}");
        }
        assert_ne!(points, sobol(64, 3, 8));
        assert!(sobol(3, 300, 1).iter().flatten().all(|at| (0.0..1.0).contains(at)));
    }
}
