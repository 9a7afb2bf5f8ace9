//! Agent groups: skills, pay, availability.

use super::names::{position_of, title};
use super::season::season_days;
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems};
use crate::scenario::model::{AgentGroup, Calendar, Channel, ChannelId, Hiring, Skill, Stream, StreamId, Wage};
use crate::scenario::written::{AgentGroupWritten, Named, SkillTable, SkillWritten, WageWritten};

/// Whether wages are needed: they are for profit, and hours will do for staffing alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wages {
    /// There are contracts.
    Needed,
    /// An hour counts as 1 where nothing is said.
    Optional,
}

/// What skills refer to.
pub(super) struct Skillset<'a> {
    pub channels: &'a [Channel],
    pub type_names: &'a [String],
    pub streams: &'a [Stream],
}

/// All groups, in the order written.
pub(super) fn agent_groups(
    written: &Named<AgentGroupWritten>,
    skillset: &Skillset<'_>,
    calendar: Option<&Calendar>,
    wages: Wages,
    path: &KeyPath,
    problems: &mut Problems,
) -> Vec<AgentGroup> {
    if written.0.is_empty() {
        let remedy = "add a table such as [agent_groups.regular]";
        problems.at(path, Complaint::new("", "has no agent group").remedy(remedy));
    }
    let before = problems.count();
    let groups: Vec<AgentGroup> = written
        .iter()
        .map(|(name, one)| agent_group(name, one, skillset, calendar, wages, &path.key(name), problems))
        .collect();
    for (at, stream) in skillset.streams.iter().enumerate() {
        let takes = |group: &AgentGroup| group.skills.iter().any(|skill| skill.streams.contains(&StreamId(at)));
        if groups.is_empty() || problems.count() > before && !groups.iter().any(takes) {
            // A skill that could not be read may be the one that is missing here.
        } else if !groups.iter().any(takes) {
            let (contact_type, channel) =
                (&skillset.type_names[stream.contact_type.0], &skillset.channels[stream.channel.0].name);
            let rule = format!(
                "no group takes \"{contact_type}\" on the channel \"{channel}\", where contacts would wait for ever"
            );
            let complaint = Complaint::new("", rule);
            problems.at(path, complaint.remedy(format!("add \"{channel}\" to the skills of a group")));
        } else if let Some(calendar) = calendar {
            warn_of_empty_days(
                stream,
                &groups.iter().filter(|group| takes(group)).collect::<Vec<_>>(),
                skillset,
                calendar,
                path,
                problems,
            );
        }
    }
    groups
}

/// Warns of days on which a stream has contacts and no group that takes it works.
fn warn_of_empty_days(
    stream: &Stream,
    takers: &[&AgentGroup],
    skillset: &Skillset<'_>,
    calendar: &Calendar,
    path: &KeyPath,
    problems: &mut Problems,
) {
    let per_day = calendar.intervals_per_day();
    let has_contacts =
        |day: usize| stream.expected_contacts.iter().skip(day * per_day).take(per_day).any(|contacts| *contacts > 0.0);
    let mut empty =
        (0..calendar.days()).filter(|day| has_contacts(*day) && !takers.iter().any(|group| group.works_on(*day)));
    if let Some(first) = empty.next() {
        let (contact_type, channel) =
            (&skillset.type_names[stream.contact_type.0], &skillset.channels[stream.channel.0].name);
        let days = empty.count() + 1;
        let rule = format!(
            "no group takes \"{contact_type}\" on the channel \"{channel}\" on {days} days, the first of them {}",
            calendar.date(first)
        );
        let complaint = Complaint::new("", rule);
        problems.warn(path, complaint.remedy("give a group that is available then the skill"));
    }
}

fn agent_group(
    name: &str,
    written: &AgentGroupWritten,
    skillset: &Skillset<'_>,
    calendar: Option<&Calendar>,
    wages: Wages,
    path: &KeyPath,
    problems: &mut Problems,
) -> AgentGroup {
    let heads = written.heads.clone().unwrap_or_default();
    let heads_min = heads.min.map_or(0, |least| least.0);
    let heads_max = heads.max.map(|most| most.0);
    if let Some(most) = heads_max.filter(|most| *most < heads_min) {
        let complaint = Complaint::new(most, format!("must be at least min, {heads_min}"))
            .remedy("exchange the two, or leave max out");
        problems.at(&path.key("heads").key("max"), complaint);
    }
    let shrinkage = written.shrinkage.map_or(0.0, |share| share.0);
    if shrinkage >= 1.0 {
        problems.at(
            &path.key("shrinkage"),
            Complaint::new(shrinkage, "must be less than 1").remedy("some paid time must be left for contacts"),
        );
    }
    let hiring = written.hiring.as_ref().map(|hiring| Hiring {
        cost: hiring.cost.map_or(0.0, |cost| cost.0),
        training_hours: hiring.training.as_ref().map_or(0.0, |training| training.0 / 3600.0),
    });
    let learning: Vec<f64> = written.learning.iter().flatten().map(|factor| factor.0).collect();
    AgentGroup {
        name: name.to_owned(),
        title: title(&written.title),
        skills: skills(written, skillset, &path.key("skills"), problems),
        heads_min,
        heads_max,
        wage: wage(written.wage.as_ref(), wages, &path.key("wage"), problems),
        shrinkage,
        absence: written.absence.map_or(0.0, |share| share.0),
        available_days: calendar.map_or((0, 0), |calendar| available(written, calendar, path, problems)),
        hiring,
        attrition_month: written.attrition_month.map_or(0.0, |share| share.0),
        learning: if learning.is_empty() { vec![1.0] } else { learning },
        handle_time_factor: written.handle_time_factor.map_or(1.0, |factor| factor.0),
        first_contact_resolution: written.first_contact_resolution.map(|share| share.0),
    }
}

