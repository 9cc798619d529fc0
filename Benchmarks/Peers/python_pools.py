#!/usr/bin/env python3
"""Python's process pools as external arms for bench: python_pools.py multiprocessing|executor [options] repetition ...

    bench run --arm 'python-pool=python3 Benchmarks/Peers/python_pools.py multiprocessing' \\
              --arm 'python-executor=python3 Benchmarks/Peers/python_pools.py executor --start-method spawn'

Speaks the protocol of results/PROTOCOL.md with nothing but the standard library (Python 3.9 or later). Tasks are handed
over one by one, as bench's own strategies do, or with --submission map in one call with the pool's default chunk size.
Each task has a result, which this side waits for and takes the value of; payloads are made as their tasks are submitted.
"""
import argparse
import collections
import itertools
import json
import multiprocessing
import os
import platform
import resource
import sys
import time

import kernels
from python_faces import POOLS

WORKLOADS = ("noop", "cpu", "sleep", "payload")
MOST_RESULTS = 16_384  # Waited for at the same time, so that memory does not grow with the batch.
now = time.monotonic_ns


# ---- In a worker

class Worker:
    """What a worker process knows: set once, by the pool's initializer."""
    spec = barrier = began = None


def prepare(spec, barrier):
    Worker.began, Worker.spec, Worker.barrier = now(), spec, barrier


def run_plain(index):
    """Runs a task that is handed nothing but its index and is not stamped."""
    return run((index, False, None))[0]


def run(task):
    """Runs one task: its value, or for `payload` the bytes, and its start and end where they are wanted."""
    index, is_stamped, data = task
    start = now() if is_stamped else 0
    spec = Worker.spec
    workload = spec["workload"]
    if workload == "payload":
        value = bytes(memoryview(data))
    else:
        value = kernels.base(spec["seed"], index)
        if workload == "sleep":
            time.sleep(spec["task_duration_ns"] / 1e9)
        elif workload == "cpu":
            value = kernels.cpu(value, spec["task_iterations_n"])
    return value, start, now() if is_stamped else 0


def report(_):
    """Says who this worker is and what it has used; the barrier sees to it that each worker answers once."""
    Worker.barrier.wait()
    return os.getpid(), Worker.began, usage()


def usage():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (round(used.ru_utime * 1e9), round(used.ru_stime * 1e9),
            used.ru_nvcsw, used.ru_nivcsw, used.ru_minflt, used.ru_majflt)


# ---- A repetition

