"""Computes the values and estimates of a run again, from its repetitions and histograms: a part of check_results.py."""

import collections
import math
import statistics

# Metric: unit, direction and, if its value is one column of reps.csv, the name of the column.
METRICS = {
    "throughput": ("per_s", "higher", "throughput_per_s"),
    "roundtrip_p50": ("ns", "lower", "roundtrip_p50_ns"),
    "roundtrip_p99": ("ns", "lower", None),
    "roundtrip_idle_p50": ("ns", "lower", "roundtrip_idle_p50_ns"),
    "startup": ("ns", "lower", "startup_ns"),
    "teardown": ("ns", "lower", "teardown_ns"),
    "spawn_p50": ("ns", "lower", "spawn_p50_ns"),
    "reap_p50": ("ns", "lower", "reap_p50_ns"),
    "latency_p50": ("ns", "lower", None),
    "latency_p99": ("ns", "lower", None),
    "cpu_per_task": ("ns", "lower", None),
    "ctx_per_task": ("n", "lower", None),
    "allocs_per_task": ("n", "lower", None),
    "bytes_per_task": ("bytes", "lower", None),
    "peak_rss": ("bytes", "lower", None),
    "rss_growth": ("bytes", "lower", None),
    "workers_pss": ("bytes", "lower", "workers_pss_bytes"),
    "efficiency": ("ratio", "higher", None),
}
POOLED = {"roundtrip_p99": "roundtrip", "latency_p99": "latency"}
SINGLE = {"allocs_per_task": "alloc_n", "bytes_per_task": "alloc_bytes"}
CELL = "workload distribution task_duration_ns payload_bytes width_n offered_rate_per_s".split()


def number(row, name):
    return float(row[name]) if row.get(name) else None


def cell_of(row):
    return tuple(row.get(name, "") for name in CELL)


def has_ended_well(row):
    return row["status"] in ("ok", "debug")


def close(left, right, tolerance=1e-5):
    return abs(left - right) <= tolerance * max(abs(left), abs(right), 1e-12)


class Run:
    """The rows of a run, found by cell, arm and round."""

    def __init__(self, reps, env, histograms):
        self.reps = reps
        self.facts = {row["key"]: row["value"] for row in env if row["value"] != "unavailable"}
        self.schema = int(reps[0]["schema_version"])
        self.baseline = self.facts.get("baseline_arm")
        self.arms = collections.defaultdict(dict)
        self.judged = collections.defaultdict(dict)
        self.alloc = {}
        for row in reps:
            cell = cell_of(row)
            self.arms[cell].setdefault(row["arm"], row)
            if row["phase"] == "measure" and has_ended_well(row):
                self.judged[cell, row["arm"]][row["round"]] = row
            elif row["phase"] == "alloc" and has_ended_well(row):
                self.alloc[cell, row["arm"]] = row
        self.pools = None if histograms is None else self.pooled(histograms)

    def pooled(self, histograms):
        """For each cell, arm and measurement: how often each value came, and in which rounds."""
        owners = {row["seq"]: (key, this) for key, rows in self.judged.items() for this, row in rows.items()}
        pools = collections.defaultdict(lambda: (collections.Counter(), set()))
        for row in histograms:
            if row["seq"] in owners:
                (cell, arm), this = owners[row["seq"]]
                counts, rounds = pools[cell, arm, row["measurement"]]
                counts[int(row["value_ns"])] += int(row["count_n"])
                rounds.add(this)
        return pools


# Values ---------------------------------------------------------------------------------------------------------------


def values_of(run, cell, arm, metric):
    """The value of each round; a pooled percentile or a single value stands under the key None."""
    if metric in POOLED:
        value = pooled_percentile(run, cell, arm, metric)
        return {} if value is None else {None: value}
    if metric in SINGLE:
        row = run.alloc.get((cell, arm))
        value = per_task(row, SINGLE[metric]) if row else None
        return {} if value is None else {None: value}
    values = {this: value_of(run, metric, row) for this, row in run.judged[cell, arm].items()}
    return {this: value for this, value in values.items() if value is not None}


def value_of(run, metric, row):
    if METRICS[metric][2]:
        return number(row, METRICS[metric][2])
    if metric == "cpu_per_task":
        return per_task(row, "cpu_user_ns", "cpu_system_ns")
    if metric == "ctx_per_task":
        return per_task(row, "ctx_voluntary_n", "ctx_involuntary_n")
    if metric == "latency_p50":
        return number(row, "latency_p50_ns") if row["latency_mode"] == "open" else None
    if metric == "peak_rss":
        return number(row, "peak_rss_bytes") if run.schema == 1 else None
    if metric == "rss_growth":
        peak, start = number(row, "peak_rss_bytes"), number(row, "rss_start_bytes")
        return None if peak is None or start is None else max(0.0, peak - start)
    return efficiency(run, row)


