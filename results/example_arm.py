#!/usr/bin/env python3
"""An external arm for bench: the pool of Python's multiprocessing. See results/PROTOCOL.md."""
import json
import multiprocessing
import sys
import time

MASK = (1 << 64) - 1
now = time.monotonic_ns


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def run(task):
    """Runs one task in a worker: returns its value and, where it is stamped, its start and end."""
    seed, index, workload, duration_ns, iterations, stamped = task
    start = now() if stamped else 0
    value = mix((seed + (index + 1) * 0x9E3779B97F4A7C15) & MASK)
    if workload == "sleep":
        time.sleep(duration_ns / 1e9)
    elif workload == "cpu":
        for _ in range(iterations):
            value = (value * 6364136223846793005 + 1442695040888963407) & MASK
    return value, start, now() if stamped else 0


def measure(spec):
    if spec["workload"] not in ("noop", "sleep", "cpu") or not spec.get("width_n"):
        return {"status": "unsupported", "status_detail": "this arm runs noop, sleep and cpu at a bounded width"}
    count, every = spec["tasks_n"], spec["stamp_every_n"]
    def task(index, stamped=False):
        return spec["seed"], index, spec["workload"], spec.get("task_duration_ns"), spec.get("task_iterations_n"), stamped

    begin = now()
    pool = multiprocessing.Pool(spec["width_n"])
    pool.map(time.sleep, [0] * spec["width_n"], chunksize=1)
    ready = now()
    pool.map(run, [task(index) for index in range(spec["warmup_tasks_n"])], chunksize=1)
    roundtrips, idle, end_by = [], [], now() + spec["roundtrip_max_ns"]
    while len(roundtrips) < spec["roundtrip_max_n"] and now() < end_by:
        t = now()
        pool.apply(run, (task(len(roundtrips)),))
        roundtrips.append(now() - t)
    for index in range(spec["roundtrip_idle_n"]):
        time.sleep(spec["roundtrip_idle_pause_ns"] / 1e9)
        t = now()
        pool.apply(run, (task(index),))
        idle.append(now() - t)
    covered, most = spec.get("checksum_tasks_n") or count, min(count, 16384)  # results waited for at the same time
    checksum, stamps, waiting, start = 0, [], {}, now()
    for index in range(count + most):
        if index >= most:  # the oldest result, when there is no room for another one, or no other task
            t, result = waiting.pop(index - most)
            value, began, ended = result.get()
            checksum += value * (2 * (index - most) + 1) if index - most < covered else 0
            stamps += [(t, began, ended)] if t else []
        if index < count:
            t = now() if index % every == 0 else 0
            waiting[index] = t, pool.apply_async(run, (task(index, t > 0),))
    done = now()
    pool.close()
    pool.join()
    return {"status": "ok", "strategy": "multiprocessing.Pool", "start_method": multiprocessing.get_start_method(),
            "submission": "single", "result_mode": "each", "inflight_n": most, "tasks_n": count, "stamp_every_n": every,
            "t_start_ns": start, "startup_ns": ready - begin, "batch_ns": done - start, "teardown_ns": now() - done,
            "roundtrip_ns": roundtrips, "roundtrip_idle_ns": idle, "latency_ns": [e - t for t, _, e in stamps],
            "queue_ns": [s - t for t, s, _ in stamps], "service_ns": [e - s for _, s, e in stamps],
            "processes_spawned_n": spec["width_n"], "checksum": f"{checksum & MASK:016x}", "checksum_tasks_n": covered}


if __name__ == "__main__":
    with open(sys.argv[sys.argv.index("--spec") + 1]) as file:
        record = measure(json.load(file))
    with open(sys.argv[sys.argv.index("--record") + 1], "w") as file:
        json.dump({"protocol_version": 1, **record}, file)
