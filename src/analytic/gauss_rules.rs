//! Gauss rules for probability laws: nodes and probabilities that integrate polynomials up to degree 2n-1 exactly.
//!
//! Golub & Welsch 1969, "Calculation of Gauss quadrature rules", doi:10.1090/S0025-5718-69-99647-1: nodes are the eigenvalues
//! of the tridiagonal matrix of the orthogonal polynomials' recurrence, probabilities the squared first components of
//! its eigenvectors.

/// Nodes and probabilities of a gamma law with the given shape and scale 1.
pub(crate) fn gamma(shape: f64, points: usize) -> Vec<(f64, f64)> {
    let diagonal = (0..points).map(|i| 2.0 * i as f64 + shape).collect();
    let beside = (1..points).map(|i| libm::sqrt(i as f64 * (i as f64 + shape - 1.0))).collect();
    rule(diagonal, beside)
}

/// Nodes and probabilities of the standard normal law.
pub(crate) fn normal(points: usize) -> Vec<(f64, f64)> {
    rule(vec![0.0; points], (1..points).map(|i| libm::sqrt(i as f64)).collect())
}

/// Eigenvalues and squared first components of a symmetric tridiagonal matrix, ascending, by the QL algorithm with implicit
/// shifts.
fn rule(mut diagonal: Vec<f64>, mut beside: Vec<f64>) -> Vec<(f64, f64)> {
    let points = diagonal.len();
    let mut first = vec![0.0; points];
    first[0] = 1.0;
    beside.push(0.0);
    for low in 0..points {
        loop {
            let split = (low..points - 1)
                .find(|&i| beside[i].abs() <= f64::EPSILON * (diagonal[i].abs() + diagonal[i + 1].abs()))
                .unwrap_or(points - 1);
            if split == low {
                break;
            }
            let half = (diagonal[low + 1] - diagonal[low]) / (2.0 * beside[low]);
            let root = libm::hypot(half, 1.0);
            let mut shifted = diagonal[split] - diagonal[low] + beside[low] / (half + root.copysign(half));
            let (mut sine, mut cosine, mut removed) = (1.0, 1.0, 0.0);
            let mut deflated = false;
            for i in (low..split).rev() {
                let across = sine * beside[i];
                let along = cosine * beside[i];
                let length = libm::hypot(across, shifted);
                beside[i + 1] = length;
                if length == 0.0 {
                    diagonal[i + 1] -= removed;
                    beside[split] = 0.0;
                    deflated = true;
                    break;
                }
                sine = across / length;
                cosine = shifted / length;
                let base = diagonal[i + 1] - removed;
                let turn = (diagonal[i] - base) * sine + 2.0 * cosine * along;
                removed = sine * turn;
                diagonal[i + 1] = base + removed;
                shifted = cosine * turn - along;
                let upper = first[i + 1];
                first[i + 1] = sine * first[i] + cosine * upper;
                first[i] = cosine * first[i] - sine * upper;
            }
            if !deflated {
                diagonal[low] -= removed;
                beside[low] = shifted;
                beside[split] = 0.0;
            }
        }
    }
    let mut nodes: Vec<(f64, f64)> = diagonal.into_iter().zip(first.into_iter().map(|part| part * part)).collect();
    nodes.sort_by(|a, b| a.0.total_cmp(&b.0));
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(rule: &[(f64, f64)], power: i32) -> f64 {
        rule.iter().map(|(node, probability)| probability * node.powi(power)).sum()
    }

    #[test]
    fn gamma_moments_are_exact() {
        for shape in [0.25, 1.0, 4.0, 100.0] {
            let rule = gamma(shape, 24);
            let mut expected = 1.0;
            for power in 0..8 {
                assert!((moment(&rule, power) / expected - 1.0).abs() < 1e-11, "{shape} {power}");
                expected *= shape + f64::from(power);
            }
        }
    }

    #[test]
    fn normal_moments_are_exact() {
        let rule = normal(32);
        for (power, expected) in [(0, 1.0), (2, 1.0), (4, 3.0), (6, 15.0), (8, 105.0)] {
            assert!((moment(&rule, power) / expected - 1.0).abs() < 1e-11, "{power}");
        }
        assert!(moment(&rule, 3).abs() < 1e-11);
        assert_eq!(normal(1), vec![(0.0, 1.0)]);
    }
}
