"""A day of one queue in SimPy, Ciw and a numba recursion, beside peakdesk, in one run.

What each plays, how to install them and what is printed: README.md beside this file.

    python benches/peers/compare.py            # all; or name some of: simpy ciw numba
"""

import heapq
import json
import math
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DAY_S = 86_400.0
HALF_HOUR_S = 1_800.0
WITHIN_S = 20.0
MEAN_HANDLE_S = 300.0
MEAN_PATIENCE_S = 120.0
SIGMA = math.sqrt(math.log(2.0))
# each with its own seed
DAYS = 5
MU = math.log(MEAN_HANDLE_S) - SIGMA * SIGMA / 2.0


def peakdesk():
    """What peakdesk's own bench measures, with the rates and agents that the others then use."""
    command = ["cargo", "bench", "--quiet", "--bench", "contacts", "--", "peer"]
    shown = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return json.loads(shown.splitlines()[-1])


def arrivals(per_hour, draw_gap):
    """Arrival times of a day: unit exponential gaps in operational time."""
    operational = 0.0
    ahead = draw_gap()
    for hour, rate in enumerate(per_hour):
        while ahead < operational + rate:
            yield (hour + (ahead - operational) / rate) * 3_600.0
            ahead += draw_gap()
        operational += rate


def run_simpy(per_hour, agents, seed):
    import simpy

    draw = random.Random(seed)
    env = simpy.Environment()
    most = max(agents)
    # seats that are not staffed are held by requests that come before all contacts
    desk = simpy.PriorityResource(env, capacity=most)
    waits, patience_spent = [], []

    def contact(env):
        arrived = env.now
        with desk.request(priority=1) as request:
            answered = yield request | env.timeout(draw.expovariate(1.0 / MEAN_PATIENCE_S))
            if request in answered:
                waits.append(env.now - arrived)
                yield env.timeout(draw.lognormvariate(MU, SIGMA))
            else:
                patience_spent.append(env.now - arrived)

    def source(env):
        for at in arrivals(per_hour, lambda: draw.expovariate(1.0)):
            yield env.timeout(at - env.now)
            env.process(contact(env))

    def staffing(env):
        held = []
        for number in agents:
            while len(held) > most - number:
                request = held.pop()
                if request.triggered:
                    desk.release(request)
                else:
                    request.cancel()
            while len(held) < most - number:
                held.append(desk.request(priority=0))
            yield env.timeout(HALF_HOUR_S)

    env.process(staffing(env))
    env.process(source(env))
    start = time.process_time()
    env.run()
    return time.process_time() - start, len(waits), sum(wait <= WITHIN_S for wait in waits), len(patience_spent)


def desk_of_ciw():
    """Ciw's node, staffed like a desk whose agents stay from one shift to the next.

    Ciw's own change of shift sends everybody home and brings a whole new crew, while those who are busy finish: for a
    handle time after each half hour nearly twice the agents are at work, and half as many callers abandon.
    """
    import ciw

    class Desk(ciw.Node):
        def change_shift(self):
            self.schedule.get_next_shift()
            self.next_shift_change = self.schedule.next_shift_change_date
            self.c = self.schedule.c
            # those who are free leave first, then those who are free soonest; who has not left yet is called back likewise
            present = sorted(self.servers, key=lambda server: (server.busy, server.next_end_service_date))
            for server in self.servers:
                server.offduty = False
            for server in present[: max(len(present) - self.c, 0)]:
                server.shift_end = self.now
                if server.busy:
                    server.offduty = True
                else:
                    self.kill_server(server)
            self.add_new_servers(max(self.c - len(present), 0))
            self.begin_service_if_possible_change_shift()

    return Desk


