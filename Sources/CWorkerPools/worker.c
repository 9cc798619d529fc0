#define _GNU_SOURCE
#include "CWorkerPools.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// How a program becomes a worker: the pool runs the program's own image again with this variable set, and the constructors
// below take over before `main`, so that no line of the host program needs to know. The library's Swift entry is a weak
// symbol because a program may link the C target without it.
//
// A process that has the variable was started to be a worker. It is one, or it ends here: were it to go on into `main`, it
// would make a pool of its own, and so on without end.
//
// The variable's value is "worker", the version of the task path, the role, flags, and the build id that the image must
// have; "-" stands for no flag and for any build. Libraries before version 2 take all of it for the name of a role, which
// they do not have, and end as well.
static const char marker[] = "WORKERPOOLS_WORKER";
// Where every worker finds its channel, and how far what it is passed may reach.
enum { channel = 3, passed_end = channel + wp_fork_passed_max };

__attribute__((weak)) void workerpools_worker_main(int32_t channel, const char *role, int64_t started_ns);

static struct {
  bool is_worker;
  bool hides_backtraces;  // the host, and not its user, turned them off
  char role[16];
  int64_t started_ns;
} start;

struct order {
  unsigned version;
  char role[16];
  char flags[8];
  char build[2 * wp_build_id_max + 1];
};

static bool read_order(const char *value, struct order *order) {
  static const char format[] = "worker %u %15s %7s %128s";
  return sscanf(value, format, &order->version, order->role, order->flags, order->build) == 4;
}

// 0 if this process can be the worker that its host wants.
static int find_refusal(const struct order *order) {
  char build[2 * wp_build_id_max + 1];
  uid_t user;
  if (workerpools_worker_main == NULL) return wp_refused_library;
  // Another process that the one which the host started has started: the host could neither wait for it nor kill it.
  if (getpgrp() != getpid()) return wp_refused_descendant;
  if (wp_peer_user(channel, &user) != 0) return wp_refused_socket;
  if (user != getuid()) return wp_refused_user;
  if (strcmp(order->build, "-") == 0) return 0;
  wp_build_id(build);
  return strcmp(order->build, build) == 0 ? 0 : wp_refused_build;
}

static void announce(void) {
  static const uint64_t announcement = wp_announcement;
  send(channel, &announcement, sizeof announcement, MSG_NOSIGNAL | MSG_DONTWAIT);
}

// Decides before any other constructor of the program runs that has no such priority: they may take long, start threads or
// processes, and must not run with privileges that an untrusted environment has a say in.
__attribute__((constructor(101))) static void recognise_worker(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  const char *value = getenv(marker);
  if (value == NULL) return;
  struct order order = {0};
  bool is_understood = read_order(value, &order) && order.version == wp_task_path_version;
  unsetenv(marker);  // at once, so that no grandchild takes itself for a worker
  if (getauxval(AT_SECURE) != 0) _exit(wp_refused_privileges);
  int refusal = is_understood ? find_refusal(&order) : wp_refused_version;
  if (refusal != 0) _exit(refusal);
  for (int fd = channel; fd < passed_end; fd++) wp_set_cloexec(fd);
  if (strchr(order.flags, 'a') != NULL) announce();
  start.hides_backtraces = strchr(order.flags, 'q') != NULL;
  memcpy(start.role, order.role, sizeof start.role);
  start.started_ns = now.tv_sec * 1000000000 + now.tv_nsec;
  start.is_worker = true;
}

extern const wp_initializer __init_array_start[] __attribute__((weak, visibility("hidden")));
extern const wp_initializer __init_array_end[] __attribute__((weak, visibility("hidden")));

static void become_worker(int argc, char **argv, char **envp);

// The constructors that the linker put behind this one belong to the program as much as those before it: they run first. If
// this is part of a dynamic library, so do the program's own, whose turn would come later, and among which Swift's runtime
// learns of the program's types.
static void run_remaining_initializers(int argc, char **argv, char **envp) {
  const wp_initializer *next = __init_array_start;
  while (next < __init_array_end && *next != become_worker) next++;
  for (next++; next < __init_array_end; next++) (*next)(argc, argv, envp);
  size_t count = 0;
  next = wp_later_initializers((uintptr_t)become_worker, &count);
  for (size_t index = 0; index < count; index++) next[index](argc, argv, envp);
}

__attribute__((constructor)) static void become_worker(int argc, char **argv, char **envp) {
  if (!start.is_worker) return;
  run_remaining_initializers(argc, argv, envp);
  if (start.hides_backtraces) unsetenv("SWIFT_BACKTRACE");  // after the runtime has read it
  workerpools_worker_main(channel, start.role, start.started_ns);
  _exit(0);
}
