//! One replication of a season under a plan, or under several.

use super::duty::Duty;
use super::flow::{BotPass, Front, FrontSource, PatienceDraw, SessionCount};
use super::plain_contacts::{PlainContacts, PlainSource};
use super::plain_queue::{PlainQueue, Surroundings, plain_queue};
use super::play::{Ground, Play};
use super::pools::Pool;
use super::routing::Routing;
use super::season::Season;
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
    front: Front,
    contacts: PlainContacts,
    /// One a plan played at once.
    plays: Vec<Play>,
    queues: Vec<PlainQueue>,
    /// By plan: sessions of the bot over the pools that share them.
    session_counts: Vec<SessionCount>,
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
/// Each tally comes out as [`simulate`] would have counted it. What comes whatever a plan does is drawn once for all plans: fresh
/// contacts, what the bot makes of them, and the repeats of those that it only seemed to have resolved; unless the bot's sessions
/// run out, when only fresh contacts are. A plan costs what people make of them and who comes again for that. Plans that put the
/// same agents on a pool share one play of it.
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

/// Plays a season with factors that were made for it, named by a key that nothing else may have.
pub fn simulate_factors(
    season: &Season,
    plan: &StaffingPlan,
    (replication, factors): (Key, &SeasonFactors),
    workspace: &mut Workspace,
    tally: &mut Tally,
) {
    let drawn = Drawn { replication, factors };
    play(season, &[plan], drawn, EngineChoice::Automatic, workspace, std::slice::from_mut(tally), &mut ());
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
    let duties: Vec<Duty> = plans
        .iter()
        .zip(tallies.iter_mut())
        .map(|(plan, tally)| {
            tally.clear();
            Duty::of(season, plan, drawn.replication, tally)
        })
        .collect();
    let mut stage = Stage { season, drawn, choice, workspace, witness };
    if let Some((together, routing)) = &season.sharing_sessions {
        stage.play_sharing((together, routing), &duties, tallies);
    }
    for pool in season.pools.iter().zip(&season.routings).filter(|(pool, _)| !season.shares_sessions(pool)) {
        stage.play_pool(pool, &duties, tallies);
    }
}

/// Seasons in which contacts wait for their turn at the bot, after one in which sessions may have run out.
const IN_TURN: u32 = 15;

/// A plan of several that are played at once: its number, who is on duty, and where it is counted.
struct OfPlan<'p> {
    plan: usize,
    duty: &'p Duty,
    tally: &'p mut Tally,
}

/// What the pools of a replication are played on.
struct Stage<'s, W: Witness> {
    season: &'s Season<'s>,
    drawn: Drawn<'s>,
    choice: EngineChoice,
    workspace: &'s mut Workspace,
    witness: &'s mut W,
}

