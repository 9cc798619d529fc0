// A thread, a fork or a program for each task, at most the width alive at once; the oldest is collected first.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../c_arm/arm.h"

// A living unit. Forked ones share it with this process.
typedef struct {
  int64_t task, created, began;
  Outcome outcome;
  pthread_t thread;
  pid_t process;
  int output;
} Unit;

static Unit *units;
static int64_t oldest, next;

static void no_start(void) { units = shared_memory(spec.width_n * sizeof(Unit)); }
static void no_stop(void) {}
static int64_t in_flight(void) { return spec.width_n; }

// Runs tasks through `create` and `collect`, as many at a time as there is room for.
static void run_all(int64_t count, void (*create)(Unit *), void (*collect)(Unit *)) {
  for (oldest = next = 0; oldest < count;) {
    if (next < count && next - oldest < spec.width_n) {
      Unit *unit = &units[next % spec.width_n];
      *unit = (Unit){.task = next++, .output = -1};
      submitted(unit->task);
      unit->created = now_ns();
      create(unit);
    } else {
      Unit *unit = &units[oldest++ % spec.width_n];
      collect(unit);
      if (unit->began != 0) note_spawn(unit->began - unit->created);
      complete(unit->task, unit->outcome);
    }
  }
}

static void run_one(int64_t task, void (*create)(Unit *), void (*collect)(Unit *)) {
  units[0] = (Unit){.task = task, .output = -1};
  create(&units[0]);
  collect(&units[0]);
}

static void work(Unit *unit) {
  unit->began = now_ns();
  unit->outcome = execute(unit->task);
}

// ---- Threads

static void *work_in_thread(void *unit) {
  work(unit);
  return NULL;
}

static void create_thread(Unit *unit) {
  errno = pthread_create(&unit->thread, NULL, work_in_thread, unit);
  if (errno != 0) die("pthread_create");
}

static void join_thread(Unit *unit) { pthread_join(unit->thread, NULL); }
static void thread_trip(int64_t task) { run_one(task, create_thread, join_thread); }
static void run_threads(int64_t count) { run_all(count, create_thread, join_thread); }

// ---- Forks

static void create_fork(Unit *unit) {
  pid_t process = fork();
  if (process == -1) die("fork");
  if (process == 0) {
    work(unit);
    _exit(0);
  }
  unit->process = process;
}

static void collect_process(Unit *unit) {
  int status = 0;
  while (waitpid(unit->process, &status, 0) == -1) {
    if (errno != EINTR) die("waitpid");
  }
  if (status != 0) {
    fprintf(stderr, "limits: the process of task %lld ended with status %d\n", (long long)unit->task, status);
    _exit(1);
  }
}

static void fork_trip(int64_t task) { run_one(task, create_fork, collect_process); }
static void run_forks(int64_t count) { run_all(count, create_fork, collect_process); }

// ---- Programs, which print what they computed: VALUE START END

static char seed_word[24], index_word[24], duration_word[48], iterations_word[48];

static void create_program(Unit *unit) {
  extern char **environ;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) die("pipe2");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  snprintf(seed_word, sizeof seed_word, "%lld", (long long)spec.seed);
  snprintf(index_word, sizeof index_word, "%lld", (long long)unit->task);
  snprintf(duration_word, sizeof duration_word, "task_duration_ns=%lld", (long long)spec.task_duration_ns);
  snprintf(iterations_word, sizeof iterations_word, "task_iterations_n=%lld", (long long)spec.task_iterations_n);
  char *words[] = {(char *)spawned_program, "task", spec.workload, seed_word, index_word, duration_word, iterations_word,
                   NULL};
  errno = posix_spawn(&unit->process, spawned_program, &actions, NULL, words, environ);
  if (errno != 0) die(spawned_program);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  unit->output = ends[0];
}

static void collect_program(Unit *unit) {
  char text[96] = {0};
  size_t length = 0;
  for (ssize_t got; (got = read(unit->output, text + length, sizeof text - 1 - length)) != 0;) {
    if (got < 0 && errno != EINTR) die("read");
    if (got > 0) length += got;
  }
  close(unit->output);
  collect_process(unit);
  unsigned long long value;
  long long start, end;
  if (sscanf(text, "%llu %lld %lld", &value, &start, &end) != 3) {
    fprintf(stderr, "limits: %s printed '%s' instead of a value and two times\n", spawned_program, text);
    _exit(1);
  }
  // When its first own instruction ran, the program does not tell.
  unit->outcome = (Outcome){value, start, end};
}

static void program_trip(int64_t task) { run_one(task, create_program, collect_program); }
static void run_programs(int64_t count) { run_all(count, create_program, collect_program); }

#define UNIT_ARM .workloads = " noop cpu sleep ", .result_mode = "each", .has_unit_per_task = 1, .sees_usage = 1, \
                 .in_flight = in_flight, .start = no_start, .stop = no_stop

const Arm threads = {.name = "pthread_create and join" IN_C, UNIT_ARM, .trip = thread_trip, .run = run_threads};
const Arm forks = {.name = "fork and waitpid" IN_C, UNIT_ARM, .trip = fork_trip, .run = run_forks};
const Arm spawns = {.name = "posix_spawn and waitpid" IN_C, UNIT_ARM, .trip = program_trip, .run = run_programs};
