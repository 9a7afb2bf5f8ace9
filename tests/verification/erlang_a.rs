//! M/M/n+M (Erlang A), and M/M/n/K+M with lines. Exact values: state sums at 40 digits; Palm's closed form agrees.

use crate::season::{TIMED, exponential, flat_plan, head, scenario};
use crate::stationary::{Length, Steady, abandoned, delayed, mean_wait, mean_wait_answered, occupancy, within};
use crate::trial::{Measure, Observed, Trial};
use peakdesk::scenario::model::ServiceLevelDefinition;

/// Contacts an hour, handle time, patience, agents, threshold.
type Setting = (f64, f64, f64, u32, f64);

/// Delayed, abandoned, within T (offered), mean wait, of answered, of abandoned, occupancy, and the service level
/// excluding short abandons, of answered, and counting short abandons.
type Known = [f64; 10];

#[rustfmt::skip]
const CASES: [(Setting, Known); 9] = [
    ((2880.0, 60.0, 120.0, 50, 20.0), [0.4677740685537904, 0.030912249162193216, 0.943018954746981, 3.709469899463186, 3.6159002395531146, 6.642844653048291, 0.9303242408042945, 0.9720296029869869, 0.9730996537018568, 0.9728643917078081]),
    ((200.0, 300.0, 120.0, 17, 20.0), [0.40288361394852923, 0.10881342216310606, 0.712189219488539, 13.057610659572727, 11.22301995830148, 28.08298690724354, 0.8737123312126411, 0.7515451408606226, 0.7991471563869139, 0.7645558961289011]),
    ((60.0, 300.0, 180.0, 6, 20.0), [0.34860067935185146, 0.11584256941909772, 0.7077436004409986, 20.851662495437587, 16.46387694226301, 54.34101981968275, 0.7367978588174185, 0.7323090558040749, 0.8004723773864597, 0.741288802659075]),
    ((12.0, 300.0, 60.0, 1, 20.0), [0.5418753502614143, 0.4581246497385857, 0.4840161835828299, 27.487478984315143, 8.116467941166972, 50.3997440194169, 0.5418753502614143, 0.5691112356613934, 0.8932242135563618, 0.6335388897716652]),
    ((720.0, 300.0, 90.0, 60, 20.0), [0.3768389858630214, 0.06637990614548679, 0.833186988599931, 5.974191553093811, 5.4587819110054845, 13.223325008711711, 0.9336200938545132, 0.8781785565413913, 0.8924261528691639, 0.8844198131847792]),
    ((720.0, 300.0, 300.0, 60, 20.0), [0.5171692726293873, 0.051431744990345855, 0.6736178022181034, 15.429523497103757, 14.952136686142927, 24.234085238548435, 0.9485682550096541, 0.6922621410619965, 0.7101416251920085, 0.7005502859377689]),
    ((1000.0, 240.0, 45.0, 70, 15.0), [0.22840927688952964, 0.04391547962585302, 0.921744702684709, 1.976196583163386, 1.7273622379349398, 7.393572589010275, 0.9105566860706161, 0.9585356150323096, 0.9640828640589226, 0.9601271182889122]),
    ((3600.0, 180.0, 150.0, 170, 20.0), [0.7526015041758153, 0.06647218464345199, 0.7746111798689594, 9.9708276965178, 9.980374418357012, 9.836754618730742, 0.9884412162598744, 0.822959761737341, 0.8297676481906513, 0.8333608103081359]),
    ((5000.0, 360.0, 120.0, 480, 20.0), [0.6341315903763354, 0.04905933167460782, 0.9050368087020062, 5.887119800952939, 5.828575162067642, 7.021918750064347, 0.9905631961722835, 0.9500646404157723, 0.9517279456517275, 0.9524313014536371]),
];

fn service_level(definition: ServiceLevelDefinition, exact: f64) -> Measure {
    Measure::new(format!("service level, {}", definition.name()), exact, move |observed: &Observed| {
        definition.ratio(observed.cells[TIMED].service_counts())
    })
}

fn mean_wait_abandoned(exact: f64) -> Measure {
    Measure::new("mean wait of abandoned, s", exact, |observed: &Observed| {
        let all = observed.all();
        (all.wait_abandoned, all.abandoned)
    })
    .in_seconds()
}

