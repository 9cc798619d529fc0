#!/usr/bin/env python3
"""Computes every field of summary.csv again and compares: a part of check_results.py.

Run with a folder, `check_summary.py RUN_DIR`, it does what check_results.py does.
"""

import collections
import math
import statistics
import sys

from check_estimates import (
    METRICS, POOLED, SINGLE, cell_of, cv_pct, interval, outliers, ratio_median, stability, values_of, verdicts)

ESTIMATES = "ci_low ci_high ci_level_pct min max mad cv_pct outliers_n".split()
RATIO = "ratio_median ratio_ci_low ratio_ci_high ratio_ci_level_pct".split()


def check_summary(report, summary, run):
    unknown = POOLED if run.pools is None else {}
    values = {(cell, arm, metric): values_of(run, cell, arm, metric)
              for cell, arms in run.arms.items() for arm in arms for metric in METRICS if metric not in unknown}
    values = {key: of_rounds for key, of_rounds in values.items() if of_rounds}
    rows = [((cell_of(row), row["arm"], row["metric"]), row) for row in summary if row["metric"] not in unknown]
    check_completeness(report, [key for key, _ in rows], values)
    problems = collections.defaultdict(list)
    steadiness = stability(run)
    for key, row in rows:
        if key in values:
            fields = {**subject(run, *key), **estimates(run, values, key), **comparison(run, values, key)}
            # Runs of schema 1 were judged by another rule.
            fields["stability"] = steadiness if run.schema > 1 else row["stability"]
            for name in fields.keys() & row.keys():
                problems[name] += [] if agrees(row[name], fields[name]) else [
                    f"{where(*key)}: '{row[name]}' in the file, computed {shown(fields[name])}"]
    for name in sorted(problems, key=list(row).index) if rows else []:
        report.check(f"summary.csv: {name}, computed again", problems[name])


def check_completeness(report, keys, values):
    counts = collections.Counter(keys)
    report.check("summary.csv: a cell, arm and metric has one row", (where(*k) for k, n in counts.items() if n > 1))
    report.check("summary.csv: every cell, arm and metric that was measured has a row", (
        where(*key) for key in values if key not in counts))
    report.check("summary.csv: no row is without measured values", (where(*k) for k in counts if k not in values))


def where(cell, arm, metric):
    return f"{' '.join(part for part in cell if part)}, {arm}, {metric}"


def shown(value):
    if isinstance(value, set):
        return " or ".join(sorted(str(one) for one in value))
    return "nothing" if value is None else f"{value:.7g}" if isinstance(value, float) else str(value)


def agrees(text, value):
    if value is None or text == "":
        return text == "" and value is None
    if isinstance(value, set):
        return text in {str(one) for one in value}
    if not isinstance(value, float):
        return text == str(value)
    return is_rounded(float(text), value)


def is_rounded(found, value):
    """Whether a number is the value, rounded to six significant digits."""
    half = 0.5 * 10 ** (math.floor(math.log10(abs(value))) - 5) if value else 0
    # A spread of nothing but roundings is none.
    return abs(found - value) <= max(half * (1 + 1e-6), 1e-12)


def agreed(rows, name):
    """What all rows say, or None."""
    words = {row.get(name, "") for row in rows}
    return (words.pop() if len(words) == 1 else "") or None


def subject(run, cell, arm, metric):
    """What the row is about."""
    first, judged = run.arms[cell][arm], list(run.judged[cell, arm].values())
    cores = run.facts.get("cores_width_n")
    fields = {name: first[name] or None for name in "run_id strategy start_method allocator commit".split()}
    fields.update({name: run.facts.get(name) for name in "started_at host_id cpu_model".split()})
    fields.update(unit=METRICS[metric][0], direction=METRICS[metric][1], baseline_arm=run.baseline)
    fields.update(tasks_n=agreed(judged, "tasks_n"), result_mode=agreed(judged, "result_mode"))
    fields["width_label"] = "cores" if cores and first["width_n"] == cores else None
    if first["latency_mode"] == "batch":
        fields["arrivals"] = None
    return fields


def estimates(run, values, key):
    cell, arm, metric = key
    mine = list(values[key].values())
    rounds, base_rounds = rounds_of(run, values, key), rounds_of(run, values, (cell, run.baseline, metric))
    disturbed = {this for this, row in rounds.items() if row["is_disturbed"] == "1"}
    if run.schema > 1:
        disturbed |= {this for this in rounds if base_rounds.get(this, {}).get("is_disturbed") == "1"}
    fields = dict.fromkeys(ESTIMATES)
    fields.update(rounds_n=len(rounds), disturbed_n=len(disturbed), pooled_n=None, median=statistics.median(mine))
    if metric in POOLED:
        fields["pooled_n"] = sum(run.pools[cell, arm, POOLED[metric]][0].values())
    if metric in POOLED or metric in SINGLE:
        return fields
    fields.update(min=min(mine), max=max(mine), cv_pct=cv_pct(mine), outliers_n=outliers(mine))
    fields["mad"] = statistics.median(abs(value - fields["median"]) for value in mine)
    found = interval(mine, 0.95)
    if found:
        fields.update(ci_low=found[0], ci_high=found[1], ci_level_pct=found[2] * 100)
    return fields


def rounds_of(run, values, key):
    """The repetitions that a row rests on, by round."""
    cell, arm, metric = key
    if not values.get(key):
        return {}
    if metric in SINGLE:
        return {None: run.alloc[cell, arm]}
    rounds = run.pools[cell, arm, POOLED[metric]][1] if metric in POOLED else values[key]
    return {this: run.judged[cell, arm][this] for this in rounds}


def comparison(run, values, key):
    """The ratio to the baseline and what it says."""
    cell, arm, metric = key
    fields = {**dict.fromkeys(RATIO), "verdict": None}
    if arm == run.baseline:
        return {**fields, "verdict": "baseline"}
    mine, base = values[key], values.get((cell, run.baseline, metric), {})
    pairs = [mine[k] / base[k] for k in mine if mine[k] > 0 and base.get(k, 0) > 0]
    if not pairs:
        return fields
    fields["ratio_median"] = ratio_median(pairs)
    found = interval(pairs, 1 - 0.05 / max(1, len(run.arms[cell]) - 1))
    if metric in POOLED or metric in SINGLE or not found:
        return fields
    difference = statistics.median(mine.values()) - statistics.median(base.values())
    fields.update(ratio_ci_low=found[0], ratio_ci_high=found[1], ratio_ci_level_pct=found[2] * 100)
    fields["verdict"] = verdicts(run, metric, fields["ratio_median"], *found[:2], difference)
    return fields


if __name__ == "__main__":
    from check_results import main
    sys.exit(main(sys.argv[1:]))
