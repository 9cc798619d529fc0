#!/usr/bin/env python3
"""Checks the result files of one run with Python's own csv module: check_results.py RUN_DIR [--partial]

Nothing here is taken from the program that wrote the files: columns, words, units and formulas are typed anew from the
contract (the rules and columns in results/README.md). Each check prints one line; the exit code is 1 when one failed.
--partial leaves out the checks that only a run that came to its end can pass.
"""

import collections
import csv
import json
import os
import re
import sys

sys.dont_write_bytecode = True
from check_estimates import Run
from check_files import HEADERS, PATTERNS, check_file
from check_repetitions import check_repetitions
from check_summary import check_summary


class Report:
    """Prints a line for each check and counts."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, name, problems):
        problems = list(problems)
        if not problems:
            self.passed += 1
            print(f"ok    {name}")
            return
        self.failed += 1
        print(f"FAIL  {name}: {problems[0]}" + (f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""))


def check_environment(report, env):
    counts = collections.Counter(row["key"] for row in env)
    report.check("env.csv: keys are unique", (key for key, n in counts.items() if n > 1))
    report.check("env.csv: keys are names", (k for k in counts if not re.fullmatch(r"[a-z][a-z0-9_]*", k)))
    needed = "started_at host_id cpu_model baseline_arm arms seed commit".split()
    report.check("env.csv: the facts that every run states", (key for key in needed if key not in counts))
    times = [row["value"] for row in env if row["key"] == "started_at"]
    report.check("env.csv: started_at is ISO 8601 UTC", (
        t for t in times if not re.fullmatch(PATTERNS["started_at"], t)))


def check_plan(report, directory, reps):
    try:
        with open(os.path.join(directory, "plan.json"), encoding="utf-8") as file:
            plan = json.load(file)
        is_flat = plan.get("schema_version", 1) == 1
        origin, settings = (plan, plan) if is_flat else (plan.get("origin", {}), plan.get("settings", {}))
        places = (origin, "run_id"), (settings, "seed"), (plan, "cells"), (plan, "arms")
        problems = [f"{key} is missing" for part, key in places if key not in part]
        if reps and not problems and origin["run_id"] != reps[0]["run_id"]:
            problems = [f"run_id is {origin['run_id']}, not {reps[0]['run_id']}"]
    except (OSError, ValueError, AttributeError) as error:
        problems = [str(error)]
    report.check("plan.json: JSON with run_id, seed, cells and arms", problems)


def check_versions(report, files):
    versions = {name: rows[0]["schema_version"] for name, rows in files.items() if rows}
    report.check("the files have one schema_version", (
        f"{name} has {version}" for name, version in versions.items() if version != versions["reps.csv"]))


def check_details(report, reps, histograms, tasks):
    known = {row["seq"] for row in reps}
    if histograms is not None:
        report.check("histograms.csv: repetitions are known and counts positive", (
            f"seq {row['seq']}" for row in histograms if row["seq"] not in known or int(row["count_n"]) < 1))
    if tasks is not None:
        report.check("tasks.csv: repetitions are known, and submit <= start <= end", (
            f"seq {row['seq']}, task {row['task']}" for row in tasks
            if row["seq"] not in known or not int(row["submit_ns"]) <= int(row["start_ns"]) <= int(row["end_ns"])))


def main(arguments):
    partial = "--partial" in arguments
    directories = [a for a in arguments if a != "--partial"]
    if len(directories) != 1:
        print("usage: check_results.py RUN_DIR [--partial]", file=sys.stderr)
        return 64
    report = Report()
    files = {name: check_file(report, directories[0], name) for name in HEADERS}
    reps, summary = files["reps.csv"], files["summary.csv"]
    check_plan(report, directories[0], reps)
    if report.failed:
        print("further checks are left out: they need files that are sound in themselves")
    else:
        report.check("reps.csv: it has rows", [] if reps else ["none"])
        check_environment(report, files["env.csv"])
        if reps:
            check_versions(report, files)
            run = Run(reps, files["env.csv"], files["histograms.csv"])
            check_repetitions(report, run, partial)
            check_summary(report, summary, run)
            check_details(report, reps, files["histograms.csv"], files["tasks.csv"])
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    csv.field_size_limit(1 << 24)
    sys.exit(main(sys.argv[1:]))
