//! Desks that contracts share: where a contract loses next to nothing by having a desk as another contract has it, both have
//! the same agents there.
//!
//! The search sees few replications, and contracts alike end on desks that differ by an agent here and there; such differences
//! are luck. Shared desks make fewer rosters, and each is played once for all contracts that have it.

use super::composition::Composition;

/// Lets contracts share desks as far as none loses more than this share of its profit by a desk, on the search's replications.
///
/// Of all desks that the contracts have, the one that suits most of them is kept, then the one that suits most of the others,
/// and so on; each contract takes the best of those kept.
pub(super) fn share_desks(compositions: &mut [Composition<'_>], most_lost: f64) {
    let desks = compositions.first().map_or(0, |composition| composition.rungs.len());
    for desk in 0..desks {
        let mut offered: Vec<Vec<usize>> = Vec::new();
        for composition in &*compositions {
            if !offered.contains(&composition.rungs[desk]) {
                offered.push(composition.rungs[desk].clone());
            }
        }
        // by contract and offer: what it would earn more, or less; nothing where that is too little
        let gains: Vec<Vec<Option<f64>>> = compositions
            .iter_mut()
            .map(|composition| {
                let own = composition.mean();
                let least = -most_lost * libm::fabs(own);
                let gain = |offer: &Vec<usize>| composition.mean_with(desk, offer) - own;
                offered.iter().map(gain).map(|gain| Some(gain).filter(|gain| *gain >= least)).collect()
            })
            .collect();
        let kept = cover(&gains);
        for (composition, gains) in compositions.iter_mut().zip(&gains) {
            let best = kept
                .iter()
                .filter_map(|offer| Some((gains[*offer]?, *offer)))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            if let Some((_, offer)) = best {
                composition.take_over(desk, &offered[offer]);
            }
        }
    }
}

/// Offers such that each row takes one of them: always the one that most of the remaining rows take, the first of equals.
fn cover(takes: &[Vec<Option<f64>>]) -> Vec<usize> {
    let mut kept = Vec::new();
    let mut remaining: Vec<&Vec<Option<f64>>> = takes.iter().collect();
    while let Some(offers) = remaining.first().map(|row| row.len()) {
        let takers = |offer: usize| remaining.iter().filter(|row| row[offer].is_some()).count();
        let Some(best) = (0..offers).max_by_key(|offer| (takers(*offer), std::cmp::Reverse(*offer))) else { break };
        if takers(best) == 0 {
            break;
        }
        kept.push(best);
        remaining.retain(|row| row[best].is_none());
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cover_keeps_what_most_take_and_leaves_nobody_out() {
        let row = |takes: [i32; 3]| takes.map(|it| (it > 0).then_some(0.0)).to_vec();
        let rows = [row([1, 0, 0]), row([0, 1, 1]), row([0, 0, 1]), row([1, 0, 1])];
        assert_eq!(cover(&rows), [2, 0]);
        assert_eq!(cover(&[]), Vec::<usize>::new());
    }
}
