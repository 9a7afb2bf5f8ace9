//! Least squares as weights on the observations.
//!
//! With X the columns beside a column of ones, the coefficients of y on X are `(X'X)^-1 X' y`: row j of that matrix holds the
//! weight of each observation in coefficient j, whatever y is.

/// More columns than this are not fitted.
const MOST_COLUMNS: usize = 200;

/// By column, the weight of each observation in its coefficient; the column of ones is added and its weights left out. `None`
/// when there are fewer observations than coefficients, or the columns depend on each other.
pub(super) fn weights(columns: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let observations = columns.first()?.len();
    if columns.len() > MOST_COLUMNS || observations <= columns.len() {
        return None;
    }
    // centring takes the place of the column of ones
    let centred: Vec<Vec<f64>> = columns
        .iter()
        .map(|column| {
            let mean = column.iter().sum::<f64>() / observations as f64;
            column.iter().map(|value| value - mean).collect()
        })
        .collect();
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let gram: Vec<Vec<f64>> = centred.iter().map(|a| centred.iter().map(|b| product(a, b)).collect()).collect();
    let factor = cholesky(&gram)?;
    let count = columns.len();
    let mut weights = vec![vec![0.0; observations]; count];
    let mut right = vec![0.0; count];
    for observation in 0..observations {
        for (value, column) in right.iter_mut().zip(&centred) {
            *value = column[observation];
        }
        solve(&factor, &mut right);
        for (of_column, value) in weights.iter_mut().zip(&right) {
            of_column[observation] = *value;
        }
    }
    Some(weights)
}

/// The lower triangle L with `L L' = matrix`; `None` unless the matrix is safely positive definite.
fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let size = matrix.len();
    let mut factor = vec![vec![0.0; size]; size];
    for row in 0..size {
        for column in 0..=row {
            let done: f64 = (0..column).map(|k| factor[row][k] * factor[column][k]).sum();
            let left = matrix[row][column] - done;
            if row == column {
                if left.is_nan() || left <= 1e-9 * matrix[row][row] {
                    return None;
                }
                factor[row][row] = libm::sqrt(left);
            } else {
                factor[row][column] = left / factor[column][column];
            }
        }
    }
    Some(factor)
}

/// Solves `L L' x = right` in place.
fn solve(factor: &[Vec<f64>], right: &mut [f64]) {
    for row in 0..right.len() {
        let done: f64 = (0..row).map(|k| factor[row][k] * right[k]).sum();
        right[row] = (right[row] - done) / factor[row][row];
    }
    for row in (0..right.len()).rev() {
        let done: f64 = (row + 1..right.len()).map(|k| factor[k][row] * right[k]).sum();
        right[row] = (right[row] - done) / factor[row][row];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_is_found_from_its_points() {
        let x = vec![0.0, 1.0, 2.0, 0.5, 1.5];
        let z = vec![1.0, 0.0, 1.0, 0.0, 2.0];
        let y: Vec<f64> = x.iter().zip(&z).map(|(x, z)| 7.0 + 3.0 * x - 2.0 * z).collect();
        let weights = weights(&[x, z]).unwrap();
        let coefficient = |at: usize| weights[at].iter().zip(&y).map(|(weight, y)| weight * y).sum::<f64>();
        assert!((coefficient(0) - 3.0).abs() < 1e-12 && (coefficient(1) + 2.0).abs() < 1e-12);
    }

    #[test]
    fn dependent_columns_and_too_few_points_have_no_answer() {
        let x = vec![0.0, 1.0, 2.0, 3.0];
        let double = x.iter().map(|x| 2.0 * x + 1.0).collect();
        assert_eq!(weights(&[x, double]), None);
        assert_eq!(weights(&[vec![0.0, 1.0], vec![1.0, 0.0]]), None);
        assert_eq!(weights(&[]), None);
    }
}
