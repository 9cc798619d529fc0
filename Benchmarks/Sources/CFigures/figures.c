#define _GNU_SOURCE
#include "CFigures.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int64_t figures_now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

void figures_pause_ns(int64_t nanoseconds) {
  struct timespec left = {0, nanoseconds};
  while (nanosleep(&left, &left) == -1 && errno == EINTR) {
  }
}

int64_t figures_heap_bytes(void) {
  struct mallinfo2 info = mallinfo2();
  return (int64_t)(info.uordblks + info.hblkhd);
}

int figures_fork_exit_wait(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  if (child == -1) return -1;
  pid_t collected;
  do {
    collected = waitpid(child, NULL, 0);
  } while (collected == -1 && errno == EINTR);
  return collected == child ? 0 : -1;
}

void figures_busy(int64_t turns) {
  uint64_t value = 88172645463325252u;
  for (int64_t i = 0; i < turns; i++) {
    value ^= value << 13;
    value ^= value >> 7;
    value ^= value << 17;
    __asm__ volatile("" : "+r"(value));
  }
}

struct crowd {
  pthread_barrier_t start;
  _Atomic int64_t next;
  int64_t tasks, turns;
};

static void *work(void *argument) {
  struct crowd *crowd = argument;
  pthread_barrier_wait(&crowd->start);
  while (atomic_fetch_add_explicit(&crowd->next, 1, memory_order_relaxed) < crowd->tasks) figures_busy(crowd->turns);
  return NULL;
}

int64_t figures_busy_threads(int width, int64_t tasks, int64_t turns) {
  struct crowd crowd = {.tasks = tasks, .turns = turns};
  pthread_t *threads = calloc(width, sizeof *threads);
  if (threads == NULL || pthread_barrier_init(&crowd.start, NULL, width + 1) != 0) abort();
  for (int i = 0; i < width; i++) {
    if (pthread_create(&threads[i], NULL, work, &crowd) != 0) abort();
  }
  int64_t begin = figures_now_ns();  // Before the barrier: behind it the threads may run before this one does.
  pthread_barrier_wait(&crowd.start);
  for (int i = 0; i < width; i++) pthread_join(threads[i], NULL);
  int64_t taken = figures_now_ns() - begin;
  pthread_barrier_destroy(&crowd.start);
  free(threads);
  return taken;
}
