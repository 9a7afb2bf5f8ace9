//! Single queues with general handle times or patience.
//!
//! - M/M/n+G: Baccelli & Hebuterne 1981, Zeltyn & Mandelbaum 2005, solved numerically to 1e-8;
//! - M/D/n: Crommelin's roots at 30 digits; M/G/1: Pollaczek-Khinchine;
//! - M/PH/n and M/PH/n+M: level-dependent quasi-birth-death chains; their service levels are simulations of 3e7 contacts;
//! - M/G/n+G: simulations of 1.5e8 contacts in the setting of Whitt 2005 and in one like a bank's call centre.

use crate::season::exponential;
use crate::stationary::{Steady, abandoned, delayed, mean_wait, mean_wait_answered, occupancy, within};
use crate::trial::Trial;
use peakdesk::scenario::model::{ByTime, Distribution};

/// Delayed, abandoned, within T, mean wait, mean wait of answered, occupancy.
fn general_patience(law: &str, per_hour: f64, agents: u32, patience: &str, known: [f64; 6]) -> Trial {
    let [delay, abandonment, offered, wait, wait_answered, busy] = known;
    // a tenth of the contacts of one case has no patience at all
    let is_balking = law.contains("balking");
    let mut abandonment = abandoned(abandonment);
    if per_hour == 200.0 {
        abandonment = abandonment.not("exponential patience of mean 120 s", 0.140196677589656);
    }
    Steady {
        name: &format!("M/M/{agents}+G, patience {law}"),
        per_hour,
        handle_time: exponential(300.0),
        patience: patience.to_owned(),
        agents,
        contact_type: if is_balking { "balk = 0.1" } else { "" },
        contacts: 8e6,
        ..Steady::default()
    }
    .trial(vec![
        delayed(delay),
        abandonment,
        within(offered),
        mean_wait(wait),
        mean_wait_answered(wait_answered),
        occupancy(0, busy),
    ])
}

#[rustfmt::skip]
fn general_patience_cases() -> Vec<Trial> {
    vec![
        general_patience("deterministic", 200.0, 16, "{ value = \"60s\" }", [0.5263161126769038, 0.13171600151716886, 0.5994165356915995, 20.003952253872598, 13.936675308985027, 0.9044624984196158]),
        general_patience("Weibull", 200.0, 16, "{ shape = 0.7, scale = \"100s\" }", [0.42246428182192824, 0.1518240839982579, 0.696421068502148, 11.298407532032778, 9.967723393353985, 0.8835165791684814]),
        general_patience("hyperexponential", 200.0, 16, "{ branches = [{ probability = 0.3, mean = \"15s\" }, { probability = 0.7, mean = \"165s\" }] }", [0.41785156162926357, 0.15271721180672004, 0.7016464904217714, 10.94085519252311, 9.714987095163794, 0.8825862377013333]),
        general_patience("lognormal", 720.0, 56, "{ distribution = \"lognormal\", mean = \"120s\", cv = 1.5 }", [0.58646483497869, 0.10188737608826459, 0.6728905984413448, 12.530850191762777, 11.555200909232953, 0.9622635256197165]),
        general_patience("Erlang-2", 720.0, 56, "{ distribution = \"gamma\", mean = \"120s\", cv = 0.7071067811865476 }", [0.6970065099858137, 0.09247256316854109, 0.5068361268650459, 22.523829071236687, 21.412951942708045, 0.9723508251765631]),
        general_patience("exponential, a tenth balking", 720.0, 56, &exponential(120.0), [0.4748688754653929, 0.11139198221393638, 0.7527925951919285, 7.6686113600876515, 7.543663530476389, 0.9520800190564968]),
    ]
}

