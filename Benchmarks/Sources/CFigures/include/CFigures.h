// What the figures need of the system and Swift cannot call: fork is not available there, and mallinfo2 returns a struct
// whose import differs from one C library to the next.
#ifndef CFIGURES_H
#define CFIGURES_H

#include <stdint.h>

/// CLOCK_MONOTONIC in nanoseconds.
int64_t figures_now_ns(void);

/// Sleeps for so many nanoseconds, less than a second of them.
void figures_pause_ns(int64_t nanoseconds);

/// The bytes that malloc has handed out and not taken back, in all arenas and mappings.
int64_t figures_heap_bytes(void);

/// Forks this process, has the child exit at once, and collects it; -1 where that is not possible.
int figures_fork_exit_wait(void);

/// Keeps the processor busy for so many turns of a loop.
void figures_busy(int64_t turns);

/// The nanoseconds in which so many threads run so many such loops, the threads' start not included; each takes the next one
/// by counting on.
int64_t figures_busy_threads(int width, int64_t tasks, int64_t turns);

#endif