class Repetition:
    def __init__(self, options, spec):
        self.spec, self.is_map = spec, options.submission == "map"
        self.context = multiprocessing.get_context(options.start_method)
        self.created = {}
        self.stamp_creations()
        self.kind, self.pool = POOLS[options.pool], None
        python = f"{platform.python_implementation()} {platform.python_version()}"
        self.record = {"strategy": f"{self.kind.name} of {python}",
                       "start_method": self.context.get_start_method(), "submission": options.submission,
                       "tasks_n": spec["tasks_n"], "warmup_tasks_n": spec["warmup_tasks_n"],
                       "result_mode": "each"}
        if not self.is_map:
            self.record.update(stamp_every_n=spec["stamp_every_n"], inflight_n=min(MOST_RESULTS, spec["tasks_n"]))

    def stamp_creations(self):
        """Notes when each process is ordered to start, by wrapping what the pool makes its processes with."""
        make = self.context.Process

        def make_stamped(*args, **kwargs):
            process = make(*args, **kwargs)

            def start():
                del process.start  # What is sent to the new process must not hold this function.
                began = now()
                process.start()
                self.created[process.pid] = began
            process.start = start
            return process
        self.context.Process = make_stamped

    def task(self, index, is_stamped=False):
        spec = self.spec
        if spec["workload"] != "payload":
            return index, is_stamped, None
        return index, is_stamped, kernels.payload(spec["payload_bytes"], kernels.base(spec["seed"], index))

    def value(self, outcome):
        return kernels.payload_value(outcome) if self.spec["workload"] == "payload" else outcome

    def run_all(self, count, every=0, covered=0):
        """Submits and awaits so many tasks, one in `every` of them stamped: the first values and the stamps."""
        waiting, values, stamps = collections.deque(), [], []

        def await_oldest():
            index, submit, result = waiting.popleft()
            outcome, start, end = self.pool.await_result(result)
            value = self.value(outcome)
            if index < covered:
                values.append(value)
            if submit:
                stamps.append((index, submit, start, end))

        for index in range(count):
            if len(waiting) == MOST_RESULTS:
                await_oldest()
            is_stamped = every > 0 and index % every == 0
            task = self.task(index, is_stamped)
            submit = now() if is_stamped else 0
            waiting.append((index, submit, self.pool.submit(run, task)))
        while waiting:
            await_oldest()
        return values, stamps

    def map_all(self, count, covered):
        """The first values of a map over so many tasks."""
        if self.spec["workload"] == "payload":
            outcomes = (outcome for outcome, _, _ in self.pool.map(run, [self.task(index) for index in range(count)]))
        else:
            outcomes = self.pool.map(run_plain, range(count))
        return [value for index, value in enumerate(map(self.value, outcomes)) if index < covered]

    def each_worker(self):
        results = [self.pool.submit(report, None) for _ in range(self.spec["width_n"])]
        return [self.pool.await_result(result) for result in results]

    def measure(self):
        begin, width = now(), self.spec["width_n"]
        self.pool = self.kind(self.context, width, prepare, (self.spec, self.context.Barrier(width)))
        workers = self.each_worker()
        self.record["startup_ns"] = now() - begin
        self.record["spawn_ns"] = [began - self.created[pid] for pid, began, _ in workers]
        self.run_all(self.spec["warmup_tasks_n"])
        self.round_trips()
        self.batch()
        self.record["workers_pss_bytes"] = sum(kibibytes(f"/proc/{pid}/smaps_rollup", "Pss") for pid, _, _ in workers)
        begin = now()
        self.pool.close()
        self.record.update(teardown_ns=now() - begin, processes_spawned_n=len(self.created), status="ok")
        return self.record

    def round_trips(self):
        spec, busy, idle = self.spec, [], []
        end_by = now() + spec["roundtrip_max_ns"]
        while len(busy) < spec["roundtrip_max_n"] and now() < end_by:
            busy.append(self.round_trip(len(busy)))
        for index in range(spec["roundtrip_idle_n"]):
            time.sleep(spec["roundtrip_idle_pause_ns"] / 1e9)
            idle.append(self.round_trip(index))
        self.record.update(roundtrip_ns=busy, roundtrip_idle_ns=idle)

    def round_trip(self, index):
        begin = now()
        self.value(self.pool.await_result(self.pool.submit(run, self.task(index)))[0])
        return now() - begin

    def batch(self):
        count = self.spec["tasks_n"]
        covered = self.spec.get("checksum_tasks_n") or count
        before = [usage()] + [worker[2] for worker in self.each_worker()]
        if reset_peak():
            self.record["rss_start_bytes"] = kibibytes("/proc/self/status", "VmRSS")
        begin = now()
        if self.is_map:
            values, stamps = self.map_all(count, covered), []
        else:
            values, stamps = self.run_all(count, self.spec["stamp_every_n"], covered)
        end = now()
        self.record["peak_rss_bytes"] = kibibytes("/proc/self/status", "VmHWM")
        after = [usage()] + [worker[2] for worker in self.each_worker()]
        used = [sum(column) for column in zip(*after)]
        used = [total - sum(column) for total, column in zip(used, zip(*before))]
        self.record.update(zip(("cpu_user_ns", "cpu_system_ns", "ctx_voluntary_n", "ctx_involuntary_n",
                                "minor_faults_n", "major_faults_n"), used))
        self.record.update(t_start_ns=begin, batch_ns=end - begin, checksum=f"{kernels.checksum(values):016x}",
                           checksum_tasks_n=len(values))
        if self.is_map:
            self.record["chunk_n"] = self.pool.chunk(count)
        else:
            self.note_stamps(stamps)

    def note_stamps(self, stamps):
        services = sorted(end - start for _, _, start, end in stamps)
        self.record.update(latency_ns=[end - submit for _, submit, _, end in stamps],
                           queue_ns=[start - submit for _, submit, start, _ in stamps], service_ns=services)
        # The stamps of shorter tasks overlap by their own error.
        if self.spec["stamp_every_n"] == 1 and services[len(services) // 2] >= 20_000:
            self.record["width_effective_n"] = most_at_once([(start, end) for _, _, start, end in stamps])
        if self.spec.get("record_tasks"):
            self.record["tasks"] = stamps


def most_at_once(spans):
    steps = sorted([(start, 1) for start, _ in spans] + [(end, -1) for _, end in spans])
    return max(itertools.accumulate(step for _, step in steps))


def kibibytes(path, key):
    with open(path) as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(key + ":"))


def reset_peak():
    """Has the peak of this process's memory begin anew; whether that is permitted."""
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        return False
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pool", choices=sorted(POOLS))
    parser.add_argument("--start-method", choices=multiprocessing.get_all_start_methods(), help="default: Python's own")
    parser.add_argument("--submission", choices=("single", "map"), default="single")
    parser.add_argument("command", choices=("repetition",))
    parser.add_argument("--spec", required=True)
    parser.add_argument("--record", required=True)
    options = parser.parse_args()
    with open(options.spec) as file:
        spec = json.load(file)
    if spec.get("protocol_version") != 1:
        sys.exit("this arm speaks version 1 of the protocol alone")
    if spec["workload"] in WORKLOADS and spec.get("width_n"):
        record = Repetition(options, spec).measure()
    else:
        record = {"status": "unsupported", "status_detail": f"runs {', '.join(WORKLOADS)} at a bounded width"}
    with open(options.record, "w") as file:
        json.dump({"protocol_version": 1, **record}, file)


if __name__ == "__main__":
    main()
