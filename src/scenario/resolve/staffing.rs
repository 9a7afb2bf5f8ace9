//! Where the number of people on duty comes from.

use super::files::{Files, text_of};
use super::names::position_of;
use super::season_series::SeasonSeries;
use super::table::Table;
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems, did_you_mean};
use crate::scenario::model::{AgentGroup, Calendar, Channel, ServiceLevelOver, StaffingRule, Stream};
use crate::scenario::written::{AgentsWritten, GroupAgents, PlanWritten, ServiceLevelOverWritten, StaffingWritten};

/// Most agents of one group at once.
const MOST_AGENTS: u32 = 1_000_000;

/// What a plan refers to.
pub(super) struct StaffingBasis<'a> {
    pub calendar: Option<&'a Calendar>,
    pub channels: &'a [Channel],
    pub streams: &'a [Stream],
    pub groups: &'a [AgentGroup],
    /// Number of contracts.
    pub contracts: usize,
    pub files: &'a dyn Files,
}

/// The rule, and the floor of each channel.
pub(super) fn staffing(
    written: &StaffingWritten,
    basis: &StaffingBasis<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> (StaffingRule, Vec<Option<f64>>) {
    (rule(written, basis, path, problems), floors(written, basis, &path.key("floor"), problems))
}

fn rule(written: &StaffingWritten, basis: &StaffingBasis<'_>, path: &KeyPath, problems: &mut Problems) -> StaffingRule {
    let plan = written.plan.unwrap_or(PlanWritten::ServiceLevel);
    let over = match written.over {
        Some(ServiceLevelOverWritten::Day) => ServiceLevelOver::Day,
        Some(ServiceLevelOverWritten::Season) => ServiceLevelOver::Season,
        Some(ServiceLevelOverWritten::Interval) | None => ServiceLevelOver::Interval,
    };
    let service_level = StaffingRule::ServiceLevel {
        over,
        chance: written.chance.map(|chance| chance.0),
        on_days: written.on_days.map(|share| share.0),
    };
    let mut not_with = |key: &str, is_there: bool, plan: &str| {
        if is_there {
            problems.at(
                &path.key(key),
                Complaint::new("", format!("does not go with the plan \"{plan}\"")).remedy("leave it out"),
            );
        }
    };
    match plan {
        PlanWritten::Fixed => {
            not_with("over", written.over.is_some(), "fixed");
            not_with("chance", written.chance.is_some(), "fixed");
            not_with("on_days", written.on_days.is_some(), "fixed");
            not_with("floor", written.floor.is_some(), "fixed");
            let path = path.key("agents");
            let agents = match &written.agents {
                Some(AgentsWritten::File(file)) => from_file(&file.0, basis, &path, problems),
                Some(AgentsWritten::ByGroup(groups)) => by_group(groups.iter(), basis, &path, problems),
                None => {
                    let remedy = "name a CSV file with the columns date, interval_start, agent_group, agents; or write { regular = 40 }";
                    problems.at(&path, Complaint::new("", "is missing: the plan \"fixed\" needs it").remedy(remedy));
                    None
                }
            };
            let agents = agents.unwrap_or_default();
            warn_of_missing_heads(&agents, basis.groups, &path, problems);
            StaffingRule::Fixed { agents }
        }
        PlanWritten::ServiceLevel => {
            not_with("agents", written.agents.is_some(), "service_level");
            if basis.channels.iter().all(|channel| channel.service.share.is_none()) && !basis.channels.is_empty() {
                let rule = "needs a channel with a target, and there is none";
                let remedy =
                    "add service_level = { target = 0.8, within = \"20s\" } to a channel, or plan = \"fixed\" here";
                problems.at(&path.key("plan"), Complaint::new("\"service_level\"", rule).remedy(remedy));
            }
            if written.on_days.is_some() && over != ServiceLevelOver::Day {
                let complaint = Complaint::new("", "needs over = \"day\": it is a share of days");
                problems.at(&path.key("on_days"), complaint.remedy("write over = \"day\", or leave on_days out"));
            }
            if let Some(share) = written.on_days.filter(|share| share.0 <= 0.0 || share.0 >= 1.0) {
                problems.at(
                    &path.key("on_days"),
                    Complaint::new(share.0, "must be more than 0 and less than 1")
                        .remedy("write 0.9 for nine days in ten, or leave it out for each day"),
                );
            }
            if let Some(chance) = written.chance.filter(|chance| chance.0 <= 0.0 || chance.0 >= 1.0) {
                problems.at(
                    &path.key("chance"),
                    Complaint::new(chance.0, "must be more than 0 and less than 1")
                        .remedy("write 0.9 for nine seasons in ten, or leave it out for the mean"),
                );
            }
            service_level
        }
        PlanWritten::Profit => {
            not_with("agents", written.agents.is_some(), "profit");
            not_with("chance", written.chance.is_some(), "profit");
            not_with("on_days", written.on_days.is_some(), "profit");
            // no error, so that --set staffing.plan=profit is enough
            if written.over.is_some() {
                let complaint = Complaint::new("", "has no effect with the plan \"profit\"");
                problems.warn(
                    &path.key("over"),
                    complaint.remedy("leave it out; a floor is a share of the season's contacts"),
                );
            }
            if basis.contracts == 0 {
                let complaint = Complaint::new("\"profit\"", "needs a contract, and there is none");
                problems.at(&path.key("plan"), complaint.remedy("add one under [contracts], or use \"service_level\""));
            }
            StaffingRule::Profit
        }
    }
}

/// Warns of a group of which more are planned than its heads can put on duty.
fn warn_of_missing_heads(agents: &[Vec<u32>], groups: &[AgentGroup], path: &KeyPath, problems: &mut Problems) {
    for (group, numbers) in groups.iter().zip(agents) {
        let most = numbers.iter().copied().max().unwrap_or(0);
        if let Some(limit) = group.most_on_duty().filter(|limit| f64::from(most) > *limit) {
            let rule = format!(
                "has up to {most} agents of \"{}\" on duty, and its heads can put {} there",
                group.name,
                limit.floor()
            );
            let complaint = Complaint::new("", rule).remedy("heads times 1 - shrinkage are available at once");
            problems.warn(path, complaint);
        }
    }
}

fn floors(
    written: &StaffingWritten,
    basis: &StaffingBasis<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Vec<Option<f64>> {
    let names: Vec<String> = basis.channels.iter().map(|channel| channel.name.clone()).collect();
    let mut floors = vec![None; names.len()];
    for (name, floor) in written.floor.iter().flat_map(|floors| floors.iter()) {
        if let Some(channel) = position_of(name, &names, "a channel", &path.key(name), problems) {
            if floor.0 >= 1.0 {
                problems.at(
                    &path.key(name),
                    Complaint::new(floor.0, "must be less than 1").remedy("no staffing reaches every contact"),
                );
            }
            floors[channel] = Some(floor.0);
        }
    }
    floors
}

/// Whether a group has something to do in an interval: it works that day, and a channel it takes is open.
fn is_wanted(basis: &StaffingBasis<'_>, calendar: &Calendar, group: &AgentGroup, interval: usize) -> bool {
    let second = calendar.second_of_day(interval);
    let is_open =
        |stream: &crate::scenario::model::StreamId| basis.channels[basis.streams[stream.0].channel.0].is_open(second);
    group.works_on(calendar.day_of_interval(interval))
        && group.skills.iter().flat_map(|skill| &skill.streams).any(is_open)
}

fn by_group<'w>(
    written: impl Iterator<Item = (&'w str, &'w GroupAgents)>,
    basis: &StaffingBasis<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Option<Vec<Vec<u32>>> {
    let calendar = basis.calendar?;
    let names: Vec<String> = basis.groups.iter().map(|group| group.name.clone()).collect();
    let mut agents: Vec<Option<Vec<u32>>> = vec![None; names.len()];
    for (name, number) in written {
        let path = path.key(name);
        let Some(at) = position_of(name, &names, "an agent group", &path, problems) else { continue };
        let group = &basis.groups[at];
        let by_hour = match number {
            GroupAgents::Always(_) => None,
            GroupAgents::ByHour(numbers) if numbers.len() == 24 => Some(numbers),
            GroupAgents::ByHour(numbers) => {
                let rule = "must be one number, or 24 (one for each hour of the day)";
                problems.at(
                    &path,
                    Complaint::new(format!("{} numbers", numbers.len()), rule).remedy("midnight comes first"),
                );
                agents[at] = Some(Vec::new());
                continue;
            }
        };
        let on_duty = |interval: usize| match (number, by_hour) {
            (_, Some(numbers)) if group.works_on(calendar.day_of_interval(interval)) => {
                numbers[(calendar.second_of_day(interval) / 3600) as usize].0
            }
            (GroupAgents::Always(number), None) if is_wanted(basis, calendar, group, interval) => number.0,
            _ => 0,
        };
        agents[at] = Some((0..calendar.intervals()).map(on_duty).collect());
    }
    for (at, group) in basis.groups.iter().enumerate() {
        if agents[at].is_none() {
            let complaint = Complaint::new("", format!("has no number for the agent group \"{}\"", group.name));
            problems.at(path, complaint.remedy("write 0 if it has none on duty"));
        }
    }
    Some(agents.into_iter().map(Option::unwrap_or_default).collect())
}

fn from_file(file: &str, basis: &StaffingBasis<'_>, path: &KeyPath, problems: &mut Problems) -> Option<Vec<Vec<u32>>> {
    let text = text_of(basis.files, file, path, problems)?;
    let calendar = basis.calendar?;
    let before = problems.count();
    let required = ["date", "interval_start", "agent_group", "agents"];
    let mut table = Table::read(basis.files.label(file), text, &required, &[], problems)?;
    let mut known = SeasonSeries::new(calendar, basis.groups.len());
    for row in table.rows() {
        let place = known.place(&mut table, row, problems);
        let number = table.count(row, "agents", MOST_AGENTS, problems);
        let name = table.cell(row, "agent_group").to_owned();
        let at = basis.groups.iter().position(|group| group.name == name);
        if at.is_none() {
            let complaint = Complaint::new(format!("{name:?}"), "is not the name of an agent group")
                .maybe_remedy(did_you_mean(&name, basis.groups.iter().map(|group| group.name.as_str())));
            table.complain(row, Some("agent_group"), complaint, problems);
        }
        let (Some((day, interval)), Some(at)) = (place, at) else { continue };
        if number.is_some_and(|number| number > 0) && !basis.groups[at].works_on(day) {
            let rule = format!("must be 0: the group \"{name}\" is not available on {}", calendar.date(day));
            table.complain(
                row,
                Some("agents"),
                Complaint::new(number.unwrap_or(0), rule).remedy("change available, or the row"),
                problems,
            );
        }
        known.take_in(&mut table, row, (at, interval), number, problems);
    }
    let is_needed = |group: usize, interval: usize| is_wanted(basis, calendar, &basis.groups[group], interval);
    let in_words = |group: usize| format!(" of the group \"{}\"", basis.groups[group].name);
    known.finish(table, is_needed, in_words, "nobody is on duty", (path, before), problems)
}
