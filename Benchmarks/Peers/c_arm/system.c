#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "arm.h"

int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

void pause_ns(int64_t ns) {
  struct timespec left = {ns / 1000000000, ns % 1000000000};
  while (nanosleep(&left, &left) == -1 && errno == EINTR) {
  }
}

void die(const char *what) {
  fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what, strerror(errno));
  exit(1);
}

void *shared_memory(int64_t bytes) {
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) die("mmap");
  return memory;
}

void *zeroed_memory(int64_t bytes) {
  void *memory = calloc(1, bytes > 0 ? bytes : 1);
  if (memory == NULL) die("calloc");
  return memory;
}

static uint64_t base(int64_t task) {
  uint64_t z = (uint64_t)spec.seed + ((uint64_t)task + 1) * UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return z ^ (z >> 31);
}

// Volatile, so that the compiler cannot fold several steps of the recurrence into one.
static volatile uint64_t multiplier = UINT64_C(6364136223846793005), increment = UINT64_C(1442695040888963407);

static uint64_t value_of(int64_t task) {
  uint64_t value = base(task);
  if (strcmp(spec.workload, "sleep") == 0) pause_ns(spec.task_duration_ns);
  if (strcmp(spec.workload, "cpu") != 0) return value;
  uint64_t a = multiplier, c = increment;
  for (int64_t i = 0; i < spec.task_iterations_n; i++) value = value * a + c;
  return value;
}

Outcome execute(int64_t task) {
  Outcome outcome = {0};
  int stamped = is_stamped(task);
  if (stamped) outcome.start = now_ns();
  outcome.value = value_of(task);
  if (stamped) outcome.end = now_ns();
  return outcome;
}
