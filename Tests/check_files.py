"""Checks what each CSV file of a run shows alone (columns, bytes, fields): a part of check_results.py."""

import csv
import os
import re

REPS = """schema_version run_id seq round position phase arm is_control strategy start_method allocator commit
binary_sha256 workload distribution task_duration_ns task_iterations_n payload_bytes width_n width_effective_n
submission chunk_n inflight_n tasks_n warmup_tasks_n stamp_every_n latency_mode offered_rate_per_s seed t_start_ns
startup_ns batch_ns teardown_ns throughput_per_s roundtrip_n roundtrip_p50_ns roundtrip_p99_ns roundtrip_idle_p50_ns
latency_n latency_p50_ns latency_p90_ns latency_p99_ns latency_p999_ns latency_max_ns queue_p50_ns service_p50_ns
spawn_n spawn_p50_ns spawn_p99_ns reap_p50_ns cpu_user_ns cpu_system_ns startup_cpu_ns teardown_cpu_ns ctx_voluntary_n
ctx_involuntary_n minor_faults_n major_faults_n peak_rss_bytes workers_pss_bytes alloc_n alloc_bytes
processes_spawned_n threads_spawned_n canary_ns steal_ns throttled_n is_disturbed checksum checksum_tasks_n status
status_detail""".split()
LATER_REPS = "host_id started_at result_mode rss_start_bytes psi_ns watched_ns".split()
SUMMARY = """schema_version run_id started_at host_id cpu_model workload distribution task_duration_ns payload_bytes
width_n arm strategy start_method allocator commit metric unit direction rounds_n disturbed_n pooled_n median ci_low
ci_high ci_level_pct min max mad cv_pct outliers_n baseline_arm ratio_median ratio_ci_low ratio_ci_high verdict
stability""".split()
LATER_SUMMARY = "tasks_n result_mode offered_rate_per_s arrivals width_label ratio_ci_level_pct".split()
HEADERS = {
    "reps.csv": REPS,
    "summary.csv": SUMMARY,
    "env.csv": "schema_version key value".split(),
    "histograms.csv": "schema_version run_id seq measurement value_ns count_n".split(),
    "tasks.csv": "schema_version run_id seq round arm workload task submit_ns start_ns end_ns".split(),
}
# Columns that a version of the schema appended.
LATER = {("reps.csv", 2): LATER_REPS, ("summary.csv", 2): LATER_SUMMARY}
VERSIONS = ("1", "2")
OPTIONAL = {"histograms.csv", "tasks.csv"}

UNITS = ("_ns", "_bytes", "_n", "_per_s", "_ratio", "_pct")
IDENTIFIERS = set("""schema_version run_id seq round position phase arm is_control strategy start_method allocator
commit binary_sha256 workload distribution submission latency_mode seed is_disturbed checksum status
status_detail host_id started_at result_mode""".split())
INTEGERS = set("schema_version seq round position seed task".split())
DECIMALS = set("""throughput_per_s offered_rate_per_s median ci_low ci_high ci_level_pct min max mad cv_pct ratio_median
ratio_ci_low ratio_ci_high ratio_ci_level_pct""".split())
BOOLEANS = {"is_control", "is_disturbed"}
WORDS = {
    "phase": "warmup measure alloc".split(),
    "status": "ok failed timeout wrong_result unsupported malformed debug".split(),
    "submission": "single map".split(),
    "latency_mode": "batch open".split(),
    "verdict": "baseline better worse same undecided faster slower".split(),
    "direction": "lower higher".split(),
    "stability": "stable unstable".split(),
    "result_mode": "each all".split(),
    "width_label": ["cores"],
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
    version = rows[0][0] if rows and rows[0] else VERSIONS[-1]
    report.check(f"{name}: the promised columns in order", difference(header, promised(name, version)))
    report.check(
        f"{name}: {len(rows)} rows of {len(header)} fields",
        (f"row {i} has {len(row)}" for i, row in enumerate(rows, 2) if len(row) != len(header)))
    rows = [dict(zip(header, row)) for row in rows if len(row) == len(header)]
    report.check(f"{name}: schema_version is {' or '.join(VERSIONS)}, the same in each row", (
        f"row {i} has '{row['schema_version']}'" for i, row in enumerate(rows, 2)
        if row.get("schema_version") != version or version not in VERSIONS))
    report.check(f"{name}: numbers, booleans, words, times", (
        f"row {i}, {n} '{text}' {field_problem(n, text)}" for i, row in enumerate(rows, 2) for n, text in row.items()
        if text and field_problem(n, text)))
    report.check(f"{name}: what is always known is never empty", (
        f"row {i}, {n}" for i, row in enumerate(rows, 2) for n in NEVER_EMPTY[name] if not row.get(n)))
    return rows


def promised(name, version):
    later = [LATER.get((name, int(this)), []) for this in VERSIONS if version in VERSIONS and this <= version]
    return HEADERS[name] + sum(later, [])


def difference(header, promise):
    for index, (found, expected) in enumerate(zip(header, promise), 1):
        if found != expected:
            return [f"column {index} is '{found}', not '{expected}'"]
    return [] if len(header) == len(promise) else [f"{len(header)} columns, not {len(promise)}"]