fn endless_lines((per_hour, mean_s, patience_s, agents, within_s): Setting, known: Known) -> Trial {
    let [delay, abandonment, offered, wait, wait_answered, wait_abandoned, busy, excluding, answered, counting] = known;
    Steady {
        name: &format!("Erlang A, {agents} agents, {per_hour}/h, {mean_s} s, patience {patience_s} s"),
        per_hour,
        handle_time: exponential(mean_s),
        patience: exponential(patience_s),
        agents,
        within_s,
        ..Steady::default()
    }
    .trial(vec![
        delayed(delay),
        abandoned(abandonment),
        within(offered),
        mean_wait(wait),
        mean_wait_answered(wait_answered),
        mean_wait_abandoned(wait_abandoned),
        occupancy(0, busy),
        service_level(ServiceLevelDefinition::ExcludingShortAbandons, excluding),
        service_level(ServiceLevelDefinition::Answered, answered),
        service_level(ServiceLevelDefinition::CountingShortAbandons, counting),
    ])
}

/// Ten thousand agents, near a load of one and far below it.
fn large() -> [Trial; 2] {
    let steady = |name, per_hour, contacts, measures| {
        Steady {
            name,
            per_hour,
            handle_time: exponential(300.0),
            patience: exponential(180.0),
            agents: 10_000,
            contacts,
            ..Steady::default()
        }
        .trial(measures)
    };
    [
        steady(
            "Erlang A, 10000 agents, load 9990",
            119_880.0,
            2.5e7,
            vec![
                delayed(0.4033008842477424),
                abandoned(0.0039990405953957645),
                within(0.9960009594046042),
                mean_wait(0.7198273071712377),
                occupancy(0, 0.9950049584451996),
            ],
        ),
        // the chance of waiting is 1e-841
        steady(
            "Erlang A, 10000 agents, load 5000",
            60_000.0,
            5e6,
            vec![delayed(0.0), abandoned(0.0), within(1.0), mean_wait(0.0), occupancy(0, 0.5)],
        ),
    ]
}

/// Blocked, abandoned and within T as shares of all who came, mean wait of all who came, of the answered, occupancy.
/// On one channel, since lines belong to a channel; so by the general engine.
fn with_lines(
    (per_hour, patience_s, agents, lines): (f64, f64, u32, u32),
    [blocked, abandonment, offered, wait, wait_answered, busy]: [f64; 6],
) -> Trial {
    let length = Length::of(per_hour, 6e6);
    let text = head(length.days, "60m")
        + &format!(
            "[channels.phone]\nkind = \"voice\"\nservice_level = {{ target = 0.8 }}\nlines = {lines}\n[contact_types.calls]\nper_hour = {per_hour:?}\n\
             handle_time = {}\npatience = {}\n[agent_groups.agents]\nskills = [\"phone\"]\n",
            exponential(300.0),
            exponential(patience_s)
        );
    let scenario = scenario(&text);
    let share = |name, exact, count: fn(&Observed) -> u64| {
        Measure::new(name, exact, move |observed| (count(observed), observed.cells[0].fresh))
    };
    Trial {
        name: format!("Erlang A with {lines} lines, {agents} agents, {per_hour}/h"),
        plan: flat_plan(&scenario, &[agents]),
        scenario,
        replications: length.replications,
        windows: vec![length.window],
        measures: vec![
            share("blocked", blocked, |observed| observed.cells[0].blocked),
            share("abandoned", abandonment, |observed| observed.cells[0].abandoned),
            share("answered within T", offered, |observed| observed.cells[0].answered_within),
            share("mean wait, s", wait, |observed| observed.cells[0].wait_answered + observed.cells[0].wait_abandoned)
                .in_seconds(),
            mean_wait_answered(wait_answered),
            occupancy(0, busy),
        ],
        watches: false,
    }
}

/// All cases.
pub fn trials() -> Vec<Trial> {
    let mut trials: Vec<Trial> = CASES.into_iter().map(|(setting, known)| endless_lines(setting, known)).collect();
    trials.extend(large());
    trials.push(with_lines(
        (200.0, 120.0, 15, 15),
        [0.2336228019818839, 0.0, 0.7663771980181161, 0.0, 0.0, 0.851530220020129],
    ));
    trials.push(with_lines(
        (720.0, 90.0, 52, 60),
        [
            0.035988762768866936,
            0.12183128772765936,
            0.6423535164333055,
            10.964815895489341,
            11.004804930244047,
            0.9717460955809312,
        ],
    ));
    trials.push(with_lines(
        (60.0, 180.0, 4, 6),
        [
            0.1506135393137485,
            0.17404231209588714,
            0.44211402461237026,
            31.327616177259685,
            30.597519011572267,
            0.8441801857379555,
        ],
    ));
    trials
}
