//! The whole scenario.

use serde_json::Value;

use super::agents::{Skillset, Wages, agent_groups};
use super::bot::bot;
use super::channels::channels;
use super::contact_types::{Surroundings, contact_types, streams};
use super::contacts::{DemandBasis, MOST_CONTACTS, expected_contacts};
use super::contracts::{ContractSurroundings, contracts};
use super::costs::{costs, in_house, satisfaction};
use super::demand::demand;
use super::fees::FeeNames;
use super::files::Files;
use super::kpis::KpiSurroundings;
use super::names::title;
use super::parcels::parcels;
use super::season::calendar;
use super::shifts::shifts;
use super::staffing::{StaffingBasis, staffing};
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems};
use crate::scenario::model::{
    Bot, Calendar, Channel, ContactType, ContactTypeId, Control, Demand, Draws, Precision, PrecisionMeasure,
    RunSettings, Scenario, Stream,
};
use crate::scenario::written::{ControlWritten, DrawsWritten, PrecisionMeasureWritten, RunWritten, ScenarioWritten};

/// Replications of a run, if nothing is said.
const USUAL_REPLICATIONS: u32 = 200;

/// Most replications of a run.
const MOST_REPLICATIONS: u32 = 10_000_000;

/// The tables that [`Arrivals`] are made of.
const TABLES_OF_ARRIVALS: [&str; 5] = ["calendar", "channels", "contact_types", "bot", "demand"];

/// Whether two scenarios as written bring the same arrivals.
pub fn has_same_arrivals(a: &Value, b: &Value) -> bool {
    TABLES_OF_ARRIVALS.iter().all(|table| a.get(table) == b.get(table))
}

/// What comes and when: all that is resolved without looking at people and money.
struct Arrivals {
    calendar: Option<Calendar>,
    channels: Vec<Channel>,
    contact_types: Vec<ContactType>,
    streams: Vec<Stream>,
    bot: Option<Bot>,
    demand: Demand,
}

/// Resolves a scenario; `name` is used if it has none of its own. `alike` is a resolved scenario with the same arrivals, if one is
/// known: theirs is most of the work. `None` only with a complaint.
pub fn resolve(
    written: &ScenarioWritten,
    name: Option<String>,
    alike: Option<&Scenario>,
    files: &dyn Files,
    problems: &mut Problems,
) -> Option<Scenario> {
    let root = KeyPath::root();
    if let Some(format) = written.format.filter(|format| format.0 != 1) {
        let complaint = Complaint::new(format.0, "must be 1, the only format so far");
        problems.at(&root.key("format"), complaint.remedy("a later peakdesk may read it"));
    }
    let name = written.name.as_ref().map(|name| name.0.clone()).or(name);
    if name.is_none() {
        problems.at(
            &root.key("name"),
            Complaint::new("", "is missing, and the file's name is not fit to be one")
                .remedy("write name = \"double11\" at the top"),
        );
    }
    let Arrivals { calendar, channels, contact_types, streams, bot, demand } = match alike {
        Some(scenario) => Arrivals::of(scenario),
        None => Arrivals::resolved(written, files, problems),
    };
    let channel_names: Vec<String> = channels.iter().map(|channel| channel.name.clone()).collect();
    let type_names: Vec<String> = contact_types.iter().map(|one| one.name.clone()).collect();

    let no_groups = Default::default();
    let groups_written = written.agent_groups.as_ref().unwrap_or(&no_groups);
    let skillset = Skillset { channels: &channels, type_names: &type_names, streams: &streams };
    let has_contracts = written.contracts.as_ref().is_some_and(|contracts| !contracts.0.is_empty());
    let wages = if has_contracts { Wages::Needed } else { Wages::Optional };
    let groups_path = root.key("agent_groups");
    let agent_groups = agent_groups(groups_written, &skillset, calendar.as_ref(), wages, &groups_path, problems);

    let basis = StaffingBasis {
        calendar: calendar.as_ref(),
        channels: &channels,
        streams: &streams,
        groups: &agent_groups,
        contracts: written.contracts.as_ref().map_or(0, |contracts| contracts.0.len()),
        files,
    };
    let staffing_written = written.staffing.clone().unwrap_or_default();
    let (staffing, service_floor) = staffing(&staffing_written, &basis, &root.key("staffing"), problems);

    let interval_s = interval_of(calendar.as_ref());
    let shifts = written.shifts.as_ref().map(|rules| shifts(rules, interval_s, &root.key("shifts"), problems));

    let costs = costs(&written.costs.clone().unwrap_or_default());
    let satisfaction = written.satisfaction.as_ref().map(|one| satisfaction(one, &root.key("satisfaction"), problems));
    let contract_surroundings = ContractSurroundings {
        names: FeeNames { channels: &channel_names, contact_types: &type_names },
        kpis: KpiSurroundings { channels: &channels, has_satisfaction: satisfaction.is_some(), has_bot: bot.is_some() },
        calendar: calendar.as_ref(),
    };
    let no_contracts = Default::default();
    let contracts_written = written.contracts.as_ref().unwrap_or(&no_contracts);
    let contracts = contracts(contracts_written, &contract_surroundings, &root.key("contracts"), problems);
    let in_house = written.in_house.as_ref().and_then(|one| in_house(one, &costs, &root.key("in_house"), problems));
    let run = run_settings(&written.run.clone().unwrap_or_default(), &root.key("run"), problems);
    Some(Scenario {
        name: name?,
        title: title(&written.title),
        currency: written.currency.clone().unwrap_or_else(|| "CNY".to_owned()),
        run,
        calendar: calendar?,
        demand,
        channels,
        contact_types,
        streams,
        bot,
        agent_groups,
        costs,
        shifts,
        staffing,
        service_floor,
        satisfaction: satisfaction.flatten(),
        contracts,
        in_house,
    })
}

