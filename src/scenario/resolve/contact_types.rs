//! Contact types and their streams: how contacts behave on each channel.

use super::by_time::{Piece, by_time};
use super::distributions::{Durations, Endless, MeanAlone, SUM_TOLERANCE};
use super::files::Files;
use super::names::{position_of, title, unknown};
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems};
use crate::scenario::model::{
    Bot, ByTime, Channel, ChannelId, ChannelKind, ContactType, ContactTypeId, Distribution, Redial, Stream, StreamBot,
};
use crate::scenario::written::{
    BotWritten, ContactTypeWritten, DistributionWritten, HandleTimeWritten, Named, PerChannel, RedialWritten, Share,
    ShareWritten, StreamBotWritten,
};

/// Mean time until an unresolved contact comes back, if nothing is said.
const USUAL_REPEAT_S: f64 = 86_400.0;

/// Mean time until a redial, if nothing is said.
const USUAL_REDIAL_S: f64 = 900.0;

/// What streams are made from.
pub(super) struct Surroundings<'a> {
    pub channels: &'a [Channel],
    pub bot: Option<(&'a BotWritten, &'a Bot)>,
    pub files: &'a dyn Files,
}

/// A contact type with the share of its contacts on each of its channels, in the order of the channels.
pub(super) struct TypeWithShares {
    pub contact_type: ContactType,
    pub shares: Vec<(ChannelId, f64)>,
}

/// All contact types, in the order written.
pub(super) fn contact_types(
    written: &Named<ContactTypeWritten>,
    channels: &[Channel],
    path: &KeyPath,
    problems: &mut Problems,
) -> Vec<TypeWithShares> {
    if written.0.is_empty() {
        let remedy = "add a table such as [contact_types.tracking]";
        problems.at(path, Complaint::new("", "has no contact type").remedy(remedy));
    }
    let mut resolved = Vec::with_capacity(written.0.len());
    for (name, one) in written.iter() {
        let path = path.key(name);
        if name == "all" {
            problems.key(&path, None, Complaint::new("", "is kept for totals").remedy("choose another name"));
        }
        let shares = shares(one, channels, &path.key("channels"), problems);
        let contact_type = ContactType { name: name.to_owned(), title: title(&one.title) };
        resolved.push(TypeWithShares { contact_type, shares });
    }
    resolved
}

fn shares(
    written: &ContactTypeWritten,
    channels: &[Channel],
    path: &KeyPath,
    problems: &mut Problems,
) -> Vec<(ChannelId, f64)> {
    let names: Vec<String> = channels.iter().map(|channel| channel.name.clone()).collect();
    let Some(shares) = &written.channels else {
        if channels.len() > 1 {
            let remedy = format!("write the share of each: channels = {{ {} = 1.0 }}", names[0]);
            problems.at(path, Complaint::new("", "is missing: there are several channels").remedy(remedy));
        }
        let is_the_only_one = channels.len() == 1 && !problems.is_spoilt(path);
        return if is_the_only_one { vec![(ChannelId(0), 1.0)] } else { Vec::new() };
    };
    let mut resolved = Vec::new();
    let mut all_known = true;
    for (name, share) in shares.iter() {
        match position_of(name, &names, "a channel", &path.key(name), problems) {
            Some(channel) if share.0 > 0.0 => resolved.push((ChannelId(channel), share.0)),
            Some(_) => {}
            None => all_known = false,
        }
    }
    let sum: f64 = shares.iter().map(|(_, share)| share.0).sum();
    if (sum - 1.0).abs() > SUM_TOLERANCE && all_known {
        let remedy = "shares of contacts by channel sum to 1";
        problems.at(path, Complaint::new(rounded(sum), "is the sum of the shares, and must be 1").remedy(remedy));
    }
    resolved.sort_by_key(|(channel, _)| *channel);
    // What follows from a wrong name would be more complaints about the same mistake.
    if all_known { resolved } else { Vec::new() }
}

