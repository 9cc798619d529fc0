// Threads that share a counter and run the next task each: what tasks cost if nothing hands them over.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "../c_arm/arm.h"

static pthread_t *crew;
static pthread_barrier_t start_line, finish_line;
static _Alignas(128) _Atomic int64_t next;
static _Alignas(128) int64_t tasks;  // Below zero: the end.

static void *work(void *none) {
  for (;;) {
    pthread_barrier_wait(&start_line);
    if (tasks < 0) return none;
    for (int64_t task; (task = atomic_fetch_add_explicit(&next, 1, memory_order_relaxed)) < tasks;) {
      submitted(task);  // Nobody hands it over: it is taken on as it begins.
      complete(task, execute(task));
    }
    pthread_barrier_wait(&finish_line);
  }
}

static void run(int64_t count) {
  atomic_store(&next, 0);
  tasks = count;
  pthread_barrier_wait(&start_line);
  pthread_barrier_wait(&finish_line);
}

static void start(void) {
  crew = zeroed_memory(spec.width_n * sizeof *crew);
  pthread_barrier_init(&start_line, NULL, spec.width_n + 1);
  pthread_barrier_init(&finish_line, NULL, spec.width_n + 1);
  for (int64_t i = 0; i < spec.width_n; i++) {
    errno = pthread_create(&crew[i], NULL, work, NULL);
    if (errno != 0) die("pthread_create");
  }
  run(0);
}

static void stop(void) {
  tasks = -1;
  pthread_barrier_wait(&start_line);
  for (int64_t i = 0; i < spec.width_n; i++) pthread_join(crew[i], NULL);
}

static int64_t in_flight(void) { return spec.width_n; }

const Arm counter = {.name = "threads on a shared counter" IN_C, .workloads = " noop cpu sleep ", .result_mode = "all",
                     .sees_usage = 1, .in_flight = in_flight, .start = start, .run = run, .stop = stop};