def run_ciw(per_hour, agents, seed):
    import ciw

    # before the network, whose arrivals are drawn as it is made
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[
            ciw.dists.PoissonIntervals(
                rates=[rate / 3_600.0 for rate in per_hour],
                endpoints=[3_600.0 * (hour + 1) for hour in range(24)],
                max_sample_date=DAY_S,
            )
        ],
        service_distributions=[ciw.dists.Lognormal(MU, SIGMA)],
        reneging_time_distributions=[ciw.dists.Exponential(1.0 / MEAN_PATIENCE_S)],
        number_of_servers=[
            ciw.Schedule(
                numbers_of_servers=list(agents), shift_end_dates=[HALF_HOUR_S * (i + 1) for i in range(len(agents))]
            )
        ],
    )
    simulation = ciw.Simulation(network, node_class=desk_of_ciw())
    start = time.process_time()
    simulation.simulate_until_max_time(DAY_S + 7_200.0)
    spent = time.process_time() - start
    records = simulation.get_all_records()
    answered = [record.waiting_time for record in records if record.record_type == "service"]
    abandoned = sum(record.record_type == "renege" for record in records)
    return spent, len(answered), sum(wait <= WITHIN_S for wait in answered), abandoned


def run_numba(per_hour, agents, seed):
    import numba
    import numpy as np

    @numba.njit
    def day(rates, agents, seed):
        np.random.seed(seed)
        free_at = [0.0] * 0
        on_duty, step = 0, 0
        answered = within = abandoned = 0
        operational, ahead = 0.0, np.random.exponential(1.0)
        for hour in range(24):
            while ahead < operational + rates[hour]:
                at = (hour + (ahead - operational) / rates[hour]) * 3_600.0
                ahead += np.random.exponential(1.0)
                patience = np.random.exponential(MEAN_PATIENCE_S)
                handle = np.random.lognormal(MU, SIGMA)
                # Kiefer and Wolfowitz: the first agent who is free decides; staffing steps come before the starts they precede
                start = max(at, free_at[0]) if on_duty > 0 else np.inf
                while step < len(agents) and step * HALF_HOUR_S <= start:
                    while on_duty < agents[step]:
                        heapq.heappush(free_at, step * HALF_HOUR_S)
                        on_duty += 1
                    while on_duty > agents[step]:
                        heapq.heappop(free_at)
                        on_duty -= 1
                    step += 1
                    start = max(at, free_at[0]) if on_duty > 0 else np.inf
                if start - at <= patience:
                    heapq.heapreplace(free_at, start + handle)
                    answered += 1
                    within += start - at <= WITHIN_S
                else:
                    abandoned += 1
            operational += rates[hour]
        return answered, within, abandoned

    rates, agents = np.array(per_hour), np.array(agents)
    day(rates, agents, seed)  # compiles
    least = math.inf
    for _ in range(10):
        start = time.process_time()
        answered, within, abandoned = day(rates, agents, seed)
        least = min(least, time.process_time() - start)
    return least, answered, within, abandoned


PEERS = {"simpy": run_simpy, "ciw": run_ciw, "numba": run_numba}


def main():
    names = sys.argv[1:] or list(PEERS)
    own = peakdesk()
    print(f"{'':<10}{'contacts':>10}{'ns/contact':>13}{'times peakdesk':>16}{'within 20 s':>13}{'abandoned':>11}{'±':>9}")

    def show(name, contacts, nanoseconds, within, abandoned, error):
        ratio = nanoseconds / own["ns_per_contact"]
        print(f"{name:<10}{contacts:>10}{nanoseconds:>13,.1f}{ratio:>16,.1f}{within:>13.3f}{abandoned:>11.4f}{error:>9}")

    show("peakdesk", own["contacts"], own["ns_per_contact"], own["within"], own["abandoned"], "")
    for name in names:
        days = [PEERS[name](own["per_hour"], own["agents"], seed) for seed in range(1, DAYS + 1)]
        contacts = [answered + abandoned for _, answered, _, abandoned in days]
        fastest = min(spent / count for (spent, _, _, _), count in zip(days, contacts))
        within = sum(within for _, _, within, _ in days) / sum(contacts)
        abandoned = sum(abandoned for _, _, _, abandoned in days) / sum(contacts)
        by_day = [lost / count for (_, _, _, lost), count in zip(days, contacts)]
        error = statistics.stdev(by_day) / math.sqrt(DAYS)
        show(name, sum(contacts), fastest * 1e9, within, abandoned, f"{error:.4f}")


if __name__ == "__main__":
    main()