impl Arrivals {
    fn of(scenario: &Scenario) -> Self {
        Arrivals {
            calendar: Some(scenario.calendar.clone()),
            channels: scenario.channels.clone(),
            contact_types: scenario.contact_types.clone(),
            streams: scenario.streams.clone(),
            bot: scenario.bot.clone(),
            demand: scenario.demand.clone(),
        }
    }

    fn resolved(written: &ScenarioWritten, files: &dyn Files, problems: &mut Problems) -> Self {
        let root = KeyPath::root();
        let calendar_path = root.key("calendar");
        let calendar = written.calendar.as_ref().and_then(|season| calendar(season, &calendar_path, files, problems));
        let interval_s = interval_of(calendar.as_ref());

        let no_channels = Default::default();
        let channels_written = written.channels.as_ref().unwrap_or(&no_channels);
        let channels_with_weights = channels(channels_written, interval_s, &root.key("channels"), files, problems);
        let hours_are_sound = channels_with_weights.iter().all(|one| one.hours_are_sound);
        let (channels, weights): (Vec<Channel>, Vec<Vec<f64>>) =
            channels_with_weights.into_iter().map(|one| (one.channel, one.weights)).unzip();
        let bot = written.bot.as_ref().map(|written| (written, bot(written, &channels, &root.key("bot"), problems)));

        let no_types = Default::default();
        let types_written = written.contact_types.as_ref().unwrap_or(&no_types);
        let types_path = root.key("contact_types");
        let types = contact_types(types_written, &channels, &types_path, problems);
        let type_names: Vec<String> = types.iter().map(|one| one.contact_type.name.clone()).collect();

        let demand_written = written.demand.clone().unwrap_or_default();
        let demand_path = root.key("demand");
        let scale = demand_written.scale.map_or(1.0, |scale| scale.0);
        let parcels =
            calendar.as_ref().and_then(|calendar| parcels(&demand_written, calendar, &demand_path, files, problems));
        let around =
            Surroundings { channels: &channels, bot: bot.as_ref().map(|(written, bot)| (*written, bot)), files };
        let mut all_streams: Vec<Stream> = Vec::new();
        for (at, (name, one)) in types_written.iter().enumerate() {
            let path = types_path.key(name);
            let shares = &types[at].shares;
            let mut of_type = streams(ContactTypeId(at), one, shares, &around, &path, problems);
            if let Some(calendar) = &calendar {
                let basis = DemandBasis {
                    calendar,
                    channels: &channels,
                    hours_are_sound,
                    weights: &weights,
                    names_parcels: demand_written.parcels.is_some() || problems.is_spoilt(&demand_path.key("parcels")),
                    parcels: parcels.as_ref(),
                    scale,
                    files,
                };
                let contacts = expected_contacts(one, shares, &basis, &path, problems);
                of_type.iter_mut().zip(contacts).for_each(|(stream, contacts)| stream.expected_contacts = contacts);
            }
            all_streams.extend(of_type);
        }
        check_volume(&all_streams, &demand_path, problems);

        let season_parcels = match (&parcels, &calendar) {
            (Some(parcels), _) => parcels.season().iter().map(|parcels| parcels * scale).collect(),
            (None, Some(calendar)) => vec![0.0; calendar.days()],
            (None, None) => Vec::new(),
        };
        let demand = demand(&demand_written, season_parcels, scale, &type_names, &demand_path, problems);
        let contact_types = types.into_iter().map(|one| one.contact_type).collect();
        Arrivals { calendar, channels, contact_types, streams: all_streams, bot: bot.map(|(_, bot)| bot), demand }
    }
}

