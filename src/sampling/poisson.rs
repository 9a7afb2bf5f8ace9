//! Poisson counts of ever other means.

use rand::RngExt;
use rand_distr::{Distribution as _, Poisson, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;

/// From this mean on, rand_distr draws a count by Ahrens & Dieter's algorithm PD.
const LARGE: f64 = 12.0;

/// A Poisson count, draw for draw that of rand_distr; 0 where the mean is not positive and finite.
///
/// Ahrens & Dieter (1982, doi:10.1145/355993.355997) take a normal, rounded down, for a large mean's count: as it is in the upper half (step
/// I), and in the lower by a quick comparison that all but one in hundreds pass (step S). Only the steps after these need what is dear to
/// prepare; they are left to rand_distr, from the same numbers on.
pub fn poisson_count(mean: f64, generator: &mut Xoshiro256PlusPlus) -> f64 {
    let before = generator.clone();
    if (LARGE..1e15).contains(&mean) {
        let normal: f64 = generator.sample(StandardNormal);
        let value = mean + mean.sqrt() * normal;
        if value >= 0.0 {
            let count = value as i64 as f64;
            if count >= (mean - 1.1484) as i64 as f64 {
                return count;
            }
            let (uniform, missing) = (generator.random::<f64>(), mean - count);
            if 6.0 * (mean * mean) * uniform >= missing * missing * missing {
                return count;
            }
        }
        *generator = before;
    }
    Poisson::new(mean).map_or(0.0, |law| law.sample(generator))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::Key;

    #[test]
    fn counts_are_those_of_rand_distr_and_leave_the_generator_where_it_does() {
        let (mut mine, mut theirs) = (Key(7).generator(), Key(7).generator());
        for number in 0..400_000 {
            let mean = libm::exp(f64::from(number % 4_000) * 0.005 - 2.0);
            let wanted: f64 = Poisson::new(mean).expect("a mean is positive").sample(&mut theirs);
            assert_eq!(poisson_count(mean, &mut mine), wanted, "mean {mean}");
        }
        assert_eq!(mine, theirs);
        assert_eq!([0.0, -1.0, f64::NAN].map(|mean| poisson_count(mean, &mut mine)), [0.0; 3]);
    }
}
