#define _GNU_SOURCE
#include "CWorkerPools.h"

#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <time.h>
#include <unistd.h>

// How a program becomes a worker: the pool runs the program's own image again with this variable set, and this constructor
// takes over before `main`, so that no line of the host program needs to know. The library's Swift entry is a weak symbol
// because a program may link the C target without it.
//
// The variable's value is the role, and after a comma `quiet` where the host, and not its user, turned backtraces off.
static const char marker[] = "WORKERPOOLS_WORKER";
enum { channel = 3 };  // the number at which every worker finds its channel

__attribute__((weak)) void workerpools_worker_main(int32_t channel, const char *role, int64_t started_ns);

typedef void (*initializer)(int, char **, char **);
extern const initializer __init_array_start[] __attribute__((weak, visibility("hidden")));
extern const initializer __init_array_end[] __attribute__((weak, visibility("hidden")));

static void become_worker(int argc, char **argv, char **envp);

// The constructors that the linker put behind this one belong to the program as much as those before it: they run first.
static void run_remaining_initializers(int argc, char **argv, char **envp) {
  const initializer *next = __init_array_start;
  while (next < __init_array_end && *next != become_worker) next++;
  for (next++; next < __init_array_end; next++) (*next)(argc, argv, envp);
}

static bool is_own_users_socket(int fd) {
  uid_t user;
  return wp_peer_user(fd, &user) == 0 && user == getuid();
}

__attribute__((constructor)) static void become_worker(int argc, char **argv, char **envp) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  const char *value = getenv(marker);
  if (value == NULL || getauxval(AT_SECURE) != 0 || workerpools_worker_main == NULL) return;
  char role[32] = {0};
  strncpy(role, value, sizeof role - 1);
  unsetenv(marker);  // at once, so that no grandchild takes itself for a worker
  if (!is_own_users_socket(channel)) return;
  for (int fd = channel; fd < channel + 3; fd++) wp_set_cloexec(fd);
  run_remaining_initializers(argc, argv, envp);
  char *comma = strchr(role, ',');
  if (comma != NULL) {
    *comma = 0;
    unsetenv("SWIFT_BACKTRACE");  // after the runtime has read it
  }
  workerpools_worker_main(channel, role, now.tv_sec * 1000000000 + now.tv_nsec);
  _exit(0);
}
