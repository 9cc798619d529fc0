// Two processes, or two threads, that sleep until the other has counted on: what a wake-up costs. One task at a time, whatever
// the width is, and no spinning.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../c_arm/arm.h"

typedef struct {
  _Alignas(128) _Atomic uint32_t asked;
  _Alignas(128) _Atomic uint32_t answered;
  _Alignas(128) int64_t task;  // Below zero: the end.
  int stamped;
  Outcome outcome;
} Court;

static Court *court;
// FUTEX_PRIVATE_FLAG between threads: the kernel looks the words up by address alone.
static int futex_flag;
static pid_t process;
static pthread_t thread;

static void await(_Atomic uint32_t *word, uint32_t value) {
  for (uint32_t seen; (seen = atomic_load(word)) != value;) {
    syscall(SYS_futex, word, FUTEX_WAIT | futex_flag, seen, NULL, NULL, 0);
  }
}

static void announce(_Atomic uint32_t *word, uint32_t value) {
  atomic_store(word, value);
  syscall(SYS_futex, word, FUTEX_WAKE | futex_flag, 1, NULL, NULL, 0);
}

static void answer(void) {
  for (uint32_t turn = 1;; turn++) {
    await(&court->asked, turn);
    if (court->task < 0) return;
    int64_t start = court->stamped ? now_ns() : 0;
    court->outcome = execute(court->task);
    court->outcome.start = start;
    if (court->stamped) court->outcome.end = now_ns();
    announce(&court->answered, turn);
  }
}

static void *answer_in_thread(void *none) {
  answer();
  return none;
}

static void start_process(void) {
  court = shared_memory(sizeof *court);
  process = fork();
  if (process == -1) die("fork");
  if (process == 0) {
    answer();
    _exit(0);
  }
}

static void start_thread(void) {
  court = shared_memory(sizeof *court);
  futex_flag = FUTEX_PRIVATE_FLAG;
  if (pthread_create(&thread, NULL, answer_in_thread, NULL) != 0) die("pthread_create");
}

static void trip(int64_t task) {
  court->task = task;
  court->stamped = is_stamped(task);
  uint32_t turn = atomic_load(&court->asked) + 1;
  announce(&court->asked, turn);
  await(&court->answered, turn);
}

// The partner is ready when it has answered.
static void start_process_and_meet(void) {
  start_process();
  trip(0);
}

static void start_thread_and_meet(void) {
  start_thread();
  trip(0);
}

static void run(int64_t count) {
  for (int64_t task = 0; task < count; task++) {
    submitted(task);
    trip(task);
    complete(task, court->outcome);
  }
}

static void order_end(void) {
  court->task = -1;
  announce(&court->asked, atomic_load(&court->asked) + 1);
}

static void stop_process(void) {
  int64_t order = now_ns();
  order_end();
  while (waitpid(process, NULL, 0) == -1) {
    if (errno != EINTR) die("waitpid");
  }
  note_reap(now_ns() - order);
}

static void stop_thread(void) {
  int64_t order = now_ns();
  order_end();
  pthread_join(thread, NULL);
  note_reap(now_ns() - order);
}

static int64_t in_flight(void) { return 1; }

const Arm ping_pong = {.name = "futex ping-pong of two processes" IN_C, .workloads = " noop ", .result_mode = "each",
                       .in_flight = in_flight, .start = start_process_and_meet, .trip = trip, .run = run,
                       .stop = stop_process};
const Arm thread_ping_pong = {.name = "futex ping-pong of two threads" IN_C, .workloads = " noop ", .result_mode = "each",
                              .sees_usage = 1, .in_flight = in_flight, .start = start_thread_and_meet, .trip = trip,
                              .run = run, .stop = stop_thread};