/// The interval of a calendar, seconds; half an hour where there is none.
fn interval_of(calendar: Option<&Calendar>) -> u32 {
    calendar.map_or(1800, |calendar| calendar.interval_s)
}

fn check_volume(streams: &[Stream], path: &KeyPath, problems: &mut Problems) {
    let expected: f64 = streams.iter().flat_map(|stream| &stream.expected_contacts).sum();
    if expected > MOST_CONTACTS {
        let rule = "is the number of contacts expected, and must be at most 100,000,000";
        let remedy = "check the units of parcels and rates, or scale down with demand.scale";
        problems.at(path, Complaint::new(format!("{expected:.0}"), rule).remedy(remedy));
    } else if expected <= 0.0 && problems.count() == 0 {
        problems.warn(
            path,
            Complaint::new("", "brings no contacts at all").remedy("check parcels, rates and opening hours"),
        );
    }
}

fn run_settings(written: &RunWritten, path: &KeyPath, problems: &mut Problems) -> RunSettings {
    let replications = written.replications.map_or(USUAL_REPLICATIONS, |replications| replications.0);
    if replications > MOST_REPLICATIONS {
        let complaint = Complaint::new(replications, format!("must be at most {MOST_REPLICATIONS}"));
        problems.at(&path.key("replications"), complaint);
    }
    let precision = written.precision.as_ref().and_then(|precision| {
        let at_most = precision.at_most?.0;
        if at_most > MOST_REPLICATIONS {
            let complaint = Complaint::new(at_most, format!("must be at most {MOST_REPLICATIONS}"));
            problems.at(&path.key("precision").key("at_most"), complaint);
        }
        Some(Precision {
            measure: match precision.measure {
                Some(PrecisionMeasureWritten::ServiceLevel) => PrecisionMeasure::ServiceLevel,
                Some(PrecisionMeasureWritten::Profit) | None => PrecisionMeasure::Profit,
            },
            half_width: precision.half_width?.0,
            at_most,
        })
    });
    let draws = match written.draws {
        Some(DrawsWritten::Independent) => Draws::Independent,
        Some(DrawsWritten::Stratified) | None => Draws::Stratified,
    };
    let control = match written.control {
        Some(ControlWritten::None) => Control::None,
        Some(ControlWritten::DayTables) | None => Control::DayTables,
    };
    RunSettings { seed: written.seed.map_or(1, |seed| seed.0), replications, precision, draws, control }
}