/// A sum without the noise of its last digits.
pub(super) fn rounded(sum: f64) -> String {
    let text = format!("{sum:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The value on a channel, and its path.
fn on<'w, T>(
    written: &'w Option<PerChannel<T>>,
    channel: &Channel,
    path: &KeyPath,
    key: &str,
) -> Option<(&'w T, KeyPath)> {
    let path = path.key(key);
    match written.as_ref()? {
        PerChannel::Same(value) => Some((value, path)),
        PerChannel::Each(values) => values.get(&channel.name).map(|value| (value, path.key(&channel.name))),
    }
}

/// Complains of channels that do not exist in a table by channel.
fn check_channels<T>(
    written: &Option<PerChannel<T>>,
    channels: &[Channel],
    keys: &[&str],
    path: KeyPath,
    problems: &mut Problems,
) {
    let Some(PerChannel::Each(values)) = written else { return };
    for name in values.names() {
        if !channels.iter().any(|channel| channel.name == name) {
            let possible: Vec<String> = channels
                .iter()
                .map(|channel| channel.name.clone())
                .chain(keys.iter().map(|key| (*key).to_owned()))
                .collect();
            let mut complaint = unknown(name, &possible, "a channel");
            complaint.value.clear();
            problems.key(&path.key(name), None, complaint);
        }
    }
}

const DISTRIBUTION_KEYS: [&str; 5] = ["mean", "distribution", "by_time", "values", "branches"];

/// The streams of one contact type, without their expected contacts.
pub(super) fn streams(
    id: ContactTypeId,
    written: &ContactTypeWritten,
    shares: &[(ChannelId, f64)],
    around: &Surroundings<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Vec<Stream> {
    let channels = around.channels;
    check_channels(&written.handle_time, channels, &DISTRIBUTION_KEYS, path.key("handle_time"), problems);
    check_channels(&written.patience, channels, &DISTRIBUTION_KEYS, path.key("patience"), problems);
    check_channels(&written.balk, channels, &[], path.key("balk"), problems);
    check_channels(&written.redial, channels, &["chance", "delay", "limit"], path.key("redial"), problems);
    check_channels(&written.first_contact_resolution, channels, &[], path.key("first_contact_resolution"), problems);
    check_channels(&written.repeat_delay, channels, &DISTRIBUTION_KEYS, path.key("repeat_delay"), problems);
    check_channels(&written.bot, channels, &["containment", "handle_time", "leaves"], path.key("bot"), problems);
    if written.bot.is_some() && around.bot.is_none() {
        let remedy = "add [bot] with channels = { phone = 1.0 }, the share that meets it first";
        problems.at(&path.key("bot"), Complaint::new("", "needs the table [bot], and there is none").remedy(remedy));
    }
    let general = Durations { files: around.files, mean_alone: MeanAlone::Exponential, endless: Endless::Refused };
    let mut streams = Vec::with_capacity(shares.len());
    for (channel_id, _) in shares {
        let channel = &channels[channel_id.0];
        let share_on = |written: &Option<PerChannel<Share>>, key, usual: f64| {
            on(written, channel, path, key).map_or(usual, |(share, _)| share.0)
        };
        let is_deferred = channel.kind == ChannelKind::Deferred;
        let (handle_time, talk_share) = handle_time(written, channel, around.files, path, problems);
        let repeat_delay = on(&written.repeat_delay, channel, path, "repeat_delay")
            .and_then(|(delay, path)| general.constant(delay, &path, problems));
        streams.push(Stream {
            contact_type: id,
            channel: *channel_id,
            expected_contacts: Vec::new(),
            handle_time,
            talk_share,
            patience: patience(written, channel, around.files, path, problems),
            balk: if is_deferred { 0.0 } else { share_on(&written.balk, "balk", 0.0) },
            redial: on(&written.redial, channel, path, "redial")
                .and_then(|(redial, path)| resolve_redial(redial, &general, &path, problems)),
            first_contact_resolution: share_on(&written.first_contact_resolution, "first_contact_resolution", 1.0),
            repeat_delay: repeat_delay.unwrap_or(Distribution::Exponential { mean_s: USUAL_REPEAT_S }),
            bot: stream_bot(written, channel, around, &general, path, problems),
        });
    }
    streams
}

fn handle_time(
    written: &ContactTypeWritten,
    channel: &Channel,
    files: &dyn Files,
    path: &KeyPath,
    problems: &mut Problems,
) -> (ByTime<Distribution>, f64) {
    let placeholder = (ByTime::always(Distribution::Never), 1.0);
    let Some((handle_time, at)) = on(&written.handle_time, channel, path, "handle_time") else {
        if written.handle_time.is_some() {
            let rule = format!("has no handle time for the channel \"{}\"", channel.name);
            problems.at(&path.key("handle_time"), Complaint::new("", rule).remedy("write one for each channel"));
        }
        return placeholder;
    };
    let durations = Durations { files, mean_alone: MeanAlone::Lognormal, endless: Endless::Refused };
    let talk = match handle_time {
        HandleTimeWritten::Table(table) => table.talk.map_or(1.0, |talk| talk.0),
        HandleTimeWritten::Mean(_) => 1.0,
    };
    match durations.handle_time(handle_time, &at, problems) {
        Some(distribution) => (distribution, talk),
        None => placeholder,
    }
}

fn patience(
    written: &ContactTypeWritten,
    channel: &Channel,
    files: &dyn Files,
    path: &KeyPath,
    problems: &mut Problems,
) -> ByTime<Distribution> {
    let never = ByTime::always(Distribution::Never);
    let found = on(&written.patience, channel, path, "patience");
    if channel.kind == ChannelKind::Deferred {
        if let (Some((_, at)), Some(PerChannel::Each(_))) = (found, &written.patience) {
            let rule = format!("is for channels on which customers wait, and \"{}\" is deferred", channel.name);
            problems.at(&at, Complaint::new("", rule).remedy("leave it out"));
        }
        return never;
    }
    let Some((patience, at)) = found else {
        let rule = format!("is missing for the channel \"{}\": nobody will give up waiting", channel.name);
        let remedy = "write a mean such as patience = \"180s\", or { distribution = \"never\" } if that is meant";
        problems.warn(&path.key("patience"), Complaint::new("", rule).remedy(remedy));
        return never;
    };
    let durations = Durations { files, mean_alone: MeanAlone::Exponential, endless: Endless::Allowed };
    durations.moving(patience, &at, problems).unwrap_or(never)
}

fn resolve_redial(
    written: &RedialWritten,
    durations: &Durations<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Option<Redial> {
    let usual = Distribution::Exponential { mean_s: USUAL_REDIAL_S };
    let delay = match &written.delay {
        Some(delay) => durations.constant(delay, &path.key("delay"), problems)?,
        None => usual,
    };
    Some(Redial { chance: written.chance?.0, delay, limit: written.limit.map_or(1, |limit| limit.0) })
}

fn stream_bot(
    written: &ContactTypeWritten,
    channel: &Channel,
    around: &Surroundings<'_>,
    durations: &Durations<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Option<StreamBot> {
    let (bot, at) = on(&written.bot, channel, path, "bot")?;
    let meets = around.bot.and_then(|(bot, _)| bot.channels.as_ref()?.get(&channel.name));
    let Some(meets) = meets.map(|share| share.0) else {
        if let (Some(_), Some(PerChannel::Each(_))) = (around.bot, &written.bot) {
            let rule = format!("is for a channel without a bot: [bot] channels does not name \"{}\"", channel.name);
            problems.at(&at, Complaint::new("", rule).remedy("name it there, or leave this out"));
        }
        return None;
    };
    let handle_time = durations_of_bot(bot, durations, &at, problems);
    let containment = bot.containment.as_ref().and_then(|share| share_by_time(share, &at.key("containment"), problems));
    let (handle_time, containment) = (handle_time?, containment?);
    let leaves = bot.leaves.map_or(0.0, |share| share.0);
    for (_, contained) in &containment.pieces {
        if contained + leaves > 1.0 + 1e-12 {
            let complaint =
                Complaint::new(rounded(contained + leaves), "is containment plus leaves, and must be at most 1");
            problems.at(&at, complaint.remedy("what is neither contained nor leaves is passed to people"));
        }
    }
    (meets > 0.0).then_some(StreamBot {
        meets,
        containment,
        falsely_contained: bot.falsely_contained.map_or(0.0, |share| share.0),
        leaves,
        handle_time,
        escalated_handle_time_factor: bot.escalated_handle_time_factor.map_or(1.0, |factor| factor.0),
    })
}

fn durations_of_bot(
    bot: &StreamBotWritten,
    durations: &Durations<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Option<ByTime<Distribution>> {
    let written: &DistributionWritten = bot.handle_time.as_ref()?;
    durations.moving(written, &path.key("handle_time"), problems)
}

fn share_by_time(written: &ShareWritten, path: &KeyPath, problems: &mut Problems) -> Option<ByTime<f64>> {
    match written {
        ShareWritten::Always(share) => Some(ByTime::always(share.0)),
        ShareWritten::ByTime(table) => {
            let pieces = table.by_time.as_ref()?.iter();
            let pieces: Option<Vec<Piece<f64>>> = pieces
                .map(|piece| Some(Piece { from_s: piece.from.as_ref().map(|from| from.0), value: piece.value?.0 }))
                .collect();
            by_time(pieces?, &path.key("by_time"), problems)
        }
    }
}
