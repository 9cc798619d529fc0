#define _GNU_SOURCE
#include "CWorkerPools.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// A process that forks ready workers.
//
// Why a thread of its own serves: the Swift runtime, Dispatch and others keep the number of a thread in a thread-local
// variable, and their locks hang once it is wrong. A fork gets a copy of the calling thread with all of these. The serving
// thread runs nothing but this file, so that it has none of them, and what a worker inherits is a thread that looks new.
// The first thread does what has to be done in Swift, and is known to hold no lock whenever the other one forks.
//
// Why the kernel is called directly: CLONE_PARENT makes the worker a child of the host, which fork(3) cannot.
//
// Descriptors: a request's arrive at the lowest free numbers. These are 3, 4, ... because the server keeps them free: its
// own are above, and those that constructors of the program opened are, too, because the host passed placeholders.
enum { first_passed = 3, arriving_max = wp_fork_reserved, first_own = first_passed + arriving_max };

struct request {
  uint64_t serial;
  int passed;
  bool has_output;
  bool has_error;
  char role[16];
  char function[1024];  // empty: none
};

struct shared {
  // The number of the last request that the host has an answer to, or its lower half; written by the server, a futex of
  // the workers.
  _Atomic uint32_t answered;
};

static struct {
  int channel;
  int lifeline;
  int self;  // a pidfd of the server, by which a worker learns that it is gone
  struct shared *shared;
  pid_t *tid_address;
  void *robust_list;
  size_t robust_list_size;
  void (*prepare)(const char *);
  sem_t wanted;
  sem_t prepared;
  struct request request;
  const char *failed_call;
} server;

static bool is_forked = false;

bool wp_is_forked(void) { return is_forked; }

__attribute__((weak)) void workerpools_worker_main(int32_t channel, const char *role, int64_t started_ns);

static bool answer(uint64_t serial, pid_t pid, int error, int pidfd) {
  struct wp_fork_answer answer = {.serial = serial, .pid = pid, .error = error};
  if (error != 0) strncpy(answer.call, server.failed_call, sizeof answer.call - 1);
  return wp_send_message(server.channel, &answer, sizeof answer, &pidfd, pidfd >= 0 ? 1 : 0) >= 0;
}

// As fork(2), but that the child has the same parent as this process, and `pidfd` becomes a descriptor of it.
static pid_t fork_sibling(int *pidfd) {
  unsigned long flags = CLONE_PARENT | CLONE_PIDFD | SIGCHLD;
  if (server.tid_address != NULL) flags |= CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID;
#if defined(__x86_64__)
  return (pid_t)syscall(SYS_clone, flags, NULL, pidfd, server.tid_address, NULL);
#else
  return (pid_t)syscall(SYS_clone, flags, NULL, pidfd, NULL, server.tid_address);
#endif
}

// MARK: The worker

static bool is_answered(uint64_t serial) {
  return (int32_t)(atomic_load(&server.shared->answered) - (uint32_t)serial) >= 0;
}

// A worker begins only when the host knows it: where the server died before it had said so, the worker says so itself.
static void await_answer(uint64_t serial) {
  const uint32_t *word = (const uint32_t *)&server.shared->answered;
  struct pollfd entry = {.fd = server.self, .events = POLLIN};
  while (!is_answered(serial)) {
    wp_futex_wait(word, (uint32_t)serial - 1, 10000000);
    if (is_answered(serial) || poll(&entry, 1, 0) <= 0 || is_answered(serial)) continue;
    pid_t pid = getpid();
    if (!answer(serial, pid, 0, wp_pidfd_open(pid))) _exit(1);
    return;
  }
}

// A stream that the host has closed stays the server's own, /dev/null, so that no file of a task gets its number.
static void place_stream(const int *fds, int *next, bool is_given, int number) {
  if (is_given) dup2(fds[(*next)++], number);
}

