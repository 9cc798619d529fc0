"""Computes the summary of a run again, from its repetitions and histograms: a part of check_results.py."""

import collections
import math
import statistics

METRICS = {
    "throughput": ("per_s", "higher"), "roundtrip_p50": ("ns", "lower"), "roundtrip_p99": ("ns", "lower"),
    "roundtrip_idle_p50": ("ns", "lower"), "startup": ("ns", "lower"), "teardown": ("ns", "lower"),
    "spawn_p50": ("ns", "lower"), "reap_p50": ("ns", "lower"), "latency_p50": ("ns", "lower"),
    "latency_p99": ("ns", "lower"), "cpu_per_task": ("ns", "lower"), "ctx_per_task": ("n", "lower"),
    "allocs_per_task": ("n", "lower"), "bytes_per_task": ("bytes", "lower"), "peak_rss": ("bytes", "lower"),
    "workers_pss": ("bytes", "lower"), "efficiency": ("ratio", "higher"),
}
CELL = "workload distribution task_duration_ns payload_bytes width_n".split()


def number(row, name):
    return float(row[name]) if row.get(name) else None


def cell_of(row):
    return tuple(row[name] for name in CELL)


def judged(row):
    return row["phase"] == "measure" and row["status"] in ("ok", "debug")


def close(left, right, tolerance=2e-5):
    return abs(left - right) <= tolerance * max(abs(left), abs(right), 1e-12)


def per_round(metric, row):
    def per_task(*names):
        values = [number(row, n) for n in names]
        return None if None in values or not number(row, "tasks_n") else sum(values) / number(row, "tasks_n")
    if metric == "throughput":
        return number(row, "throughput_per_s")
    if metric == "cpu_per_task":
        return per_task("cpu_user_ns", "cpu_system_ns")
    if metric == "ctx_per_task":
        return per_task("ctx_voluntary_n", "ctx_involuntary_n")
    if metric == "latency_p50":
        return number(row, "latency_p50_ns") if row["latency_mode"] == "open" else None
    if metric == "efficiency":
        if not row["task_duration_ns"] or not row["batch_ns"]:
            return None
        tasks = number(row, "tasks_n")
        ideal = tasks * number(row, "task_duration_ns") / min(number(row, "width_n") or tasks, tasks)
        return ideal / number(row, "batch_ns")
    return number(row, metric + ("_bytes" if metric in ("peak_rss", "workers_pss") else "_ns"))


