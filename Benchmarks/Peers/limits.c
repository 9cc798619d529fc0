// What this machine charges for the least that any pool must do: moving a task between processes through shared memory,
// waking a process, creating and collecting a thread or a process. Prints a line `name value` for each figure.
//
//   cc -O2 -pthread limits.c -o limits
//   limits ring | ping-pong | idle-ping-pong | thread-idle-ping-pong | fork | thread | spawn PROGRAM [ARGUMENT...]
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORKERS = 2, CAPACITY = 256, SPINS = 200, RING_TASKS = 2000000, MOST_SAMPLES = 20000 };

static int64_t samples[MOST_SAMPLES];

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static int ascending(const void *left, const void *right) {
  int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
  return (a > b) - (a < b);
}

static void print_median(const char *name, int count) {
  qsort(samples, count, sizeof samples[0], ascending);
  printf("%s %lld\n", name, (long long)samples[(count - 1) / 2]);
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void *shared(size_t bytes) {
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) die("mmap");
  return memory;
}

static pid_t forked(void) {
  fflush(stdout);
  pid_t child = fork();
  if (child == -1) die("fork");
  return child;
}

static void collect(pid_t child) {
  while (waitpid(child, NULL, 0) == -1) {
    if (errno != EINTR) die("waitpid");
  }
}

static void wait_while(_Atomic uint32_t *word, uint32_t value) {
  syscall(SYS_futex, word, FUTEX_WAIT, value, NULL, NULL, 0);
}

static void wake_one(_Atomic uint32_t *word) { syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0); }

// ---- Rings: one writer, one reader, a slot of one cache line for each task

typedef struct {
  int64_t number;
  char rest[56];
} Slot;

typedef struct {
  _Alignas(128) _Atomic uint32_t written;
  _Alignas(128) _Atomic uint32_t taken;
  _Alignas(128) _Atomic uint32_t is_asleep;
  _Alignas(128) Slot slots[CAPACITY];
} Ring;

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

static void serve(Ring *requests, Ring *replies) {
  Slot slot;
  for (;;) {
    take_or_sleep(requests, &slot);
    if (slot.number < 0) _exit(0);
    slot.number += 1;
    while (!put(replies, &slot)) sched_yield();
  }
}

static void ring(void) {
  Ring *requests = shared(2 * WORKERS * sizeof(Ring)), *replies = requests + WORKERS;
  pid_t workers[WORKERS];
  for (int w = 0; w < WORKERS; w++) {
    workers[w] = forked();
    if (workers[w] == 0) serve(&requests[w], &replies[w]);
  }
  Slot slot = {0};
  for (int i = 0; i < MOST_SAMPLES; i++) {
    int64_t begin = now_ns();
    put(&requests[0], &slot);
    take_or_sleep(&replies[0], &slot);
    samples[i] = now_ns() - begin;
  }
  print_median("ring_round_trip_ns", MOST_SAMPLES);

  int64_t begin = now_ns();
  for (int sent = 0, received = 0; received < RING_TASKS;) {
    int before = sent + received;
    for (int w = 0; w < WORKERS; w++) {
      for (slot.number = sent; sent < RING_TASKS && put(&requests[w], &slot); slot.number = ++sent) {
      }
      for (Slot reply; take(&replies[w], &reply);) received++;
    }
    if (sent + received == before) sched_yield();
  }
  printf("ring_tasks_per_s %.0f\n", RING_TASKS * 1e9 / (now_ns() - begin));

  slot.number = -1;
  for (int w = 0; w < WORKERS; w++) put(&requests[w], &slot);
  for (int w = 0; w < WORKERS; w++) collect(workers[w]);
}

// ---- Wake-ups: two processes that sleep until the other has counted on

typedef struct {
  _Alignas(128) _Atomic uint32_t asked;
  _Alignas(128) _Atomic uint32_t answered;
} Court;

static void await(_Atomic uint32_t *word, uint32_t value) {
  for (uint32_t seen; (seen = atomic_load(word)) != value;) wait_while(word, seen);
}

static void announce(_Atomic uint32_t *word, uint32_t value) {
  atomic_store(word, value);
  wake_one(word);
}