_Noreturn static void live(const int *fds) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  const struct request *request = &server.request;
  if (server.robust_list != NULL) syscall(SYS_set_robust_list, server.robust_list, server.robust_list_size);
  int next = request->passed;
  place_stream(fds, &next, request->has_output, STDOUT_FILENO);
  place_stream(fds, &next, request->has_error, STDERR_FILENO);
  for (int index = request->passed; index < next; index++) close(fds[index]);
  await_answer(request->serial);
  // A session and a group of its own; not before: those that the host never gets to know it finds in the server's group.
  setsid();
  close(server.channel);
  close(server.lifeline);
  close(server.self);
  munmap(server.shared, sizeof *server.shared);
  is_forked = true;
  workerpools_worker_main(first_passed, request->role, now.tv_sec * 1000000000 + now.tv_nsec);
  _exit(0);
}

// MARK: The server

static int check_order(const int *fds, int count) {
  const struct request *request = &server.request;
  if (count != request->passed + request->has_output + request->has_error) return EBADF;
  for (int index = 0; index < request->passed; index++) {
    if (fds[index] != first_passed + index) return EBADF;
  }
  return 0;
}

// Answers the request; without its host the server ends.
static void conclude(pid_t pid, int error, int pidfd) {
  if (!answer(server.request.serial, pid, error, pidfd)) _exit(1);
  atomic_store(&server.shared->answered, (uint32_t)server.request.serial);
  wp_futex_wake((const uint32_t *)&server.shared->answered, 1);
}

static void start_worker(const int *fds, int count) {
  int pidfd = -1;
  pid_t pid = -1;
  int error = check_order(fds, count);
  server.failed_call = "recvmsg";
  if (error == 0) {
    server.failed_call = "clone";
    pid = fork_sibling(&pidfd);
    if (pid == 0) live(fds);
    if (pid == -1) error = errno;
  }
  conclude(pid, error, pid > 0 ? pidfd : -1);
  if (pid > 0) close(pidfd);
}

static void serve_request(void) {
  int fds[arriving_max];
  int count = arriving_max;
  ssize_t size = wp_receive_message(server.channel, &server.request, sizeof server.request, fds, &count);
  if (size == 0 || (size == -1 && errno != EMFILE)) _exit(0);
  if (size == -1) {
    server.failed_call = "recvmsg";
    conclude(-1, EMFILE, -1);
    return;
  }
  if (size != sizeof server.request) _exit(1);
  if (server.request.function[0] != 0) {
    sem_post(&server.wanted);
    while (sem_wait(&server.prepared) == -1) {}
  }
  start_worker(fds, count);
  while (count > 0) close(fds[--count]);
}

// Gives this thread its place in the heap, with memory of all small sizes, that each worker would have to make for itself.
static void warm_up_heap(void) {
  for (size_t size = 16; size <= 4096; size += 16) {
    void *volatile memory = malloc(size);  // volatile, or the compiler leaves both calls out
    free(memory);
  }
}

static void *serve(void *error) {
  prctl(PR_SET_NAME, "fork-server");
  if (prctl(PR_GET_TID_ADDRESS, &server.tid_address) == -1) server.tid_address = NULL;
  if (syscall(SYS_get_robust_list, 0, &server.robust_list, &server.robust_list_size) == -1) server.robust_list = NULL;
  warm_up_heap();
  setsid();  // changes nothing: it is bound here once, and not in each worker
  if (!answer(0, getpid(), (int)(intptr_t)error, -1) || error != NULL) _exit(1);
  while (true) serve_request();
  return NULL;
}

// The process must have one thread only, because no other one could be copied. Without procfs nobody can tell.
static int check_threads(void) {
  struct stat information;
  return stat("/proc/self/task", &information) == 0 && information.st_nlink > 3 ? EBUSY : 0;
}

