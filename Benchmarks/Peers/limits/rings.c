// Processes on rings in shared memory: one writer, one reader, a slot of one cache line for each task. Both sides look a few
// hundred times before they sleep on a futex. It is the least that a pool of processes must do.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../c_arm/arm.h"

enum { CAPACITY = 256, SPINS = 200 };

typedef struct {
  int64_t task;
  Outcome outcome;
  char rest[32];
} Slot;

typedef struct {
  _Alignas(128) _Atomic uint32_t written;
  _Alignas(128) _Atomic uint32_t taken;
  _Alignas(128) _Atomic uint32_t is_asleep;
  _Alignas(128) Slot slots[CAPACITY];
} Ring;

typedef struct {
  Ring requests, replies;
  pid_t process;
} Worker;

static Worker *workers;

static void wait_while(_Atomic uint32_t *word, uint32_t value) {
  syscall(SYS_futex, word, FUTEX_WAIT, value, NULL, NULL, 0);
}

static void wake_one(_Atomic uint32_t *word) { syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0); }

static int put(Ring *ring, const Slot *slot) {
  uint32_t written = atomic_load_explicit(&ring->written, memory_order_relaxed);
  if (written - atomic_load_explicit(&ring->taken, memory_order_acquire) == CAPACITY) return 0;
  ring->slots[written % CAPACITY] = *slot;
  atomic_store(&ring->written, written + 1);  // Ordered before the look at is_asleep.
  if (atomic_load(&ring->is_asleep) && atomic_exchange(&ring->is_asleep, 0)) wake_one(&ring->is_asleep);
  return 1;
}

static int take(Ring *ring, Slot *slot) {
  uint32_t taken = atomic_load_explicit(&ring->taken, memory_order_relaxed);
  if (atomic_load(&ring->written) == taken) return 0;
  *slot = ring->slots[taken % CAPACITY];
  atomic_store_explicit(&ring->taken, taken + 1, memory_order_release);
  return 1;
}

static void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

static void take_or_sleep(Ring *ring, Slot *slot) {
  for (;;) {
    for (int turn = 0; turn < SPINS; turn++) {
      if (take(ring, slot)) return;
      relax();
    }
    atomic_store(&ring->is_asleep, 1);
    if (take(ring, slot)) {  // What came between the last look and the announcement.
      atomic_store(&ring->is_asleep, 0);
      return;
    }
    wait_while(&ring->is_asleep, 1);
  }
}

// A worker answers a task below zero with the time at which it began, and ends at one below -1. What is stamped, the slot
// says, since the worker's memory is that of the time when it was forked.
static void serve(Worker *self) {
  Slot slot;
  int64_t began = now_ns();
  for (;;) {
    take_or_sleep(&self->requests, &slot);
    if (slot.task < -1) _exit(0);
    int stamped = slot.outcome.start != 0;
    int64_t start = stamped ? now_ns() : 0;
    slot.outcome = execute(slot.task);
    slot.outcome.start = slot.task == -1 ? began : start;
    if (stamped) slot.outcome.end = now_ns();
    while (!put(&self->replies, &slot)) sched_yield();
  }
}

static void start_rings(void) {
  workers = shared_memory(spec.width_n * sizeof(Worker));
  Slot slot = {.task = -1};
  for (Worker *w = workers; w < workers + spec.width_n; w++) {
    slot.outcome.end = now_ns();
    w->process = fork();
    if (w->process == -1) die("fork");
    if (w->process == 0) serve(w);
    int64_t created = slot.outcome.end;
    put(&w->requests, &slot);
    take_or_sleep(&w->replies, &slot);
    note_spawn(slot.outcome.start - created);
    slot = (Slot){.task = -1};
  }
}

static Slot request(int64_t task) { return (Slot){.task = task, .outcome.start = is_stamped(task)}; }

static void trip(int64_t task) {
  Slot slot = request(task);
  put(&workers[0].requests, &slot);
  take_or_sleep(&workers[0].replies, &slot);
}

static void run(int64_t count) {
  for (int64_t sent = 0, received = 0; received < count;) {
    int64_t before = sent + received;
    for (Worker *w = workers; w < workers + spec.width_n; w++) {
      for (; sent < count; sent++) {
        Slot slot = request(sent);
        submitted(sent);
        if (!put(&w->requests, &slot)) break;
      }
      for (Slot reply; take(&w->replies, &reply); received++) complete(reply.task, reply.outcome);
    }
    if (sent + received == before) sched_yield();
  }
}

static void stop(void) {
  Slot slot = {.task = -2};
  int64_t order = now_ns();
  for (Worker *w = workers; w < workers + spec.width_n; w++) put(&w->requests, &slot);
  for (Worker *w = workers; w < workers + spec.width_n; w++) {
    while (waitpid(w->process, NULL, 0) == -1) {
      if (errno != EINTR) die("waitpid");
    }
    note_reap(now_ns() - order);
  }
}

static int64_t in_flight(void) { return 2 * CAPACITY * spec.width_n; }

const Arm rings = {.name = "rings in shared memory" IN_C, .workloads = " noop ", .result_mode = "each",
                   .in_flight = in_flight, .start = start_rings, .trip = trip, .run = run, .stop = stop};
