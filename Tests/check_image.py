#!/usr/bin/env python3
"""check_image.py BENCH: bounds what a release build of bench costs each process that is started from it.

process-per-task starts this image for each task, and process-pool for each worker: what the program links and initialises is
in their figures. A program that has grown beyond a bound makes them dearer without any change of a strategy. Look for what it
links or does before main; if that is worth its price, set the bound anew and say in the commit what the figures were.
"""
import os
import resource
import statistics
import subprocess
import sys

# Each bound is the figure that is named beside it and a quarter more.
SIZE_BYTES = 56_700_000  # 45,391,400
MINOR_FAULTS = 630  # 503, on x86-64 with a static standard library
STARTS = 21


def faults(program):
    """Page faults without input or output of one start of the program for one task that does nothing."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt
    subprocess.run([program, "task", "noop", "1", "1"], check=True, stdout=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt - before


def main():
    program = sys.argv[1]
    figures = [
        ("size of the program in bytes", os.path.getsize(program), SIZE_BYTES),
        ("page faults of a start", statistics.median(faults(program) for _ in range(STARTS)), MINOR_FAULTS),
    ]
    for name, value, bound in figures:
        print(f"{name}: {value:.0f}, at most {bound}")
    if any(value > bound for _, value, bound in figures):
        sys.exit("The program has grown beyond a bound, and with it what a process of a strategy costs; see this script.")


if __name__ == "__main__":
    main()
