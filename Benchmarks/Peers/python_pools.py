#!/usr/bin/env python3
"""Python's process pools as external arms for bench: python_pools.py multiprocessing|executor [options] repetition ...

    bench run --arm 'python-pool=python3 Benchmarks/Peers/python_pools.py multiprocessing' \\
              --arm 'python-executor=python3 Benchmarks/Peers/python_pools.py executor --start-method spawn'

Speaks the protocol of results/PROTOCOL.md with nothing but the standard library (Python 3.9 or later). Tasks are handed
over one by one, as bench's own strategies do, or with --submission map in one call with the pool's default chunk size.
What the arm alone needs (making payloads, summing what came back) is done outside the measured spans.
"""
import argparse
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
now = time.monotonic_ns


# ---- In a worker

class Worker:
    """What a worker process knows: set once, by the pool's initializer."""
    spec = barrier = began = None


def prepare(spec, barrier):
    Worker.began, Worker.spec, Worker.barrier = now(), spec, barrier


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
                       "stamp_every_n": spec["stamp_every_n"], "inflight_n": spec["tasks_n"]}

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

    def run_all(self, tasks):
        results = [self.pool.submit(run, task) for task in tasks]
        return [self.pool.await_result(result) for result in results]

    def each_worker(self):
        results = [self.pool.submit(report, None) for _ in range(self.spec["width_n"])]
        return [self.pool.await_result(result) for result in results]

    def measure(self):
        begin, width = now(), self.spec["width_n"]
        self.pool = self.kind(self.context, width, prepare, (self.spec, self.context.Barrier(width)))
        workers = self.each_worker()
        self.record["startup_ns"] = now() - begin
        self.record["spawn_ns"] = [began - self.created[pid] for pid, began, _ in workers]
        self.run_all([self.task(index) for index in range(self.spec["warmup_tasks_n"])])
        self.round_trips()
        self.batch()
        self.record["workers_pss_bytes"] = sum(kibibytes(f"/proc/{pid}/smaps_rollup", "Pss") for pid, _, _ in workers)
        begin = now()
        self.pool.close()
        self.record.update(teardown_ns=now() - begin, processes_spawned_n=len(self.created), status="ok",
                           peak_rss_bytes=kibibytes("/proc/self/status", "VmHWM"))
        return self.record

    def round_trips(self):
        spec, busy, idle = self.spec, [], []
        end_by = now() + spec["roundtrip_max_ns"]
        while len(busy) < spec["roundtrip_max_n"] and now() < end_by:
            busy.append(self.round_trip(len(busy)))
        for index in range(spec["roundtrip_idle_n"]):
            task = self.task(index)
            time.sleep(spec["roundtrip_idle_pause_ns"] / 1e9)
            idle.append(self.round_trip(index, task))
        self.record.update(roundtrip_ns=busy, roundtrip_idle_ns=idle)

    def round_trip(self, index, task=None):
        task = task or self.task(index)
        begin = now()
        self.pool.await_result(self.pool.submit(run, task))
        return now() - begin

    def batch(self):
        count, every = self.spec["tasks_n"], self.spec["stamp_every_n"]
        tasks = [self.task(index, index % every == 0) for index in range(count)]
        before = [usage()] + [worker[2] for worker in self.each_worker()]
        submits, begin = [], now()
        if self.is_map:
            submits = [begin] * -(-count // every)
            outcomes = self.pool.map(run, tasks)
        else:
            results = []
            for task in tasks:
                if task[1]:
                    submits.append(now())
                results.append(self.pool.submit(run, task))
            outcomes = [self.pool.await_result(result) for result in results]
        end = now()
        after = [usage()] + [worker[2] for worker in self.each_worker()]
        used = [sum(column) for column in zip(*after)]
        used = [total - sum(column) for total, column in zip(used, zip(*before))]
        self.record.update(zip(("cpu_user_ns", "cpu_system_ns", "ctx_voluntary_n", "ctx_involuntary_n",
                                "minor_faults_n", "major_faults_n"), used))
        self.record.update(t_start_ns=begin, batch_ns=end - begin, chunk_n=self.pool.chunk(count) if self.is_map else 1)
        self.note_stamps([(i * every, submit, *outcomes[i * every][1:]) for i, submit in enumerate(submits)])
        self.note_checksum([outcome[0] for outcome in outcomes])

    def note_stamps(self, stamps):
        services = sorted(end - start for _, _, start, end in stamps)
        self.record.update(latency_ns=[end - submit for _, submit, _, end in stamps],
                           queue_ns=[start - submit for _, submit, start, _ in stamps], service_ns=services)
        # The stamps of shorter tasks overlap by their own error.
        if self.spec["stamp_every_n"] == 1 and services[len(services) // 2] >= 20_000:
            self.record["width_effective_n"] = most_at_once([(start, end) for _, _, start, end in stamps])
        if self.spec.get("record_tasks"):
            self.record["tasks"] = stamps

    def note_checksum(self, values):
        values = values[:self.spec.get("checksum_tasks_n") or len(values)]
        if self.spec["workload"] == "payload":
            values = [kernels.payload_value(data) for data in values]
        self.record.update(checksum=f"{kernels.checksum(values):016x}", checksum_tasks_n=len(values))


def most_at_once(spans):
    steps = sorted([(start, 1) for start, _ in spans] + [(end, -1) for _, end in spans])
    return max(itertools.accumulate(step for _, step in steps))


def kibibytes(path, key):
    with open(path) as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(key + ":"))


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