def per_task(row, *names):
    values = [number(row, name) for name in names]
    return None if None in values or not number(row, "tasks_n") else sum(values) / number(row, "tasks_n")


def efficiency(run, row):
    """The time that the tasks take one by one, over the width, over the time that they took."""
    if not row["task_duration_ns"] or not row["batch_ns"]:
        return None
    duration = number(row, "task_duration_ns")
    serial = run.facts.get("serial_arm")
    if run.schema > 1 and serial:
        duration = number(run.judged[cell_of(row), serial].get(row["round"], {}), "service_p50_ns")
    if duration is None:
        return None
    tasks = number(row, "tasks_n")
    return tasks * duration / min(number(row, "width_n") or tasks, tasks) / number(row, "batch_ns")


def pooled_percentile(run, cell, arm, metric):
    """The nearest rank at 99 %, if ten samples lie beyond it."""
    counts = run.pools[cell, arm, POOLED[metric]][0]
    total, seen = sum(counts.values()), 0
    if total < 1000:
        return None
    for value in sorted(counts):
        seen += counts[value]
        if seen >= -(-total * 99 // 100):
            return float(value)


# Estimates ------------------------------------------------------------------------------------------------------------


def interval(values, level):
    """Order statistics that cover the median with at least `level`, by the exact binomial: low, high, level reached."""
    values, best, tail = sorted(values), None, 0.0
    for k in range(1, len(values) // 2 + 1):
        tail += math.comb(len(values), k - 1) / 2 ** len(values)
        if 1 - 2 * tail < level:
            break
        best = (values[k - 1], values[-k], 1 - 2 * tail)
    return best


def ratio_median(pairs):
    return math.exp(statistics.median(math.log(pair) for pair in pairs))


def quantile(values, share):
    """Type 7 of Hyndman and Fan (1996): linear between the neighbours of the position (n - 1) * share."""
    values = sorted(values)
    position = (len(values) - 1) * share
    below = min(int(position), max(len(values) - 2, 0))
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (position - below)


def outliers(values):
    """The numbers of values outside Tukey's fences that rounding of the fences allows."""
    first, third = quantile(values, 0.25), quantile(values, 0.75)
    low, high = first - 1.5 * (third - first), third + 1.5 * (third - first)
    slack = 1e-9 * max(abs(low), abs(high))
    least = sum(v < low - slack or v > high + slack for v in values)
    most = sum(v < low + slack or v > high - slack for v in values)
    return {least, most} if slack and third > first else {least}


def cv_pct(values):
    mean = statistics.fmean(values)
    return statistics.stdev(values) / mean * 100 if len(values) > 1 and mean else None


def is_off(ratio, slack=0.0):
    """Whether a ratio differs from 1 by more than 2 %, in either direction alike."""
    return max(ratio, 1 / ratio) > 1.02 * (1 + slack)


def verdicts(run, metric, ratio, low, high, difference):
    """What the interval of a ratio says; two words if a ratio lies on a limit but for the rounding of its logarithm.

    `difference` is that of the medians, in the metric's unit.
    """
    return {verdict(run, metric, ratio, low, high, difference, slack) for slack in (-1e-9, 1e-9)}


def verdict(run, metric, ratio, low, high, difference, slack):
    unit, direction = METRICS[metric][:2]
    differs = low > 1 or high < 1
    if run.schema == 1:
        words = ("faster", "slower")
    else:
        words = ("better", "worse")
        is_span = unit == "ns" and metric != "cpu_per_task"
        clock = 10 * float(run.facts.get("clock_read_ns", 0)) if is_span else 0
        differs = differs and is_off(ratio, slack) and (not is_span or abs(difference) > clock)
    if differs:
        return words[0] if (low > 1) == (direction == "higher") else words[1]
    near = 1.05 * (1 + slack)
    return "same" if low >= 1 / near and high <= near else "undecided"


def stability(run):
    """Whether the machine was quiet enough, and the control like the baseline; one word for the whole run."""
    rows = [row for rounds in run.judged.values() for row in rounds.values()]
    if sum(row["is_disturbed"] == "1" for row in rows) > 0.2 * len(rows):
        return "unstable"
    controls = [(cell, arm) for cell, arms in run.arms.items() for arm, row in arms.items() if row["is_control"] == "1"]
    cells = len({cell for cell, _ in controls})
    for cell, arm in controls:
        values, base = (values_of(run, cell, label, "throughput") for label in (arm, run.baseline))
        pairs = [values[k] / base[k] for k in values if values[k] > 0 and base.get(k, 0) > 0]
        found = interval(pairs, 1 - 0.01 / cells)
        if found and (found[0] > 1 or found[1] < 1) and is_off(ratio_median(pairs)):
            return "unstable"
    return "stable"
