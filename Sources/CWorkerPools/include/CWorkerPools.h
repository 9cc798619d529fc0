// The C beneath WorkerPools: only what Swift cannot call (variadic system calls, GNU extensions that the Swift overlay of
// glibc hides, macros) or cannot express (an ELF constructor). No policy lives here.
//
// Each function returns what the system call returns: -1 with errno set on failure.

#ifndef CWORKERPOOLS_H
#define CWORKERPOOLS_H

#include <pthread.h>
#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/types.h>

// Processes. A pidfd names one process for ever, so that a reused pid can never be waited for or signalled by mistake.

int wp_pidfd_open(pid_t pid);
int wp_pidfd_signal(int pidfd, int signal);

// waitid(2) on a pidfd with the resource usage that glibc's wrapper drops. `code` becomes si_code (CLD_EXITED, ...) and
// `status` si_status; `code` is 0 where `nonblocking` is set and the process still runs.
int wp_pidfd_wait(int pidfd, bool nonblocking, int *code, int *status, struct rusage *usage);

int wp_spawn_add_closefrom(posix_spawn_file_actions_t *actions, int from);
char **wp_environment(void);

// Threads.

int wp_set_thread_name(pthread_t thread, const char *name);
int wp_get_thread_name(pthread_t thread, char *name, size_t size);
int wp_try_join(pthread_t thread);
int wp_get_affinity(unsigned long *mask, size_t bytes);
int wp_set_affinity(const unsigned long *mask, size_t bytes);

// Waits while `*word == expected`; a negative timeout waits without limit.
int wp_futex_wait(const uint32_t *word, uint32_t expected, int64_t timeout_ns);
int wp_futex_wake(const uint32_t *word, int count);

// Descriptors.

int wp_accept_cloexec(int listener);
int wp_duplicate_cloexec(int fd, int minimum);
int wp_set_cloexec(int fd);
// The numeric user id of the process that created the other end of a socket.
int wp_peer_user(int fd, uid_t *user);
// An unnamed temporary file in `directory`; fails with EOPNOTSUPP or EISDIR where the file system has none.
int wp_open_unnamed(const char *directory);
// Makes and opens a file whose name replaces the six X at the end of `path`.
int wp_make_temporary(char *path);
int wp_file_system_type(const char *path, long *type);
void wp_flush_output(void);

// Asks the kernel to send SIGKILL to the process group `group` at the next event on the socket `fd`: its other end closing
// is the only one that comes where nobody writes to it.
int wp_arm_lifeline(int fd, pid_t group);
int wp_disarm_lifeline(int fd);

#endif
