//! Priorities and several groups: the general engine. Exact: Cobham's formula; sparse chains solved directly.

use crate::season::{exponential, flat_plan, head, scenario, stream};
use crate::stationary::{Length, occupancy};
use crate::trial::{Measure, Observed, Trial};
use peakdesk::scenario::model::Scenario;

/// Two contact types, each on a timed and a delayed channel, half on each.
fn two_types(days: usize, types: [(&str, f64, f64, Option<f64>); 2], groups: &str) -> Scenario {
    let mut text = head(days, "60m");
    for (name, within_s) in [("timed", 20), ("delayed", 0)] {
        text += &format!(
            "[channels.{name}]\nkind = \"voice\"\nservice_level = {{ target = 0.8, within = \"{within_s}s\" }}\n"
        );
    }
    for (name, per_hour, mean_s, patience_s) in types {
        text += &format!(
            "[contact_types.{name}]\nper_hour = {per_hour:?}\nchannels = {{ timed = 0.5, delayed = 0.5 }}\nhandle_time = {}\n",
            exponential(mean_s)
        );
        if let Some(patience_s) = patience_s {
            text += &format!("patience = {}\n", exponential(patience_s));
        }
    }
    scenario(&(text + groups))
}

/// Skills of one group: types in order of priority.
fn skills(types: &[&str]) -> String {
    let skill = |(priority, name): (usize, &&str)| {
        ["timed", "delayed"].map(|channel| {
            format!("{{ channel = \"{channel}\", contact_types = [\"{name}\"], priority = {priority} }}")
        })
    };
    let all: Vec<String> = types.iter().enumerate().flat_map(skill).collect();
    format!("skills = [{}]\n", all.join(", "))
}

/// What is known of one type: abandoned, within T, delayed, mean wait.
fn of_type(scenario: &Scenario, name: &'static str, known: [Option<f64>; 4]) -> Vec<Measure> {
    let timed = stream(scenario, name, "timed").0;
    let delayed = stream(scenario, name, "delayed").0;
    let both = move |observed: &Observed| {
        let mut cell = observed.cells[timed];
        cell += &observed.cells[delayed];
        cell
    };
    let [abandonment, within, delay, wait] = known;
    let mut measures = Vec::new();
    measures.extend(abandonment.map(|exact| {
        Measure::new(format!("{name}: abandoned"), exact, move |observed| {
            (both(observed).abandoned, both(observed).fresh)
        })
    }));
    measures.extend(within.map(|exact| {
        Measure::new(format!("{name}: answered within T"), exact, move |observed| {
            (observed.cells[timed].answered_within, observed.cells[timed].fresh)
        })
    }));
    measures.extend(delay.map(|exact| {
        Measure::new(format!("{name}: delayed"), exact, move |observed| {
            let cell = &observed.cells[delayed];
            (cell.fresh - cell.answered_within, cell.fresh)
        })
    }));
    measures.extend(wait.map(|exact| {
        Measure::new(format!("{name}: mean wait, s"), exact, move |observed| {
            (both(observed).wait_answered + both(observed).wait_abandoned, both(observed).fresh)
        })
        .in_seconds()
    }));
    measures
}

fn trial(name: &str, scenario: Scenario, agents: &[u32], length: Length, measures: Vec<Measure>) -> Trial {
    Trial {
        name: name.to_owned(),
        plan: flat_plan(&scenario, agents),
        scenario,
        replications: length.replications,
        windows: vec![length.window],
        measures,
        watches: false,
    }
}

/// One group, two priorities.
fn priorities() -> Vec<Trial> {
    let groups = format!("[agent_groups.agents]\n{}", skills(&["high", "low"]));
    let endless = Length::of(90.0, 1e7);
    let scenario = two_types(endless.days, [("high", 30.0, 300.0, None), ("low", 60.0, 300.0, None)], &groups);
    let mut measures = of_type(&scenario, "high", [None, None, Some(0.5091486206612785), Some(23.499167107443622)]);
    measures.extend(of_type(&scenario, "low", [None, None, Some(0.5091486206612785), Some(140.99500264466178)]));
    let cobham = trial("priorities, 9 agents, endless patience", scenario, &[9], endless, measures);

    let length = Length::of(200.0, 8e6);
    let scenario =
        two_types(length.days, [("high", 60.0, 300.0, Some(120.0)), ("low", 140.0, 300.0, Some(120.0))], &groups);
    let delay = Some(0.40288361394852973);
    let mut measures = of_type(
        &scenario,
        "high",
        [Some(0.06361023262462992), Some(0.8158145857944888), delay, Some(7.63322791495559)],
    );
    measures.extend(of_type(
        &scenario,
        "low",
        [Some(0.1281862176795952), Some(0.7006850863984752), delay, Some(15.382346121551425)],
    ));
    measures.push(occupancy(0, 0.8737123312126421));
    let equal_patience = trial("priorities with abandonment, 17 agents", scenario, &[17], length, measures);

    let length = Length::of(60.0, 8e6);
    let scenario =
        two_types(length.days, [("high", 20.0, 300.0, Some(120.0)), ("low", 40.0, 300.0, Some(240.0))], &groups);
    let delay = Some(0.5167927771793926);
    let mut measures = of_type(
        &scenario,
        "high",
        [Some(0.19220067881667094), Some(0.5957445334069438), delay, Some(23.064081458000512)],
    );
    measures.extend(of_type(
        &scenario,
        "low",
        [Some(0.19262290558484857), Some(0.5416523208179828), delay, Some(46.22949734036366)],
    ));
    measures.push(occupancy(0, 0.8075178366712052));
    let two_patiences = trial("priorities with two patiences, 5 agents", scenario, &[5], length, measures);
    vec![cobham, equal_patience, two_patiences]
}

/// The N-model: the second group takes the second type first, and helps with the first, for which it needs 1.2 times as
/// long: handle times by (type, group) are 300, 360 and 270 s.
fn n_model() -> Trial {
    let groups = format!(
        "[agent_groups.one]\n{}[agent_groups.both]\nhandle_time_factor = 1.2\n{}",
        skills(&["first"]),
        skills(&["second", "first"])
    );
    let length = Length::of(140.0, 1e7);
    let scenario =
        two_types(length.days, [("first", 90.0, 300.0, Some(120.0)), ("second", 50.0, 225.0, Some(180.0))], &groups);
    let mut measures = of_type(
        &scenario,
        "first",
        [Some(0.10242080048753047), Some(0.7628811213666948), Some(0.3137774527855083), Some(12.290496058503656)],
    );
    measures.extend(of_type(
        &scenario,
        "second",
        [Some(0.21098940852660003), Some(0.49253843269109027), Some(0.5958560334454295), Some(37.97809353478801)],
    ));
    measures.extend([occupancy(0, 0.8114135094488184), occupancy(1, 0.8442258068535168)]);
    trial("N-model, 7 and 5 agents", scenario, &[7, 5], length, measures)
}

/// All cases.
pub fn trials() -> Vec<Trial> {
    let mut trials = priorities();
    trials.push(n_model());
    trials
}