impl<W: Witness> Stage<'_, W> {
    /// Plays the pools that share the bot's sessions: each by itself, in the hope that sessions never run out; where they may have,
    /// all of them again as one.
    fn play_sharing(&mut self, together: (&Pool, &Routing), duties: &[Duty], tallies: &mut [Tally]) {
        let season = self.season;
        let sessions = i64::from(season.bot_sessions.unwrap_or(u32::MAX));
        let is_in_turn = self.choice == EngineChoice::General || self.workspace.in_turn > 0;
        let mut has_run_out = vec![is_in_turn; duties.len()];
        if is_in_turn {
            self.workspace.in_turn = self.workspace.in_turn.saturating_sub(1);
        } else {
            let counts = &mut self.workspace.session_counts;
            counts.resize_with(counts.len().max(duties.len()), SessionCount::default);
            counts.iter_mut().for_each(SessionCount::clear);
            let seen = self.witness.seen();
            for pool in season.pools.iter().zip(&season.routings).filter(|(pool, _)| season.shares_sessions(pool)) {
                self.play_pool(pool, duties, tallies);
            }
            for (plan, tally) in tallies.iter_mut().enumerate() {
                if self.workspace.session_counts[plan].most() > sessions {
                    has_run_out[plan] = true;
                    self.workspace.in_turn = IN_TURN;
                    tally.forget(&together.0.streams, &together.0.groups);
                    self.witness.forget(seen);
                }
            }
        }
        let plans = duties.iter().zip(tallies).enumerate().filter(|(plan, _)| has_run_out[*plan]);
        let mut in_turn: Vec<OfPlan> = plans.map(|(plan, (duty, tally))| OfPlan { plan, duty, tally }).collect();
        if !in_turn.is_empty() {
            self.play_contacts(together, BotPass::InTurn, &mut in_turn);
        }
    }

    /// Plays a pool under each plan; once for plans that put the same agents on it.
    fn play_pool(&mut self, (pool, routing): (&Pool, &Routing), duties: &[Duty], tallies: &mut [Tally]) {
        let season = self.season;
        let first_alike: Vec<usize> = (0..duties.len())
            .map(|plan| {
                let is_alike = |other: &usize| duties[*other].is_same_for(&pool.groups, &duties[plan], season);
                (0..plan).find(is_alike).unwrap_or(plan)
            })
            .collect();
        let mut distinct: Vec<OfPlan> = duties
            .iter()
            .zip(tallies.iter_mut())
            .enumerate()
            .filter(|(plan, _)| first_alike[*plan] == *plan)
            .map(|(plan, (duty, tally))| OfPlan { plan, duty, tally })
            .collect();
        match plain_queue(season, pool) {
            Some(group) if self.choice == EngineChoice::Automatic => self.play_plain(pool, group, &mut distinct),
            _ => {
                let is_in_turn = self.choice == EngineChoice::General && pool.meets_bot(season.scenario);
                let pass = if is_in_turn { BotPass::InTurn } else { BotPass::Ahead };
                self.play_contacts((pool, routing), pass, &mut distinct);
                if season.shares_sessions(pool) {
                    self.count_sessions(&distinct, &first_alike);
                }
            }
        }
        for (plan, first) in first_alike.into_iter().enumerate().filter(|(plan, first)| plan != first) {
            let (before, from) = tallies.split_at_mut(plan);
            from[0].copy(&before[first], &pool.streams, &pool.groups);
        }
    }

    /// Counts the bot's sessions of the pool played last to those of the plans for which it was played.
    fn count_sessions(&mut self, played: &[OfPlan], first_alike: &[usize]) {
        let Workspace { front, plays, session_counts, .. } = &mut *self.workspace;
        for (of_plan, play) in played.iter().zip(plays) {
            let counts = session_counts.iter_mut().zip(first_alike).filter(|(_, first)| **first == of_plan.plan);
            for (count, _) in counts {
                count.add(front.sessions());
                count.add(play.sessions());
            }
        }
    }

    /// Plays a pool contact by contact: what comes whatever a plan does is drawn some intervals at a time, and played under each.
    fn play_contacts(&mut self, (pool, routing): (&Pool, &Routing), pass: BotPass, plans: &mut [OfPlan]) {
        let (season, witness) = (self.season, &mut *self.witness);
        let Drawn { replication, factors } = self.drawn;
        let patience_draw = if plans.len() == 1 { PatienceDraw::WhenWaiting } else { PatienceDraw::Ahead };
        let source = FrontSource { season, factors, streams: &pool.streams, replication, pass, patience_draw };
        let single_queue = pool.single_queue.filter(|_| self.choice == EngineChoice::Automatic);
        let ground = Ground { pool, routing, single_queue };
        let Workspace { front, plays, .. } = &mut *self.workspace;
        plays.resize_with(plays.len().max(plans.len()), Play::default);
        for (play, OfPlan { duty, .. }) in plays.iter_mut().zip(&*plans) {
            play.begin(season, ground, duty);
        }
        front.begin(source);
        while front.draw_some(source, witness, |interval, stream, cell| {
            plans.iter_mut().for_each(|of_plan| *of_plan.tally.cell_mut(interval, stream) += cell);
        }) {
            for (play, OfPlan { duty, tally, .. }) in plays.iter_mut().zip(&mut *plans) {
                play.go_on(ground, (source, front), duty, tally, witness);
            }
        }
    }

    /// Draws a plain queue's contacts some intervals at a time and plays them under each plan.
    fn play_plain(&mut self, pool: &Pool, group: GroupId, plans: &mut [OfPlan]) {
        let (season, witness) = (self.season, &mut *self.witness);
        let Drawn { replication, factors } = self.drawn;
        let source = PlainSource { season, factors, streams: &pool.streams, replication };
        let Workspace { contacts, queues, .. } = &mut *self.workspace;
        queues.resize_with(queues.len().max(plans.len()), PlainQueue::default);
        let queues = &mut queues[..plans.len()];
        for (queue, OfPlan { duty, .. }) in queues.iter_mut().zip(&*plans) {
            queue.reset(season, &duty.steps[group.0]);
        }
        for day in 0..season.scenario.calendar.days() {
            contacts.begin(source, day);
            while contacts.draw_some(source) {
                for (queue, OfPlan { duty, tally, .. }) in queues.iter_mut().zip(&mut *plans) {
                    let handle_factors = &duty.handle_factors(season)[group.0];
                    queue.play(contacts, &mut Surroundings { season, group, handle_factors, tally, witness });
                }
            }
        }
        for (queue, OfPlan { duty, tally, .. }) in queues.iter_mut().zip(plans) {
            let handle_factors = &duty.handle_factors(season)[group.0];
            queue.conclude(&mut Surroundings { season, group, handle_factors, tally, witness });
        }
    }
}
