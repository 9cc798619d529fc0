#!/usr/bin/env python3
"""The figures of pool-figures for Python's multiprocessing.Pool: python_figures.py FIGURE prints lines `name value`.

The same tasks, the same width and the same way of counting as in PoolFigures; Python's own default start method.
"""
import functools
import multiprocessing
import statistics
import sys
import time

WORKERS = 2
now = time.perf_counter_ns


def add_one(number):
    return number + 1


def echo_back(data):
    return data


def rest(seconds):
    time.sleep(seconds)


def warm_pool():
    """A pool whose workers have all started, and which has run some tasks."""
    pool = multiprocessing.Pool(WORKERS)
    pool.map(rest, [0.1] * WORKERS, chunksize=1)
    for number in range(200):
        pool.apply(add_one, (number,))
    return pool


def span(body):
    begin = now()
    body()
    return now() - begin


def median_span(body, most, within_s):
    spans, end = [], now() + within_s * 1e9
    while not spans or len(spans) < most and now() < end:
        spans.append(span(body))
    return statistics.median_low(spans)


def rate_per_second(first, batch):
    """How many a second a batch gets done whose size doubles until it takes a fifth of a second."""
    count = first
    while True:
        taken = span(lambda: batch(count))
        if taken >= 200_000_000:
            return count / taken * 1e9
        count *= 2


def throughput(pool):
    def batch(count):
        results = [pool.apply_async(add_one, (number,)) for number in range(count)]
        assert all(result.get() == number + 1 for number, result in enumerate(results))
    return {"tasks_per_s": rate_per_second(1_000, batch)}


def round_trip(pool):
    return {"round_trip_ns": median_span(functools.partial(pool.apply, add_one, (1,)), 20_000, 0.3)}


def idle_round_trip(pool):
    spans = []
    for _ in range(40):
        time.sleep(0.01)
        spans.append(span(lambda: pool.apply(add_one, (1,))))
    return {"idle_round_trip_ns": statistics.median_low(spans)}


def echo(pool):
    data = b"\x5a" * (1 << 20)

    def batch(count):
        results = [pool.apply_async(echo_back, (data,)) for _ in range(count)]
        assert all(len(result.get()) == len(data) for result in results)
    return {"echoes_per_s": rate_per_second(16, batch),
            "echo_round_trip_ns": median_span(lambda: pool.apply(echo_back, (data,)), 100, 0.2)}


def map_of_a_million(pool):
    count = 1_000_000
    begin = now()
    outputs = pool.map(add_one, range(count))
    taken = now() - begin
    assert len(outputs) == count and outputs[-1] == count
    return {"items_per_s": count / taken * 1e9}


def life():
    ready, ended = [], []
    for _ in range(5):
        begin = now()
        pool = multiprocessing.Pool(WORKERS)
        assert pool.apply(add_one, (1,)) == 2
        ready.append(now() - begin)
        time.sleep(0.02)
        begin = now()
        pool.close()
        pool.join()
        ended.append(now() - begin)
    return {"ready_ns": statistics.median(ready), "close_ns": statistics.median(ended)}


WITH_A_WARM_POOL = {"throughput": throughput, "round-trip": round_trip, "idle-round-trip": idle_round_trip,
                    "echo": echo, "map": map_of_a_million}


def main():
    figure = sys.argv[1] if len(sys.argv) == 2 else ""
    if figure == "life":
        found = life()
    elif figure in WITH_A_WARM_POOL:
        with warm_pool() as pool:
            found = WITH_A_WARM_POOL[figure](pool)
    else:
        sys.exit(f"usage: python_figures.py life|{'|'.join(WITH_A_WARM_POOL)}")
    for name, value in found.items():
        print(name, value)


if __name__ == "__main__":
    main()