fn wage(written: Option<&WageWritten>, wages: Wages, path: &KeyPath, problems: &mut Problems) -> Wage {
    let remedy = "write { month = 4500 } or { hour = 26 }";
    match written.map(|wage| (wage.month, wage.hour)) {
        Some((Some(month), None)) => return Wage::Month(month.0),
        Some((None, Some(hour))) => return Wage::Hour(hour.0),
        Some((Some(_), Some(_))) => {
            problems.at(path, Complaint::new("", "is given by month and by hour: one of the two").remedy(remedy));
        }
        Some((None, None)) => problems.at(path, Complaint::new("", "must be by month or by hour").remedy(remedy)),
        None if wages == Wages::Needed => {
            problems.at(path, Complaint::new("", "is missing: contracts need it for their costs").remedy(remedy));
        }
        None => {}
    }
    Wage::Hour(1.0)
}

fn available(
    written: &AgentGroupWritten,
    calendar: &Calendar,
    path: &KeyPath,
    problems: &mut Problems,
) -> (usize, usize) {
    let season = (0, calendar.days() - 1);
    let Some(available) = &written.available else { return season };
    let from = available.from.as_ref().map_or(calendar.first_day, |date| date.0);
    let to = available.to.as_ref().map_or(calendar.date(season.1), |date| date.0);
    season_days(calendar, from, to, &path.key("available"), problems).unwrap_or(season)
}

fn skills(written: &AgentGroupWritten, skillset: &Skillset<'_>, path: &KeyPath, problems: &mut Problems) -> Vec<Skill> {
    let channel_names: Vec<String> = skillset.channels.iter().map(|channel| channel.name.clone()).collect();
    let mut skills: Vec<Skill> = Vec::new();
    for (place, skill) in written.skills.iter().flatten().enumerate() {
        let path = path.index(place);
        let whole = SkillTable::default();
        let (channel, table, channel_path) = match skill {
            SkillWritten::Channel(name) => (name, &whole, path.clone()),
            SkillWritten::Table(table) => match &table.channel {
                Some(name) => (name, table, path.key("channel")),
                None => continue,
            },
        };
        let Some(channel) = position_of(&channel.0, &channel_names, "a channel", &channel_path, problems) else {
            continue;
        };
        let of_channel = streams_of(skillset, ChannelId(channel), table, &path, problems);
        // A stream named by an earlier skill of the group is that skill's.
        let streams: Vec<StreamId> = of_channel
            .iter()
            .copied()
            .filter(|stream| !skills.iter().any(|earlier| earlier.streams.contains(stream)))
            .collect();
        if streams.is_empty() {
            if !of_channel.is_empty() {
                let complaint = Complaint::new("", "takes nothing that an earlier skill of the group does not take");
                problems.at(&path, complaint.remedy("leave it out, or put the finer rule first"));
            }
            continue;
        }
        let priority = table.priority.map_or(place as u32, |priority| priority.0);
        skills.push(Skill { streams, priority, after_s: table.after.as_ref().map_or(0.0, |after| after.0) });
    }
    skills
}

fn streams_of(
    skillset: &Skillset<'_>,
    channel: ChannelId,
    table: &SkillTable,
    path: &KeyPath,
    problems: &mut Problems,
) -> Vec<StreamId> {
    let channel_name = &skillset.channels[channel.0].name;
    let on_channel = |stream: &&(usize, &Stream)| stream.1.channel == channel;
    let streams: Vec<(usize, &Stream)> = skillset.streams.iter().enumerate().collect();
    let Some(names) = &table.contact_types else {
        let all: Vec<StreamId> = streams.iter().filter(on_channel).map(|(at, _)| StreamId(*at)).collect();
        if all.is_empty() {
            let rule = format!("has nothing to take: no contact type comes on the channel \"{channel_name}\"");
            problems.warn(
                path,
                Complaint::new("", rule).remedy("leave it out, or give a contact type a share of the channel"),
            );
        }
        return all;
    };
    let mut taken = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let path = path.key("contact_types").index(place);
        let Some(contact_type) = position_of(&name.0, skillset.type_names, "a contact type", &path, problems) else {
            continue;
        };
        let of_type = || streams.iter().filter(|(_, stream)| stream.contact_type.0 == contact_type);
        match of_type().find(on_channel) {
            Some((at, _)) if !taken.contains(&StreamId(*at)) => taken.push(StreamId(*at)),
            Some(_) => problems.at(
                &path,
                Complaint::new(format!("\"{}\"", name.0), "is named twice").remedy("leave one of the two out"),
            ),
            // A contact type without any channel has been complained of.
            None if of_type().next().is_none() => {}
            None => {
                let complaint = Complaint::new(
                    format!("\"{}\"", name.0),
                    format!("does not come on the channel \"{channel_name}\""),
                );
                problems.at(&path, complaint.remedy("give it a share of that channel, or leave it out here"));
            }
        }
    }
    taken
}
