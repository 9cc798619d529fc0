#define _GNU_SOURCE
#include "CWorkerPools.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/sockios.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif
#ifndef F_SEAL_EXEC
#define F_SEAL_EXEC 0x0020
#endif
#ifndef SYS_clone3
#define SYS_clone3 435
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
enum { wp_id_pidfd = 3 };  // P_PIDFD, an enumerator only in newer headers

int wp_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int wp_pidfd_signal(int pidfd, int signal, unsigned flags) {
  return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, flags);
}

int wp_pidfd_wait(int pidfd, bool nonblocking, int *code, int *status, struct rusage *usage) {
  siginfo_t info = {0};
  int options = WEXITED | (nonblocking ? WNOHANG : 0);
  int result = (int)syscall(SYS_waitid, wp_id_pidfd, pidfd, &info, options, usage);
  *code = info.si_code;
  *status = info.si_status;
  return result;
}

bool wp_pidfd_is_child(int pidfd) {
  siginfo_t info;
  return syscall(SYS_waitid, wp_id_pidfd, pidfd, &info, WEXITED | WNOHANG | WNOWAIT, NULL) == 0;
}

int wp_find_ended(bool is_group, pid_t number, pid_t *found) {
  siginfo_t info = {0};
  int result = waitid(is_group ? P_PGID : P_PID, (id_t)number, &info, WEXITED | WNOHANG | WNOWAIT);
  *found = info.si_pid;
  return result;
}

int wp_spawn_add_closefrom(posix_spawn_file_actions_t *actions, int from) {
  return posix_spawn_file_actions_addclosefrom_np(actions, from);
}

int wp_spawn_add_folder(posix_spawn_file_actions_t *actions, int fd) {
  return posix_spawn_file_actions_addfchdir_np(actions, fd);
}

short wp_spawn_setsid(void) { return POSIX_SPAWN_SETSID; }

char **wp_environment(void) { return environ; }

// As the C library passes it to constructors: /proc may be missing.
static char **arguments;

__attribute__((constructor)) static void keep_arguments(int argc, char **argv, char **envp) { arguments = argv; }

char **wp_arguments(void) { return arguments; }

const char *wp_error_text(int error) { return strerrordesc_np(error); }

const char *wp_signal_text(int signal) { return sigdescr_np(signal); }

bool wp_ignores_signal(int signal) {
  struct sigaction action;
  return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

int wp_set_thread_name(pthread_t thread, const char *name) { return pthread_setname_np(thread, name); }

int wp_get_thread_name(pthread_t thread, char *name, size_t size) { return pthread_getname_np(thread, name, size); }

_Noreturn void wp_exit(int code) {
  static void (*const volatile leave)(int) = _exit;
  leave(code);
  __builtin_unreachable();
}

int wp_try_join(pthread_t thread) { return pthread_tryjoin_np(thread, NULL); }

int wp_thread_set_signal_mask(pthread_attr_t *attributes, const sigset_t *mask) {
  return pthread_attr_setsigmask_np(attributes, mask);
}

uintptr_t wp_stack_start(void) {
  pthread_attr_t attributes;
  void *start = NULL;
  size_t size = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  pthread_attr_getstack(&attributes, &start, &size);
  pthread_attr_destroy(&attributes);
  return (uintptr_t)start;
}

size_t wp_stack_left(uintptr_t start) { return (uintptr_t)__builtin_frame_address(0) - start; }

int wp_current_core(void) { return sched_getcpu(); }

int wp_get_affinity(unsigned long *mask, size_t bytes) { return sched_getaffinity(0, bytes, (cpu_set_t *)mask); }

int wp_set_affinity(const unsigned long *mask, size_t bytes) {
  return sched_setaffinity(0, bytes, (const cpu_set_t *)mask);
}

int wp_futex_wait(const uint32_t *word, uint32_t expected, int64_t timeout_ns) {
  struct timespec timeout = {.tv_sec = timeout_ns / 1000000000, .tv_nsec = timeout_ns % 1000000000};
  return (int)syscall(SYS_futex, word, FUTEX_WAIT, expected, timeout_ns < 0 ? NULL : &timeout, NULL, 0);
}

int wp_futex_wake(const uint32_t *word, int count) {
  return (int)syscall(SYS_futex, word, FUTEX_WAKE, count, NULL, NULL, 0);
}

int wp_futex_wait_private(const uint32_t *word, uint32_t expected, int64_t timeout_ns) {
  struct timespec timeout = {.tv_sec = timeout_ns / 1000000000, .tv_nsec = timeout_ns % 1000000000};
  return (int)syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, timeout_ns < 0 ? NULL : &timeout, NULL, 0);
}

int wp_futex_wake_private(const uint32_t *word, int count) {
  return (int)syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
}

