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
from check_summary import cell_of, check_summary, close, number

REPS = """schema_version run_id seq round position phase arm is_control strategy start_method allocator commit
binary_sha256 workload distribution task_duration_ns task_iterations_n payload_bytes width_n width_effective_n
submission chunk_n inflight_n tasks_n warmup_tasks_n stamp_every_n latency_mode offered_rate_per_s seed t_start_ns
startup_ns batch_ns teardown_ns throughput_per_s roundtrip_n roundtrip_p50_ns roundtrip_p99_ns roundtrip_idle_p50_ns
latency_n latency_p50_ns latency_p90_ns latency_p99_ns latency_p999_ns latency_max_ns queue_p50_ns service_p50_ns
spawn_n spawn_p50_ns spawn_p99_ns reap_p50_ns cpu_user_ns cpu_system_ns startup_cpu_ns teardown_cpu_ns ctx_voluntary_n
ctx_involuntary_n minor_faults_n major_faults_n peak_rss_bytes workers_pss_bytes alloc_n alloc_bytes
processes_spawned_n threads_spawned_n canary_ns steal_ns throttled_n is_disturbed checksum checksum_tasks_n status
status_detail""".split()
SUMMARY = """schema_version run_id started_at host_id cpu_model workload distribution task_duration_ns payload_bytes
width_n arm strategy start_method allocator commit metric unit direction rounds_n disturbed_n pooled_n median ci_low
ci_high ci_level_pct min max mad cv_pct outliers_n baseline_arm ratio_median ratio_ci_low ratio_ci_high verdict
stability""".split()
HEADERS = {
    "reps.csv": REPS,
    "summary.csv": SUMMARY,
    "env.csv": "schema_version key value".split(),
    "histograms.csv": "schema_version run_id seq measurement value_ns count_n".split(),
    "tasks.csv": "schema_version run_id seq round arm workload task submit_ns start_ns end_ns".split(),
}
OPTIONAL = {"histograms.csv", "tasks.csv"}

UNITS = ("_ns", "_bytes", "_n", "_per_s", "_ratio", "_pct")
IDENTIFIERS = set("""schema_version run_id seq round position phase arm is_control strategy start_method allocator
commit binary_sha256 workload distribution submission latency_mode seed is_disturbed checksum status
status_detail""".split())
INTEGERS = set("schema_version seq round position seed task".split())
DECIMALS = set("""throughput_per_s offered_rate_per_s median ci_low ci_high ci_level_pct min max mad cv_pct ratio_median
ratio_ci_low ratio_ci_high""".split())
BOOLEANS = {"is_control", "is_disturbed"}
WORDS = {
    "phase": "warmup measure alloc".split(),
    "status": "ok failed timeout wrong_result unsupported malformed debug".split(),
    "submission": "single map".split(),
    "latency_mode": "batch open".split(),
    "verdict": "baseline faster slower same undecided".split(),
    "direction": "lower higher".split(),
    "stability": "stable unstable".split(),
    "measurement": "roundtrip roundtrip_idle latency queue service spawn reap".split(),
}
NEVER_EMPTY = {
    "reps.csv": """schema_version run_id seq round position phase arm is_control workload tasks_n latency_mode seed
    is_disturbed status""".split(),
    "summary.csv": """schema_version run_id workload arm metric unit direction rounds_n disturbed_n median baseline_arm
    stability""".split(),
    "env.csv": HEADERS["env.csv"],
    "histograms.csv": HEADERS["histograms.csv"],
    "tasks.csv": HEADERS["tasks.csv"],
}
PATTERNS = {
    "arm": r"[A-Za-z0-9][A-Za-z0-9._@+-]*",
    "checksum": r"[0-9a-f]{16}",
    "binary_sha256": r"[0-9a-f]{64}",
    "started_at": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ",
}


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


# Bytes and fields ---------------------------------------------------------------------------------------------------

FIELD = re.compile(r'("(?:[^"]|"")*"|[^",\r\n]*)(,|\n)')


def byte_problems(data):
    if data.startswith(b"\xef\xbb\xbf"):
        yield "begins with a byte order mark"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield f"is not UTF-8: {error}"
        return
    if not text.endswith("\n"):
        yield "does not end in a line feed"
        return
    position = 0
    while position < len(text):
        match = FIELD.match(text, position)
        if not match:
            yield f"line {text.count(chr(10), 0, position) + 1} is not RFC 4180 with LF"
            return
        position = match.end()


def is_integer(text):
    return re.fullmatch(r"-?\d+", text) is not None


def is_decimal(text):
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return False
    digits = text.lstrip("-").replace(".", "").lstrip("0")
    if "." not in text:
        digits = digits.rstrip("0")
    return len(digits) <= 6


def field_problem(name, text):
    if name in BOOLEANS and text not in ("0", "1"):
        return "is not 0 or 1"
    if name in WORDS and text not in WORDS[name]:
        return "is not one of " + ", ".join(WORDS[name])
    if name in PATTERNS and not re.fullmatch(PATTERNS[name], text):
        return "does not look like " + PATTERNS[name]
    if name in DECIMALS:
        return None if is_decimal(text) else "is not a plain decimal of at most 6 significant digits"
    if name in INTEGERS or name.endswith(("_ns", "_bytes", "_n")):
        return None if is_integer(text) else "is not a whole number"
    return None