/// M/D/n: mean wait, delayed; and the mean wait if handle times were exponential.
fn deterministic_service() -> Vec<Trial> {
    [
        (1, 6.0, 150.0, 0.5000000000000131, 0.5, 0.4999999999999999),
        (2, 19.2, 270.9851638250028, 0.7018983171733133, 0.8, 0.5080971821718798),
        (5, 57.0, 531.2364005523607, 0.8692470030932823, 0.95, 0.5043261475758503),
        (20, 216.0, 43.2858225041334, 0.523265066267572, 0.9, 0.5239440627634815),
        (50, 570.0, 39.1229972796795, 0.6012333887486041, 0.95, 0.5182446487425267),
    ]
    .map(|(agents, per_hour, wait, delay, busy, over_exponential)| {
        Steady {
            name: &format!("M/D/{agents}, load {busy}"),
            per_hour,
            handle_time: "{ value = \"300s\" }".to_owned(),
            agents,
            contacts: 1.5e7,
            ..Steady::default()
        }
        .trial(vec![
            delayed(delay),
            mean_wait(wait).not("exponential handle time", wait / over_exponential),
            occupancy(0, busy),
        ])
    })
    .into()
}

/// M/G/1 with lognormal handle times.
fn one_agent() -> Vec<Trial> {
    [(300.0, 1.0, 9.6, 1200.0, 0.8), (180.0, 2.0, 14.0, 1050.0, 0.7)]
        .map(|(mean_s, cv, per_hour, wait, load)| {
            Steady {
                name: &format!("M/G/1, lognormal, cv {cv}, load {load}"),
                per_hour,
                handle_time: format!("{{ mean = \"{mean_s}s\", cv = {cv:?} }}"),
                agents: 1,
                contacts: 2.5e7,
                ..Steady::default()
            }
            .trial(vec![delayed(load), mean_wait(wait), occupancy(0, load)])
        })
        .into()
}

/// Two exponential branches of equal share of the load and squared coefficient of variation 4.
fn balanced_hyperexponential(mean_s: f64) -> String {
    let often = (1.0 + (3.0_f64 / 5.0).sqrt()) / 2.0;
    let branch = |chance: f64| format!("{{ probability = {chance:?}, mean = \"{}s\" }}", mean_s / (2.0 * chance));
    format!("{{ branches = [{}, {}] }}", branch(often), branch(1.0 - often))
}

fn erlang_2(mean_s: f64) -> String {
    format!("{{ distribution = \"gamma\", mean = \"{mean_s}s\", cv = 0.7071067811865476 }}")
}

/// Quantiles of the sum of two exponential times, of mean 240 s of talk and 60 s of work after it, at 40,000 equidistant
/// middle points, scaled to the mean of 300 s (by less than 1e-4). The language has no such law, but has tables.
fn talk_and_work() -> Distribution {
    let points = 40_000;
    let survival = |t: f64| (240.0 * (-t / 240.0).exp() - 60.0 * (-t / 60.0).exp()) / 180.0;
    let mut values_s: Vec<f64> = (0..points)
        .map(|point| {
            let wanted = 1.0 - (f64::from(point) + 0.5) / f64::from(points);
            let (mut low, mut high) = (0.0, 10_000.0);
            for _ in 0..60 {
                let middle = 0.5 * (low + high);
                if survival(middle) > wanted { low = middle } else { high = middle }
            }
            0.5 * (low + high)
        })
        .collect();
    let mean = Distribution::Empirical { values_s: values_s.clone() }.mean_s();
    assert!((mean / 300.0 - 1.0).abs() < 1e-4, "{mean}");
    values_s.iter_mut().for_each(|value| *value *= 300.0 / mean);
    Distribution::Empirical { values_s }
}

fn phase_type(
    name: &str,
    (per_hour, agents): (f64, u32),
    (handle_time, patience): (String, String),
    [delay, abandonment, wait, busy]: [f64; 4],
    (offered, offered_error): (f64, f64),
) -> Trial {
    let is_endless = patience.is_empty();
    let mut measures =
        vec![delayed(delay), mean_wait(wait), occupancy(0, busy), within(offered).known_within(offered_error)];
    if !is_endless {
        measures.push(abandoned(abandonment));
    }
    let contacts = if agents == 1 { 2.5e7 } else { 1e7 };
    Steady { name, per_hour, handle_time, patience, agents, contacts, ..Steady::default() }.trial(measures)
}

