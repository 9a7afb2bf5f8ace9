//! One replication of a season under a plan, or under several.

use super::crew::Crew;
use super::duty::Duty;
use super::flow::{BotPass, Flow, FlowMemory, FlowSource};
use super::network::{self, NetworkMemory};
use super::plain_contacts::{PlainContacts, PlainSource};
use super::plain_queue::{PlainQueue, Surroundings, plain_queue};
use super::pools::Pool;
use super::routing::Routing;
use super::season::Season;
use super::single_queue;
use super::tally::Tally;
use super::witness::Witness;
use crate::sampling::{Key, SeasonFactors};
use crate::scenario::model::{GroupId, StaffingPlan};

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
    crew: Crew,
    network: NetworkMemory,
    contacts: PlainContacts,
    /// One a plan played at once.
    queues: Vec<PlainQueue>,
    /// Seasons for which contacts wait for their turn at the bot. It changes the time taken, not the result.
    in_turn: u32,
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
    let factors = SeasonFactors::of_replication(season.scenario(), id.seed, id.number);
    let drawn = Drawn { replication, factors: &factors };
    play(season, &[plan], drawn, choice, workspace, std::slice::from_mut(tally), witness);
}

/// Plays the same season under several plans and counts each in its tally, which is cleared first.
///
/// Each tally comes out as [`simulate`] would have counted it. Where a pool is a single queue without bot, redials and repeats,
/// its contacts are drawn once for all plans, and a plan costs only what happens to them; elsewhere plans are played one after
/// the other.
///
/// # Panics
/// If there are not as many tallies as plans.
pub fn simulate_plans(
    season: &Season,
    plans: &[&StaffingPlan],
    id: ReplicationId,
    workspace: &mut Workspace,
    tallies: &mut [Tally],
) {
    let replication = Key::replication(id.seed, id.number);
    let factors = SeasonFactors::of_replication(season.scenario(), id.seed, id.number);
    let drawn = Drawn { replication, factors: &factors };
    play(season, plans, drawn, EngineChoice::Automatic, workspace, tallies, &mut ());
}

/// Plays replication `index` of a set of `of` that is stratified over season and busyness, for planning; it shares nothing with
/// the replications of [`simulate`].
pub fn simulate_stratified(
    season: &Season,
    plan: &StaffingPlan,
    seed: u64,
    place: (u32, u32),
    workspace: &mut Workspace,
    tally: &mut Tally,
) {
    simulate_plans_stratified(season, &[plan], seed, place, workspace, std::slice::from_mut(tally));
}

/// Plays a replication of a stratified set, as [`simulate_stratified`] does, under several plans, as [`simulate_plans`] does.
///
/// # Panics
/// If there are not as many tallies as plans.
pub fn simulate_plans_stratified(
    season: &Season,
    plans: &[&StaffingPlan],
    seed: u64,
    (index, of): (u32, u32),
    workspace: &mut Workspace,
    tallies: &mut [Tally],
) {
    let set = Key::replication(seed, u64::MAX).and(u64::from(of));
    let factors = SeasonFactors::stratified(season.scenario(), set, index, of);
    let drawn = Drawn { replication: set.and(u64::from(index)), factors: &factors };
    play(season, plans, drawn, EngineChoice::Automatic, workspace, tallies, &mut ());
}

/// What is random about a replication, whatever the plan.
#[derive(Clone, Copy)]
struct Drawn<'d> {
    replication: Key,
    factors: &'d SeasonFactors,
}

fn play<W: Witness>(
    season: &Season,
    plans: &[&StaffingPlan],
    drawn: Drawn,
    choice: EngineChoice,
    workspace: &mut Workspace,
    tallies: &mut [Tally],
    witness: &mut W,
) {
    assert_eq!(plans.len(), tallies.len(), "each plan has its tally");
    let Drawn { replication, factors } = drawn;
    let duties: Vec<Duty> = plans
        .iter()
        .zip(tallies.iter_mut())
        .map(|(plan, tally)| {
            tally.clear();
            Duty::of(season, plan, replication, tally)
        })
        .collect();
    for (pool, routing) in season.pools.iter().zip(&season.routings) {
        match plain_queue(season, pool) {
            Some(group) if choice == EngineChoice::Automatic => {
                let source = PlainSource { season, factors, streams: &pool.streams, replication };
                play_plain(source, group, &duties, workspace, tallies, witness);
            }
            _ => {
                for (duty, tally) in duties.iter().zip(tallies.iter_mut()) {
                    play_pool((season, pool, routing), drawn, choice, duty, workspace, tally, witness);
                }
            }
        }
    }
}

/// Seasons in which contacts wait for their turn at the bot, after one in which sessions may have run out.
const IN_TURN: u32 = 15;

/// Plays one pool, contact by contact.
fn play_pool<W: Witness>(
    (season, pool, routing): (&Season, &Pool, &Routing),
    drawn: Drawn,
    choice: EngineChoice,
    duty: &Duty,
    workspace: &mut Workspace,
    tally: &mut Tally,
    witness: &mut W,
) {
    let has_bot = pool.streams.iter().any(|stream| season.streams[stream.0].bot.is_some());
    let is_waiting = has_bot && workspace.in_turn > 0;
    workspace.in_turn -= u32::from(is_waiting);
    let mut pass = if is_waiting || choice == EngineChoice::General { BotPass::InTurn } else { BotPass::Ahead };
    let seen = witness.seen();
    loop {
        let Drawn { replication, factors } = drawn;
        let memory = &mut workspace.flow;
        let handle_factors = duty.handle_factors(season);
        let source = FlowSource { season, handle_factors, factors, pool, replication, pass };
        let mut flow = Flow::new(source, memory, tally, witness);
        match pool.single_queue {
            Some(group) if choice == EngineChoice::Automatic => {
                single_queue::run(&mut flow, group, &duty.steps[group.0], &mut workspace.crew);
            }
            _ => network::run(&mut flow, pool, routing, duty, &mut workspace.network),
        }
        if !flow.is_ahead_of_the_bot() {
            return;
        }
        pass = BotPass::InTurn;
        workspace.in_turn = IN_TURN;
        tally.forget(&pool.streams, &pool.groups);
        witness.forget(seen);
    }
}

/// Draws a plain queue's contacts some intervals at a time and plays them under each plan.
fn play_plain<W: Witness>(
    source: PlainSource,
    group: GroupId,
    duties: &[Duty],
    workspace: &mut Workspace,
    tallies: &mut [Tally],
    witness: &mut W,
) {
    let season = source.season;
    let (contacts, queues) = (&mut workspace.contacts, &mut workspace.queues);
    queues.resize_with(queues.len().max(duties.len()), PlainQueue::default);
    let queues = &mut queues[..duties.len()];
    for (queue, duty) in queues.iter_mut().zip(duties) {
        queue.reset(season, &duty.steps[group.0]);
    }
    for day in 0..season.scenario.calendar.days() {
        contacts.begin(source, day);
        while contacts.draw_some(source) {
            for ((queue, duty), tally) in queues.iter_mut().zip(duties).zip(tallies.iter_mut()) {
                let handle_factors = &duty.handle_factors(season)[group.0];
                queue.play(contacts, &mut Surroundings { season, group, handle_factors, tally, witness });
            }
        }
    }
    for ((queue, duty), tally) in queues.iter_mut().zip(duties).zip(tallies) {
        let handle_factors = &duty.handle_factors(season)[group.0];
        queue.conclude(&mut Surroundings { season, group, handle_factors, tally, witness });
    }
}
