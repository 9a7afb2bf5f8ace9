//! One replication of a season under a plan.

use super::duty::Duty;
use super::flow::{Flow, FlowMemory};
use super::network::{self, NetworkMemory};
use super::season::Season;
use super::single_queue::{self, SingleQueueMemory};
use super::tally::Tally;
use super::witness::Witness;
use crate::sampling::{Key, SeasonFactors};
use crate::scenario::model::StaffingPlan;

/// Which engine runs the pools that are a single queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EngineChoice {
    /// The fast one where it applies.
    #[default]
    Automatic,
    /// The general one throughout; for comparison.
    General,
}

/// Memory that one thread uses for all its replications.
#[derive(Debug, Default)]
pub struct Workspace {
    flow: FlowMemory,
    single_queue: SingleQueueMemory,
    network: NetworkMemory,
}

/// The name of a replication: a seed and a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplicationId {
    /// Master seed.
    pub seed: u64,
    /// Number of the replication.
    pub number: u64,
}

/// Plays one season and counts it in `tally`, which is cleared first.
///
/// The result is a function of scenario, plan, seed and number alone.
pub fn simulate(season: &Season, plan: &StaffingPlan, id: ReplicationId, workspace: &mut Workspace, tally: &mut Tally) {
    simulate_with(season, plan, id, EngineChoice::Automatic, workspace, tally, &mut ());
}

/// Like [`simulate`], with a choice of engine and a witness of every contact's fate.
pub fn simulate_with<W: Witness>(
    season: &Season,
    plan: &StaffingPlan,
    id: ReplicationId,
    choice: EngineChoice,
    workspace: &mut Workspace,
    tally: &mut Tally,
    witness: &mut W,
) {
    let replication = Key::replication(id.seed, id.number);
    let factors = SeasonFactors::draw(season.scenario(), replication);
    play(season, plan, replication, &factors, choice, workspace, tally, witness);
}

/// Plays replication `index` of a set of `of` that is stratified over season and busyness, for planning; it shares nothing with
/// the replications of [`simulate`].
pub fn simulate_stratified(
    season: &Season,
    plan: &StaffingPlan,
    seed: u64,
    (index, of): (u32, u32),
    workspace: &mut Workspace,
    tally: &mut Tally,
) {
    let set = Key::replication(seed, u64::MAX).and(u64::from(of));
    let factors = SeasonFactors::stratified(season.scenario(), set, index, of);
    let replication = set.and(u64::from(index));
    play(season, plan, replication, &factors, EngineChoice::Automatic, workspace, tally, &mut ());
}

#[allow(clippy::too_many_arguments)]
fn play<W: Witness>(
    season: &Season,
    plan: &StaffingPlan,
    replication: Key,
    factors: &SeasonFactors,
    choice: EngineChoice,
    workspace: &mut Workspace,
    tally: &mut Tally,
    witness: &mut W,
) {
    tally.clear();
    let duty = Duty::of(season, plan, replication, tally);
    for (pool, routing) in season.pools.iter().zip(&season.routings) {
        let handle_factors = duty.handle_factors.as_ref().unwrap_or(&season.handle_factors);
        let mut flow =
            Flow::new(season, handle_factors, factors, &pool.streams, replication, &mut workspace.flow, tally, witness);
        match pool.single_queue {
            Some(group) if choice == EngineChoice::Automatic => {
                single_queue::run(&mut flow, group, &duty.steps[group.0], &mut workspace.single_queue);
            }
            _ => network::run(&mut flow, pool, routing, &duty, &mut workspace.network),
        }
    }
}