static void await_private(_Atomic uint32_t *word, uint32_t value) {
  for (uint32_t seen; (seen = atomic_load(word)) != value;) {
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
  }
}

static void announce_private(_Atomic uint32_t *word, uint32_t value) {
  atomic_store(word, value);
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void ping_pong(const char *name, uint32_t rounds, long pause_ns) {
  Court *court = shared(sizeof *court);
  pid_t partner = forked();
  if (partner == 0) {
    for (uint32_t i = 1; i <= rounds; i++) {
      await(&court->asked, i);
      announce(&court->answered, i);
    }
    _exit(0);
  }
  struct timespec pause = {0, pause_ns};
  for (uint32_t i = 1; i <= rounds; i++) {
    if (pause_ns > 0) nanosleep(&pause, NULL);
    int64_t begin = now_ns();
    announce(&court->asked, i);
    await(&court->answered, i);
    samples[i - 1] = now_ns() - begin;
  }
  collect(partner);
  print_median(name, rounds);
}

// The same between two threads, with words that the kernel looks up by address alone.

static Court thread_court;

static void *answer(void *rounds) {
  for (uint32_t i = 1; i <= *(uint32_t *)rounds; i++) {
    await_private(&thread_court.asked, i);
    announce_private(&thread_court.answered, i);
  }
  return NULL;
}

static void thread_ping_pong(const char *name, uint32_t rounds, long pause_ns) {
  pthread_t partner;
  if (pthread_create(&partner, NULL, answer, &rounds) != 0) die("pthread_create");
  struct timespec pause = {0, pause_ns};
  for (uint32_t i = 1; i <= rounds; i++) {
    if (pause_ns > 0) nanosleep(&pause, NULL);
    int64_t begin = now_ns();
    announce_private(&thread_court.asked, i);
    await_private(&thread_court.answered, i);
    samples[i - 1] = now_ns() - begin;
  }
  pthread_join(partner, NULL);
  print_median(name, rounds);
}

// ---- Units: creation and collection

static void *nothing(void *argument) { return argument; }

static void threads(int count) {
  for (int i = 0; i < count; i++) {
    pthread_t thread;
    int64_t begin = now_ns();
    if (pthread_create(&thread, NULL, nothing, NULL) != 0) die("pthread_create");
    pthread_join(thread, NULL);
    samples[i] = now_ns() - begin;
  }
  print_median("thread_ns", count);
}

static void forks(int count) {
  for (int i = 0; i < count; i++) {
    int64_t begin = now_ns();
    pid_t child = forked();
    if (child == 0) _exit(0);
    collect(child);
    samples[i] = now_ns() - begin;
  }
  print_median("fork_ns", count);
}

static void spawns(char **arguments, int count) {
  extern char **environ;
  for (int i = 0; i < count; i++) {
    pid_t child;
    int64_t begin = now_ns();
    errno = posix_spawn(&child, arguments[0], NULL, NULL, arguments, environ);
    if (errno != 0) die(arguments[0]);
    collect(child);
    samples[i] = now_ns() - begin;
  }
  print_median("spawn_ns", count);
}

int main(int count, char **arguments) {
  const char *figure = count > 1 ? arguments[1] : "";
  if (strcmp(figure, "ring") == 0) ring();
  else if (strcmp(figure, "ping-pong") == 0) ping_pong("ping_pong_ns", MOST_SAMPLES, 0);
  else if (strcmp(figure, "idle-ping-pong") == 0) ping_pong("idle_ping_pong_ns", 40, 10000000);
  else if (strcmp(figure, "thread-idle-ping-pong") == 0) thread_ping_pong("idle_ping_pong_ns", 40, 10000000);
  else if (strcmp(figure, "thread") == 0) threads(1000);
  else if (strcmp(figure, "fork") == 0) forks(300);
  else if (strcmp(figure, "spawn") == 0 && count > 2) spawns(arguments + 2, 40);
  else {
    fprintf(stderr, "usage: limits ring|ping-pong|idle-ping-pong|thread-idle-ping-pong|thread|fork|spawn PROGRAM [ARGUMENT...]\n");
    return 64;
  }
  return 0;
}