int wp_shared_file(const char *name) {
  int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
  // Before Linux 6.3 there was no such flag.
  if (fd < 0 && errno == EINVAL) fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  return fd;
}

enum { wp_seals = F_SEAL_SHRINK | F_SEAL_SEAL };

int wp_seal(int fd) { return fcntl(fd, F_ADD_SEALS, wp_seals); }

int wp_has_own_seals(int fd) {
  int seals = fcntl(fd, F_GET_SEALS);
  if (seals < 0) return -1;
  // The system adds one to a file that can never be executed.
  return (seals & ~F_SEAL_EXEC) == wp_seals;
}

int wp_allocate(int fd, int64_t offset, int64_t length) { return fallocate(fd, 0, offset, length); }

int wp_punch_hole(int fd, int64_t offset, int64_t length) {
  return fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length);
}

int wp_pipe(int *ends) { return pipe2(ends, O_CLOEXEC); }

int wp_set_nonblocking(int fd) { return fcntl(fd, F_SETFL, O_NONBLOCK); }

const char *wp_refused_for_spawn(int error) {
  // Seccomp looks before arguments do: with none that make sense, a call that is allowed says EINVAL or EFAULT.
  if (syscall(SYS_clone3, NULL, 0) == -1 && errno == error && error != ENOSYS) return "clone3";
  unsigned long impossible = CLONE_THREAD;
  if (syscall(SYS_clone, impossible, NULL, NULL, NULL, NULL) == -1 && errno == error) return "clone";
  if (syscall(SYS_execve, NULL, NULL, NULL) == -1 && errno == error) return "execve";
  return NULL;
}

int wp_above_streams(int fd) {
  if (fd < STDIN_FILENO || fd > STDERR_FILENO) return fd;
  int moved = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  int code = errno == EINVAL ? EMFILE : errno;  // EINVAL: the limit is below the number
  close(fd);
  errno = code;
  return moved;
}

// One that is closed on exec is a file of the host that happened to get the number.
bool wp_passes_stream(int number) {
  int flags = fcntl(number, F_GETFD);
  return flags >= 0 && (flags & FD_CLOEXEC) == 0;
}

int wp_lock_file(int fd) { return flock(fd, LOCK_EX | LOCK_NB); }

int wp_open_folder(const char *path) { return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC); }

bool wp_may_enter(const char *path) { return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0; }

const void *wp_find(const void *bytes, size_t size, const void *pattern, size_t pattern_size) {
  return memmem(bytes, size, pattern, pattern_size);
}

int wp_available(int fd) {
  int count = 0;
  return ioctl(fd, FIONREAD, &count) == -1 ? -1 : count;
}

int wp_open_shared_stream(int fd) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  return wp_above_streams(open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
}

ssize_t wp_write_without_waiting(int fd, const void *bytes, size_t size) {
  struct iovec part = {.iov_base = (void *)bytes, .iov_len = size};
  return pwritev2(fd, &part, 1, -1, RWF_NOWAIT);
}

int wp_accept_cloexec(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC); }

int wp_duplicate_cloexec(int fd, int minimum) { return fcntl(fd, F_DUPFD_CLOEXEC, minimum); }

int wp_set_cloexec(int fd) { return fcntl(fd, F_SETFD, FD_CLOEXEC); }

int wp_peer_user(int fd, uid_t *user) {
  struct ucred credentials;
  socklen_t size = sizeof credentials;
  int result = getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size);
  if (result == 0) *user = credentials.uid;
  return result;
}

int wp_unread(int fd) {
  int count = 0;
  return ioctl(fd, SIOCOUTQ, &count) == 0 ? count : -1;
}

int wp_open_unnamed(const char *directory) { return open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600); }

int wp_make_temporary(char *path) { return mkostemp(path, O_CLOEXEC); }

int wp_file_system_type(const char *path, long *type) {
  struct statfs information;
  int result = statfs(path, &information);
  if (result == 0) *type = (long)information.f_type;
  return result;
}

void wp_flush_output(void) {
  if (__fpending(stdout) > 0) fflush(stdout);
  if (__fpending(stderr) > 0) fflush(stderr);
}

int wp_arm_lifeline(int fd, pid_t group) {
  if (fcntl(fd, F_SETSIG, SIGKILL) < 0 || fcntl(fd, F_SETOWN, -group) < 0) return -1;
  int flags = fcntl(fd, F_GETFL);
  return flags < 0 ? -1 : fcntl(fd, F_SETFL, flags | O_ASYNC);
}

int wp_disarm_lifeline(int fd) {
  int flags = fcntl(fd, F_GETFL);
  return flags < 0 ? -1 : fcntl(fd, F_SETFL, flags & ~O_ASYNC);
}