// Nobody is to wait for the end of a stream because of a process that writes nothing to it.
static void release_streams(void) {
  int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  int source = null >= 0 ? null : STDIN_FILENO;
  dup2(source, STDOUT_FILENO);
  dup2(source, STDERR_FILENO);
  if (null >= 0) close(null);
}

static int move_descriptors(int channel, int lifeline) {
  server.self = wp_pidfd_open(getpid());
  server.channel = wp_duplicate_cloexec(channel, first_own);
  server.lifeline = wp_duplicate_cloexec(lifeline, first_own);
  int self = wp_duplicate_cloexec(server.self, first_own);
  if (server.channel == -1 || server.lifeline == -1 || self == -1) {
    int error = errno == EINVAL ? EMFILE : errno;  // EINVAL: the limit is below the number
    if (server.channel == -1) server.channel = channel;
    return error;
  }
  close(server.self);
  server.self = self;
  for (int fd = first_passed; fd < first_own; fd++) close(fd);
  release_streams();
  return 0;
}

static int start_serving(int error) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  size_t size = 0;
  pthread_attr_getstacksize(&attributes, &size);
  // A task runs on this stack as it would on that of a program's first thread.
  if (size < 8 << 20) pthread_attr_setstacksize(&attributes, 8 << 20);
  pthread_t thread;
  int result = pthread_create(&thread, &attributes, serve, (void *)(intptr_t)error);
  pthread_attr_destroy(&attributes);
  return result;
}

_Noreturn void wp_fork_serve(int channel, int lifeline, void (*prepare)(const char *name)) {
  wp_flush_output();
  server.prepare = prepare;
  sem_init(&server.wanted, 0, 0);
  sem_init(&server.prepared, 0, 0);
  server.failed_call = "stat";
  int error = check_threads();
  int moved = move_descriptors(channel, lifeline);
  if (error == 0 && moved != 0) {
    server.failed_call = "fcntl";
    error = moved;
  }
  server.shared = mmap(NULL, sizeof *server.shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (server.shared == MAP_FAILED && error == 0) {
    server.failed_call = "mmap";
    error = errno;
  }
  int failure = start_serving(error);
  if (failure != 0) {
    if (error == 0) server.failed_call = "pthread_create";
    answer(0, getpid(), error == 0 ? failure : error, -1);
    _exit(1);
  }
  while (true) {
    if (sem_wait(&server.wanted) == -1) continue;
    server.prepare(server.request.function);
    sem_post(&server.prepared);
  }
}

// MARK: The host

static bool add(bool is_given, int fd, int *fds, int *count) {
  if (is_given) fds[(*count)++] = fd;
  return is_given;
}

int wp_fork_ask(
    int channel, uint64_t serial, const char *role, const char *function, const int *fds, int count, int error) {
  struct request request = {.serial = serial, .passed = count};
  if (count > wp_fork_passed_max) {
    errno = EINVAL;
    return -1;
  }
  strncpy(request.role, role, sizeof request.role - 1);
  // A name that is too long is looked up by the worker alone.
  if (strlen(function) < sizeof request.function) strcpy(request.function, function);
  int all[arriving_max];
  memcpy(all, fds, count * sizeof(int));
  request.has_output = add(wp_passes_stream(STDOUT_FILENO), STDOUT_FILENO, all, &count);
  request.has_error =
      error == -1 ? add(wp_passes_stream(STDERR_FILENO), STDERR_FILENO, all, &count) : add(true, error, all, &count);
  return wp_send_message(channel, &request, sizeof request, all, count) == -1 ? -1 : 0;
}

int wp_fork_receive(int channel, struct wp_fork_answer *answer, int *pidfd) {
  int count = 1;
  ssize_t size = wp_receive_message(channel, answer, sizeof *answer, pidfd, &count);
  if (count == 0) *pidfd = -1;
  // The answer itself is there even where there was no room for its descriptor.
  if (size == -1 && errno == EMFILE) return 1;
  return size == sizeof *answer ? 1 : 0;
}