#[rustfmt::skip]
fn phase_type_cases() -> Vec<Trial> {
    let endless = String::new;
    let table = "{ mean = \"300s\" }".to_owned();
    let mut trials = vec![
        phase_type("M/H2/1", (9.6, 1), (balanced_hyperexponential(300.0), endless()), [0.8, 0.0, 3000.0, 0.8], (0.21049620000000002, 0.00034300503437331963)),
        phase_type("M/H2/20", (216.0, 20), (balanced_hyperexponential(300.0), endless()), [0.5714737531544615, 0.0, 183.08973661192428, 0.9], (0.4832571000000001, 0.0014719711511656547)),
        phase_type("M/E2/1", (9.6, 1), (erlang_2(300.0), endless()), [0.8, 0.0, 900.0, 0.8], (0.21092353333333336, 0.0002235596408475219)),
        phase_type("M/E2/20", (216.0, 20), (erlang_2(300.0), endless()), [0.5427487984117271, 0.0, 63.27432997719968, 0.9], (0.5343808, 0.0009057919778404877)),
        phase_type("M/PH/12, talk and after-contact work", (120.0, 12), (table, endless()), [0.44544223613992434, 0.0, 57.24617111482762, 0.8333333333333326], (0.6146584333333334, 0.0005666540242887452)),
        phase_type("M/H2/16+M", (200.0, 16), (balanced_hyperexponential(300.0), exponential(120.0)), [0.47131269689060573, 0.14467732072141756, 17.361278486570107, 0.8909611242485247], (0.6450866666666668, 0.0004192009027010754)),
        phase_type("M/H2/56+M", (720.0, 56), (balanced_hyperexponential(300.0), exponential(120.0)), [0.5569385285208968, 0.10580427351505305, 12.696512821806367, 0.9580668498053014], (0.6722970666666666, 0.0009019935763078807)),
        // times are those of the case times 100, since the clock has ticks of 1/1024 s; the threshold of 20 s is 2000 s
        Steady { name: "M/E2/100+M, load 102 (times x 100)", per_hour: 3672.0, handle_time: erlang_2(100.0), patience: exponential(100.0), agents: 100, ..Steady::default() }
            .trial(vec![delayed(0.6097117199182881), abandoned(0.04767181638914394), mean_wait(4.767181638914394), occupancy(0, 0.9713747472830707)]),
    ];
    for stream in &mut trials[4].scenario.streams {
        stream.handle_time = ByTime::always(talk_and_work());
    }
    trials
}

/// M/G/n+G by simulation: delayed, abandoned, within T, mean wait, mean wait of answered, each with its standard error.
fn simulated(name: &str, steady: Steady, known: [(f64, f64); 5]) -> Trial {
    let [delay, abandonment, offered, wait, wait_answered] = known;
    Steady { name, contacts: 2e7, ..steady }.trial(vec![
        delayed(delay.0).known_within(delay.1),
        abandoned(abandonment.0).known_within(abandonment.1),
        within(offered.0).known_within(offered.1),
        mean_wait(wait.0).known_within(wait.1),
        mean_wait_answered(wait_answered.0).known_within(wait_answered.1),
    ])
}

#[rustfmt::skip]
fn simulated_cases() -> Vec<Trial> {
    vec![
        // times are those of the case times 100
        simulated("M/LN/100+E2, Whitt's setting (times x 100)",
            Steady { per_hour: 3672.0, handle_time: "{ mean = \"100s\", cv = 1.0 }".to_owned(), patience: erlang_2(100.0), agents: 100, within_s: 10.0, ..Steady::default() },
            [(0.7666851333333334, 0.000490964079247261), (0.03702536666666666, 6.970231799380833e-05), (0.49569533333333315, 0.0006697682316841091), (11.491453430281486, 0.016917710757132707), (11.322885178, 0.016912826993955684)]),
        simulated("M/LN/14+Weibull, like a bank",
            Steady { per_hour: 300.0, handle_time: format!("{{ mean = \"188s\", cv = {:?} }}", 240.0 / 188.0), patience: "{ shape = 0.8, scale = \"300s\" }".to_owned(), agents: 14, ..Steady::default() },
            [(0.7135370066666666, 0.00019540714476506572), (0.15868814000000006, 7.630232513062106e-05), (0.4220028066666667, 0.0002311163867518604), (35.13225891005426, 0.022085539134104836), (35.20128178218577, 0.02376333233252841)]),
    ]
}

/// All cases.
pub fn trials() -> Vec<Trial> {
    let mut trials = general_patience_cases();
    trials.extend(deterministic_service());
    trials.extend(one_agent());
    trials.extend(phase_type_cases());
    trials.extend(simulated_cases());
    trials
}