def interval(values, level):
    """Order statistics that cover the median with at least `level`, by the exact binomial."""
    values, best, tail = sorted(values), None, 0.0
    for k in range(1, len(values) // 2 + 1):
        tail += math.comb(len(values), k - 1) / 2 ** len(values)
        if 1 - 2 * tail < level:
            break
        best = (values[k - 1], values[-k], 1 - 2 * tail)
    return best


def verdict(low, high, direction):
    if low > 1:
        return "faster" if direction == "higher" else "slower"
    if high < 1:
        return "slower" if direction == "higher" else "faster"
    return "same" if low >= 1 / 1.05 and high <= 1.05 else "undecided"


def check_summary(report, summary, reps, histograms):
    keys = collections.Counter(cell_of(row) + (row["arm"], row["metric"]) for row in summary)
    report.check("summary.csv: a cell, arm and metric has one row", (str(k) for k, n in keys.items() if n > 1))
    report.check("summary.csv: metrics with their unit and direction", (
        row["metric"] for row in summary if METRICS.get(row["metric"]) != (row["unit"], row["direction"])))
    report.check("summary.csv: one run, the same as in reps.csv", (
        {row["run_id"] for row in summary} - {row["run_id"] for row in reps}))
    report.check("summary.csv: intervals contain their medians", (
        f"{row['arm']}, {row['metric']}" for row in summary for low, middle, high in
        [("ci_low", "median", "ci_high"), ("ratio_ci_low", "ratio_median", "ratio_ci_high")]
        if row[low] and not number(row, low) <= number(row, middle) <= number(row, high)))
    report.check("summary.csv: the baseline and nobody else has the verdict baseline", (
        f"{row['arm']}, {row['metric']}" for row in summary
        if (row["arm"] == row["baseline_arm"]) != (row["verdict"] == "baseline")))
    rounds = collections.defaultdict(lambda: collections.defaultdict(list))
    arms = collections.defaultdict(set)
    for row in reps:
        arms[cell_of(row)].add(row["arm"])
        if judged(row):
            rounds[cell_of(row)][row["arm"]].append(row)
    estimates, ratios = [], []
    for row in summary:
        if row["metric"] in ("roundtrip_p99", "latency_p99", "allocs_per_task", "bytes_per_task"):
            continue
        where = f"{row['workload']}, {row['arm']}, {row['metric']}"
        values = {r["round"]: per_round(row["metric"], r) for r in rounds[cell_of(row)][row["arm"]]}
        values = {k: v for k, v in values.items() if v is not None}
        estimates += [f"{where}: {p}" for p in estimate_problems(row, list(values.values()))]
        base = {r["round"]: per_round(row["metric"], r) for r in rounds[cell_of(row)][row["baseline_arm"]]}
        ratios += [f"{where}: {p}" for p in ratio_problems(row, values, base, len(arms[cell_of(row)]) - 1)]
    report.check("summary.csv: medians, intervals and extremes follow from reps.csv", estimates)
    report.check("summary.csv: ratios, their intervals and verdicts follow from reps.csv", ratios)
    if histograms is not None:
        report.check("summary.csv: pooled percentiles follow from histograms.csv", (
            pooled_problems(summary, reps, histograms)))


def estimate_problems(row, values):
    if not values:
        yield "no round has a value"
        return
    if int(row["rounds_n"]) != len(values):
        yield f"rounds_n is {row['rounds_n']}, found {len(values)}"
    median = statistics.median(values)
    expected = {"median": median, "min": min(values), "max": max(values)}
    found = interval(values, 0.95)
    if found:
        expected.update(ci_low=found[0], ci_high=found[1], ci_level_pct=found[2] * 100)
    elif row["ci_low"]:
        yield "an interval of too few rounds"
    expected["mad"] = statistics.median(abs(v - median) for v in values)
    for name, value in expected.items():
        found = number(row, name)
        if found is None or not (close(found, value) or abs(found - value) <= 1e-5 * abs(median)):
            yield f"{name} is '{row[name]}', computed {value:.6g}"


def ratio_problems(row, values, base, comparisons):
    pairs = [values[k] / base[k] for k in values if values[k] > 0 and (base.get(k) or 0) > 0]
    if row["arm"] == row["baseline_arm"] or not pairs:
        if row["ratio_median"]:
            yield "a ratio to nothing"
        return
    median = math.exp(statistics.median(math.log(p) for p in pairs))
    if not row["ratio_median"] or not close(number(row, "ratio_median"), median):
        yield f"ratio_median is '{row['ratio_median']}', computed {median:.6g}"
    found = interval(pairs, 1 - 0.05 / max(1, comparisons))
    if not found:
        if row["ratio_ci_low"] or row["verdict"]:
            yield "an interval or a verdict of too few rounds"
        return
    for name, value in zip(("ratio_ci_low", "ratio_ci_high"), found):
        if not row[name] or not close(number(row, name), value):
            yield f"{name} is '{row[name]}', computed {value:.6g}"
    if row["verdict"] != verdict(found[0], found[1], row["direction"]):
        yield f"the verdict is '{row['verdict']}' for {found[0]:.6g} to {found[1]:.6g}"


def pooled_problems(summary, reps, histograms):
    owner = {row["seq"]: cell_of(row) + (row["arm"],) for row in reps if judged(row)}
    pools = collections.defaultdict(collections.Counter)
    for row in histograms:
        if row["seq"] in owner:
            pools[owner[row["seq"]] + (row["measurement"],)][int(row["value_ns"])] += int(row["count_n"])
    for row in summary:
        if row["metric"] not in ("roundtrip_p99", "latency_p99"):
            continue
        pool = pools[cell_of(row) + (row["arm"], row["metric"].removesuffix("_p99"))]
        count, seen = sum(pool.values()), 0
        if row["pooled_n"] != str(count) or count < 1000:
            yield f"{row['arm']}: pooled_n is '{row['pooled_n']}', found {count}"
            continue
        for value in sorted(pool):
            seen += pool[value]
            if seen >= -(-count * 99 // 100):
                break
        if not close(number(row, "median"), value):
            yield f"{row['arm']}: p99 is {row['median']}, computed {value}"
