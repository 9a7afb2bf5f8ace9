use super::fixture::*;
use crate::engine::*;
use crate::scenario::model::*;
fn cpu() -> u64 {
    std::fs::read_to_string("/proc/thread-self/schedstat").unwrap().split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn perf() {
    let mut s = one_queue(20, 50_000.0 / 24.0);
    s.streams[0].handle_time = ByTime::always(Distribution::Lognormal { mean_s: 300.0, cv: 1.0 });
    let season = Season::new(&s);
    let plan = StaffingPlan { required: vec![(0..s.intervals()).map(|i| 170 + (i as u32 % 7)).collect()] };
    let (mut w, mut t) = (Workspace::default(), Tally::new(&s));
    for choice in [EngineChoice::Automatic, EngineChoice::General, EngineChoice::Automatic, EngineChoice::General] {
        let start = cpu();
        let mut n = 0;
        for number in 0..5 {
            simulate_with(&season, &plan, ReplicationId { seed: 1, number }, choice, &mut w, &mut t, &mut ());
            n += t.sum_channel(&s, 0..s.intervals(), None).fresh;
        }
        println!("{choice:?} {} contacts {:.1} ns", n, (cpu() - start) as f64 / n as f64);
    }
    // general: 3 types, 4 groups, chat
    let mut s = one_queue(20, 20_000.0 / 24.0);
    s.channels.push(channel("chat", ChannelKind::Chat));
    s.channels[1].concurrency = Concurrency { limit: 3, slowdown: vec![1.0, 1.25, 1.5] };
    for (k, c) in [(1, 0), (2, 1)] {
        let mut st = s.streams[0].clone();
        st.contact_type = ContactTypeId(k);
        st.channel = ChannelId(c);
        s.contact_types.push(s.contact_types[0].clone());
        s.streams.push(st);
    }
    for st in &mut s.streams {
        st.handle_time = ByTime::always(Distribution::Lognormal { mean_s: 300.0, cv: 1.0 });
    }
    s.agent_groups = vec![group("a", &[0], 20), group("b", &[0, 1], 20), group("c", &[1], 20), group("d", &[2], 20)];
    s.service_floor.push(None);
    let season = Season::new(&s);
    let plan = StaffingPlan {
        required: [40, 55, 40, 35].iter().map(|n| (0..s.intervals()).map(|i| n + (i as u32 % 5)).collect()).collect(),
    };
    let mut t = Tally::new(&s);
    for _ in 0..3 {
        let start = cpu();
        let mut n = 0;
        for number in 0..5 {
            simulate_with(
                &season,
                &plan,
                ReplicationId { seed: 1, number },
                EngineChoice::General,
                &mut w,
                &mut t,
                &mut (),
            );
            n += t.sum_channel(&s, 0..s.intervals(), None).fresh;
        }
        let all = t.sum_channel(&s, 0..s.intervals(), None);
        println!(
            "network {} contacts {:.1} ns, ab {} ans {} within {}",
            n,
            (cpu() - start) as f64 / n as f64,
            all.abandoned,
            all.answered,
            all.answered_within
        );
    }
}
