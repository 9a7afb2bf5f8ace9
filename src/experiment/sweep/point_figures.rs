//! What is kept of a point for comparing it with others: its figures replication by replication.

use crate::experiment::Results;

/// A contract's series at one point.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ContractSeries {
    /// The contract; `None` in a scenario without contracts.
    pub contract: Option<String>,
    /// Profit by replication; empty without a contract.
    pub profit: Vec<f64>,
    /// Index of its plan's service in [`PointFigures::service`].
    pub plan: u32,
}

/// A point's series, by replication.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct PointFigures {
    /// By contract.
    pub contracts: Vec<ContractSeries>,
    /// By plan, the service level as [`linearised_share`] gives it; empty where nobody counted.
    pub service: Vec<Vec<f64>>,
}

impl PointFigures {
    /// The series of a point's results.
    pub fn of(results: &Results) -> Self {
        let service = results
            .plans
            .iter()
            .map(|plan| {
                let ratios: Vec<(u64, u64)> = plan.replications.iter().map(|record| record.service_level).collect();
                linearised_share(&ratios).unwrap_or_default()
            })
            .collect();
        let contracts = results
            .priced()
            .into_iter()
            .map(|priced| ContractSeries {
                contract: priced.contract_name().map(str::to_owned),
                profit: priced.money().flatten().map(|record| record.profit).collect(),
                plan: priced.contract.map_or(0, |contract| contract.plan as u32),
            })
            .collect();
        PointFigures { contracts, service }
    }
}

/// A ratio of sums R as a mean of one value for each replication: `R + (x - R y)/mean(y)` with numerator x and denominator y.
/// Their mean is R, and their variance over n is the delta method's, so differences of ratios can be judged like differences
/// of means. `None` when the denominators sum to zero.
pub fn linearised_share(ratios: &[(u64, u64)]) -> Option<Vec<f64>> {
    let (x, y) = ratios.iter().fold((0u128, 0u128), |(x, y), ratio| (x + u128::from(ratio.0), y + u128::from(ratio.1)));
    if y == 0 {
        return None;
    }
    let ratio = x as f64 / y as f64;
    let mean = y as f64 / ratios.len() as f64;
    Some(ratios.iter().map(|(x, y)| ratio + (*x as f64 - ratio * *y as f64) / mean).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::{Confidence, RatioMoments, mean};

    #[test]
    fn a_linearised_share_has_the_ratio_estimators_value_and_interval() {
        let ratios = [(8, 10), (4, 9), (7, 7), (90, 100)];
        let mut moments = RatioMoments::default();
        ratios.iter().for_each(|(x, y)| moments.add(*x, *y));
        let whole = moments.estimate(Confidence::default()).unwrap();
        let linear = mean(&linearised_share(&ratios).unwrap(), Confidence::default()).unwrap();
        assert!((whole.value - linear.value).abs() < 1e-12);
        assert!((whole.standard_error.unwrap() - linear.standard_error.unwrap()).abs() < 1e-12);
        assert_eq!(linearised_share(&[(0, 0), (0, 0)]), None);
    }
}
