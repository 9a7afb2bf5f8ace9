//! The number of threads plays no part in the results.

use crate::season::scenario;
use peakdesk::experiment::{ExperimentSettings, Results, Unobserved, run};
use peakdesk::scenario::model::{Precision, PrecisionMeasure, Scenario};
use peakdesk::staffing::SearchSettings;
use std::sync::atomic::AtomicBool;

fn season() -> Scenario {
    scenario(
        "format = 1\n[calendar]\nfirst_day = 2025-11-08\ndays = 4\nholidays = \"cn\"\n\
         [demand]\nseason_cv = 0.05\ninterval_cv = 0.1\nbusyness = { cv = 0.15, autocorrelation = 0.5 }\n\
         [channels.phone]\nkind = \"voice\"\nopen = \"08:00-22:00\"\nservice_level = { target = 0.8, within = \"20s\" }\n\
         [channels.chat]\nkind = \"chat\"\nservice_level = { target = 0.8 }\nconcurrency = { limit = 2, slowdown = [1.0, 1.4] }\n\
         [contact_types.tracking]\nper_hour = 90\nchannels = { phone = 0.6, chat = 0.4 }\nhandle_time = \"180s\"\npatience = \"90s\"\n\
         redial = { chance = 0.5, delay = \"10m\", limit = 2 }\nfirst_contact_resolution = 0.8\nrepeat_delay = \"3h\"\n\
         bot = { containment = 0.4, handle_time = \"60s\" }\n\
         [bot]\nchannels = { chat = 0.9 }\ncost = { session = 0.15 }\n\
         [agent_groups.phone]\nskills = [\"phone\"]\nwage = { hour = 25 }\nabsence = 0.05\n\
         [agent_groups.chat]\nskills = [\"chat\", { channel = \"phone\", after = \"20s\" }]\nwage = { hour = 25 }\n\
         [contracts.per-contact]\nfees = [{ per_contact = 2.5, bot = 0.5 }]\n\
         [contracts.per-minute]\nfees = [{ per_minute = 0.6, rounding = \"60s\" }]\n\
         kpis = [{ metric = \"service_level\", channel = \"phone\", period = \"day\", ladder = [{ below = 0.8, penalty = 0.05 }] }]\n\
         [staffing]\nplan = \"service_level\"\nover = \"day\"\n",
    )
}

fn results_on(threads: usize, seed: u64) -> Results {
    let settings = ExperimentSettings {
        seed,
        replications: 23,
        precision: Some(Precision { measure: PrecisionMeasure::Profit, half_width: 1e-6, at_most: 150 }),
        search: SearchSettings::default(),
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
    let scenario = season();
    pool.install(|| run(&scenario, settings, &Unobserved, &AtomicBool::new(false))).expect("a plan is found").results
}

#[test]
fn one_two_and_seven_threads_give_the_same_results() {
    let one = results_on(1, 5);
    let shown = format!("{one:?}");
    for threads in [2, 7] {
        let other = results_on(threads, 5);
        assert!(one == other, "{threads} threads");
        // digit by digit, with the signs of zeros
        assert!(shown == format!("{other:?}"), "{threads} threads");
    }
    assert!(one.contacts() > 100_000);
    assert_ne!(format!("{:?}", results_on(2, 6).plans), format!("{:?}", one.plans));
}
