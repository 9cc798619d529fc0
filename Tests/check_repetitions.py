"""Checks the repetitions of a run, their order and their disturbances: a part of check_results.py."""

import collections
import statistics

from check_estimates import cell_of, close, has_ended_well, number
from check_files import IDENTIFIERS, UNITS

def check_repetitions(report, run, partial):
    reps = run.reps
    report.check("reps.csv: measurements end in their unit", (
        n for n in reps[0] if n not in IDENTIFIERS and not n.endswith(UNITS)))
    counts = collections.Counter(row["seq"] for row in reps)
    report.check("reps.csv: seq is unique", (f"seq {seq} comes {n} times" for seq, n in counts.items() if n > 1))
    report.check("reps.csv: one run", sorted({row["run_id"] for row in reps})[1:])
    report.check("reps.csv: nothing measured is negative", (
        f"seq {row['seq']}, {n}" for row in reps for n in row if n.endswith(UNITS) and row[n].startswith("-")))
    report.check("reps.csv: throughput is tasks over batch time", (
        f"seq {row['seq']}" for row in reps if row["throughput_per_s"] and row["batch_ns"]
        and not close(number(row, "throughput_per_s"), number(row, "tasks_n") / number(row, "batch_ns") * 1e9)))
    report.check("reps.csv: a row that ended well has its batch", (
        f"seq {row['seq']}" for row in reps if has_ended_well(row) and not row["batch_ns"]))
    report.check("reps.csv: status_detail is one line", (
        f"seq {row['seq']}" for row in reps if "\n" in row["status_detail"] or "\r" in row["status_detail"]))
    report.check("reps.csv: no percentile without ten samples beyond it", percentile_problems(reps))
    report.check("reps.csv: the baseline's values and checksums agree in each cell", checksum_problems(reps))
    report.check("reps.csv: round 0 is the warm-up, measure rounds follow, alloc comes last", phase_problems(reps))
    if not partial:
        report.check("reps.csv: every round has every arm once, in a full order", completeness_problems(reps))
        report.check("reps.csv: each cell has the arms of env.csv", arms_problems(run))
        if run.schema > 1:
            report.check("reps.csv: the rounds are rows of Williams designs", order_problems(reps))
            report.check("reps.csv: is_disturbed follows from the canaries, steal and throttling", (
                disturbance_problems(run)))


def percentile_problems(reps):
    columns = [("roundtrip_p99_ns", "roundtrip_n", 990), ("latency_p90_ns", "latency_n", 900),
               ("latency_p99_ns", "latency_n", 990), ("latency_p999_ns", "latency_n", 999),
               ("spawn_p99_ns", "spawn_n", 990)]
    for row in reps:
        for value, count, thousandths in columns:
            n = int(row[count] or 0)
            if row[value] and n - -(-n * thousandths // 1000) < 10:
                yield f"seq {row['seq']}: {value} of {n} samples"


def checksum_problems(reps):
    seen = {}
    for row in reps:
        if row["checksum"] and has_ended_well(row):
            key = cell_of(row) + (row["seed"], row["checksum_tasks_n"])
            if seen.setdefault(key, row["checksum"]) != row["checksum"]:
                yield f"seq {row['seq']} ({row['arm']}) in {key[0]}"


def phase_problems(reps):
    last = max([int(row["round"]) for row in reps if row["phase"] == "measure"], default=0)
    for row in reps:
        this, phase = int(row["round"]), row["phase"]
        good = this == 0 if phase == "warmup" else this >= 1 if phase == "measure" else this > last
        if not good:
            yield f"seq {row['seq']}: round {this} of phase {phase}"


def completeness_problems(reps):
    arms, rounds = collections.defaultdict(set), collections.defaultdict(list)
    for row in reps:
        arms[cell_of(row)].add(row["arm"])
        if row["phase"] == "measure":
            rounds[cell_of(row)].append(int(row["round"]))
    most = max((max(r) for r in rounds.values()), default=0)
    table = collections.defaultdict(list)
    for row in reps:
        if row["phase"] != "alloc":
            table[cell_of(row), int(row["round"])].append(row)
    for cell, labels in arms.items():
        for this in range(most + 1):
            rows = table[cell, this]
            if sorted(row["arm"] for row in rows) != sorted(labels):
                yield f"{cell[0]}, round {this} has {len(rows)} rows for {len(labels)} arms"
            elif sorted(int(row["position"]) for row in rows) != list(range(len(labels))):
                yield f"{cell[0]}, round {this}: positions are not 0 to {len(labels) - 1}"


def arms_problems(run):
    expected = set(run.facts.get("arms", "").split())
    for cell, arms in run.arms.items():
        for label in sorted(expected ^ set(arms)):
            yield f"{label} in {cell[0]} is only in {'reps.csv' if label in arms else 'env.csv'}"


def order_problems(reps):
    """In the rounds of whole designs, each arm comes equally often at each place and after each other arm.

    A design of n arms has n rounds for even n and 2n for odd n; rounds after the last whole design are left out.
    """
    rounds = collections.defaultdict(lambda: collections.defaultdict(dict))
    for row in reps:
        if row["phase"] == "measure":
            rounds[cell_of(row)][int(row["round"])][int(row["position"])] = row["arm"]
    for cell, orders in rounds.items():
        arms = len(orders[min(orders)])
        length = arms if arms % 2 == 0 else 2 * arms
        for start in range(1, len(orders) - length + 2, length):
            design = [[orders[this][place] for place in sorted(orders[this])] for this in range(start, start + length)]
            places = collections.Counter(pair for order in design for pair in enumerate(order))
            follows = collections.Counter(pair for order in design for pair in zip(order, order[1:]))
            for name, pairs, count in (("places", places, arms * arms), ("neighbours", follows, arms * (arms - 1))):
                if len(pairs) != count or len(set(pairs.values())) > 1:
                    yield f"{cell[0]}, rounds {start} to {start + length - 1}: {name} of arms are not equally frequent"


def disturbance_problems(run):
    """A canary above 1.25 times the median of all, more than 2 % of the CPU time stolen, or a stop by the quota."""
    canaries = [number(row, "canary_ns") for row in run.reps if row["canary_ns"]]
    limit = 1.25 * statistics.median(canaries) if canaries else None
    processors = processor_count(run.facts.get("cpus_online", ""))
    for row in run.reps:
        watched = number(row, "watched_ns") or 0
        is_slow = limit is not None and (number(row, "canary_ns") or 0) > limit
        is_robbed = watched > 0 and processors > 0 and (number(row, "steal_ns") or 0) > 0.02 * watched * processors
        is_stopped = watched > 0 and (number(row, "throttled_n") or 0) > 0
        if (row["is_disturbed"] == "1") != (is_slow or is_robbed or is_stopped):
            yield (f"seq {row['seq']}: {row['is_disturbed']}, canary {row['canary_ns']} of at most {limit}, "
                   f"steal {row['steal_ns']} ns in {row['watched_ns']}, stopped {row['throttled_n']} times")


def processor_count(text):
    """The number of processors in a list of the kernel: 0-1,4."""
    parts = [part.split("-") for part in text.split(",") if part]
    return sum(int(part[-1]) - int(part[0]) + 1 for part in parts)