def check_file(report, directory, name):
    """Checks everything that one file can show alone, and returns its rows as dictionaries."""
    path = os.path.join(directory, name)
    if not os.path.exists(path):
        if name not in OPTIONAL:
            report.check(f"{name} is there", ["it is missing"])
        return None
    with open(path, "rb") as file:
        report.check(f"{name}: UTF-8 without BOM, LF, RFC 4180, whole last line", byte_problems(file.read()))
    with open(path, newline="", encoding="utf-8", errors="replace") as file:
        try:
            lines = list(csv.reader(file, strict=True))
        except csv.Error as error:
            report.check(f"{name}: Python's csv module reads it", [str(error)])
            return []
    header, rows = (lines[0], lines[1:]) if lines else ([], [])
    report.check(f"{name}: header names", (f"'{n}'" for n in header if not re.fullmatch(r"[a-z][a-z0-9_]*", n)))
    report.check(f"{name}: the promised columns in order", [] if header == HEADERS[name] else difference(name, header))
    report.check(
        f"{name}: {len(rows)} rows of {len(header)} fields",
        (f"row {i} has {len(row)}" for i, row in enumerate(rows, 2) if len(row) != len(header)))
    rows = [dict(zip(header, row)) for row in rows if len(row) == len(header)]
    report.check(f"{name}: schema_version comes first and is 1", (
        f"row {i} has '{row.get('schema_version')}'" for i, row in enumerate(rows, 2)
        if row.get("schema_version") != "1"))
    report.check(f"{name}: numbers, booleans, words, times", (
        f"row {i}, {n} '{text}' {field_problem(n, text)}" for i, row in enumerate(rows, 2) for n, text in row.items()
        if text and field_problem(n, text)))
    report.check(f"{name}: what is always known is never empty", (
        f"row {i}, {n}" for i, row in enumerate(rows, 2) for n in NEVER_EMPTY[name] if not row.get(n)))
    return rows


def difference(name, header):
    for index, (found, expected) in enumerate(zip(header, HEADERS[name]), 1):
        if found != expected:
            return [f"column {index} is '{found}', not '{expected}'"]
    return [f"{len(header)} columns, not {len(HEADERS[name])}"]


# Repetitions --------------------------------------------------------------------------------------------------------


def check_repetitions(report, reps, partial):
    report.check("reps.csv: measurements end in their unit", (
        n for n in reps[0] if n not in IDENTIFIERS and not n.endswith(UNITS)))
    counts = collections.Counter(row["seq"] for row in reps)
    report.check("reps.csv: seq is unique", (f"seq {seq} comes {n} times" for seq, n in counts.items() if n > 1))
    report.check("reps.csv: one run", sorted({row["run_id"] for row in reps})[1:])
    report.check("reps.csv: nothing measured is negative", (
        f"seq {row['seq']}, {n}" for row in reps for n in REPS if n.endswith(UNITS) and row[n].startswith("-")))
    report.check("reps.csv: throughput is tasks over batch time", (
        f"seq {row['seq']}" for row in reps if row["throughput_per_s"] and row["batch_ns"]
        and not close(number(row, "throughput_per_s"), number(row, "tasks_n") / number(row, "batch_ns") * 1e9)))
    report.check("reps.csv: a row that ended well has its batch", (
        f"seq {row['seq']}" for row in reps if row["status"] in ("ok", "debug") and not row["batch_ns"]))
    report.check("reps.csv: status_detail is one line", (
        f"seq {row['seq']}" for row in reps if "\n" in row["status_detail"] or "\r" in row["status_detail"]))
    report.check("reps.csv: no percentile without ten samples beyond it", percentile_problems(reps))
    report.check("reps.csv: the baseline's values and checksums agree in each cell", checksum_problems(reps))
    report.check("reps.csv: round 0 is the warm-up, measure rounds follow, alloc comes last", phase_problems(reps))
    if not partial:
        report.check("reps.csv: every round has every arm once, in a full order", completeness_problems(reps))


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
        if row["checksum"] and row["status"] in ("ok", "debug"):
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


# The other files ----------------------------------------------------------------------------------------------------


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
        problems = [key for key in ("run_id", "seed", "cells", "arms") if key not in plan]
        if reps and not problems and plan["run_id"] != reps[0]["run_id"]:
            problems = [f"run_id is {plan['run_id']}, not {reps[0]['run_id']}"]
    except (OSError, ValueError) as error:
        problems = [str(error)]
    report.check("plan.json: JSON with run_id, seed, cells and arms", problems)


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
        if reps:
            check_repetitions(report, reps, partial)
            check_summary(report, summary, reps, files["histograms.csv"])
            check_details(report, reps, files["histograms.csv"], files["tasks.csv"])
        check_environment(report, files["env.csv"])
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    csv.field_size_limit(1 << 24)
    sys.exit(main(sys.argv[1:]))
