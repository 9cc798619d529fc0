// Arms of bench in C: the protocol of results/PROTOCOL.md once, for all of them.
//
// An arm is a table of functions; a repetition (repetition.c) calls them in the order of the protocol.
#ifndef LIMITS_ARM_H
#define LIMITS_ARM_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#define _Noreturn [[noreturn]]
#endif

// What the driver asks for; numbers that are absent are 0.
typedef struct {
  char workload[32];
  int64_t task_duration_ns, task_iterations_n, width_n, tasks_n, warmup_tasks_n, stamp_every_n, checksum_tasks_n, seed;
  int64_t roundtrip_max_n, roundtrip_max_ns, roundtrip_idle_n, roundtrip_idle_pause_ns;
  int record_tasks;
} Spec;

// What a task computed, and when it began and ended if it is stamped.
typedef struct {
  uint64_t value;
  int64_t start, end;
} Outcome;

typedef struct {
  // What it is, with its version: the column strategy.
  const char *name;
  // The workloads that it runs, each between blanks.
  const char *workloads;
  // "each": the submitting side gets the value of every task; "all": there is one wait for the batch.
  const char *result_mode;
  // Whether each task has a process or thread of its own.
  int has_unit_per_task;
  // Whether getrusage of this process and its collected children sees all that a batch uses.
  int sees_usage;
  // Whether stop returns before every thread has ended, so that there is no time of it.
  int hides_end;
  // The most tasks that are submitted and not finished; 0 for all of them.
  int64_t (*in_flight)(void);
  // Ready to run at full width.
  void (*start)(void);
  // One task, from its submission to its end; NULL for an arm that hands over no single task.
  void (*trip)(int64_t task);
  // All tasks of the batch, from 0 on.
  void (*run)(int64_t count);
  // Collects every process and thread.
  void (*stop)(void);
} Arm;

extern Spec spec;
// What a program offers, by the word that chooses it; the last one has no word.
typedef struct {
  const char *mode;
  const Arm *arm;
} Mode;

extern const Mode modes[];

#define IN_C " in C (gcc " __VERSION__ ")"
// The program that spawns starts: this one, or the word behind --program.
extern const char *spawned_program;

// ---- repetition.c
int is_stamped(int64_t task);
void submitted(int64_t task);
// Takes the outcome of a task; called once for each task of a batch.
void complete(int64_t task, Outcome outcome);
// Notes how long a unit took from the call that creates it to its first own instruction, or from its order to end to its
// collection.
void note_spawn(int64_t ns);
void note_reap(int64_t ns);
// Measures the arm and writes the record.
void measure(const Arm *arm, const char *record_path);

// ---- system.c
int64_t now_ns(void);
void pause_ns(int64_t ns);
// Says what failed, and ends the program with 1.
_Noreturn void die(const char *what);
// Zeroed memory; shared with the processes that this one forks.
void *shared_memory(int64_t bytes);
void *zeroed_memory(int64_t bytes);
// Runs the spec's task in the calling unit.
Outcome execute(int64_t task);

#ifdef __cplusplus
}
#endif

#endif
