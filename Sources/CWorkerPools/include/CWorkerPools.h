// The C beneath WorkerPools: only what Swift cannot call (variadic system calls, GNU extensions that the Swift overlay of
// glibc hides, macros) or cannot express (an ELF constructor). No policy lives here.
//
// Each function returns what the system call returns: -1 with errno set on failure.

#ifndef CWORKERPOOLS_H
#define CWORKERPOOLS_H

#include <pthread.h>
#include <signal.h>
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
// Sends a signal to the process or, with the flag, to all processes of the group that has or had it as its leader, which
// works as long as the group has members. EINVAL: the kernel is older than 6.9 and does not know the flag.
enum { wp_signal_group = 1 << 2 };  // PIDFD_SIGNAL_PROCESS_GROUP, missing from older headers
int wp_pidfd_signal(int pidfd, int signal, unsigned flags);

// waitid(2) on a pidfd with the resource usage that glibc's wrapper drops. `code` becomes si_code (CLD_EXITED, ...) and
// `status` si_status; `code` is 0 where `nonblocking` is set and the process still runs.
int wp_pidfd_wait(int pidfd, bool nonblocking, int *code, int *status, struct rusage *usage);

// Whether the process is a child of this one that has not been collected.
bool wp_pidfd_is_child(int pidfd);

// Looks for a child that has ended, of that number or in the process group of that number, and leaves it to be collected.
// `found` becomes its number, or 0 where there are such children and none has ended. Fails with ECHILD where there is none.
int wp_find_ended(bool is_group, pid_t number, pid_t *found);

int wp_spawn_add_closefrom(posix_spawn_file_actions_t *actions, int from);
// Has the child begin in the folder that `fd` leads to.
int wp_spawn_add_folder(posix_spawn_file_actions_t *actions, int fd);
// The flag that gives the child a session of its own.
short wp_spawn_setsid(void);
char **wp_environment(void);
// The argument vector that this program was started with.
char **wp_arguments(void);
// Descriptions in English, or NULL. strerror(3) and strsignal(3) translate, and for that read the environment, which other
// threads may change meanwhile.
const char *wp_error_text(int error);
const char *wp_signal_text(int signal);
// Whether this process ignores the signal.
bool wp_ignores_signal(int signal);

// The start of a worker: see worker.c.

// The version of all that a host and a worker say to each other: the marker, the task path's memory, the slots and
// messages in it, the frames of a unit. To be raised with each change of any of these: a worker of another version ends.
enum { wp_task_path_version = 4 };

// What a worker sends first over its channel, if its host asks for it: that it is one. Some text that no other program writes.
static const uint64_t wp_announcement = 0x72656b726f777077;

// The exit codes of a process that was started to be a worker and cannot be one. Programs do not use these numbers by
// habit: they lie beyond those of sysexits.h and before those of shells.
enum wp_refusal {
  // It has privileges that its user has not (AT_SECURE): its environment is not to be trusted.
  wp_refused_privileges = 0x61,
  // The library's Swift part is not in the program.
  wp_refused_library = 0x62,
  // It is not the process that the host started, but was started by that one.
  wp_refused_descendant = 0x63,
  // There is no socket where its channel should be.
  wp_refused_socket = 0x64,
  // The socket's other end belongs to another user.
  wp_refused_user = 0x65,
  // Host and worker have different versions of the library.
  wp_refused_version = 0x66,
  // The program is not the build that its host is.
  wp_refused_build = 0x67,
};

// The program's image: see image.c.

// The longest build id in bytes.
enum { wp_build_id_max = 64 };
// Writes the GNU build id of this program in hexadecimal, which takes up to twice as many characters and a zero; returns
// false, and writes an empty string, if the program has none.
bool wp_build_id(char *text);
// Whether this program asks for a dynamic loader that the kernel did not load for it.
bool wp_lacks_interpreter(void);
// The constructors of the program, and how many there are, if `own` is the address of a constructor in a library that it
// needs: then they have not run. None if it is one of the program's own.
typedef void (*wp_initializer)(int, char **, char **);
const wp_initializer *wp_later_initializers(uintptr_t own, size_t *count);
// Where the program's headers lie in memory: in its own file's mapping.
uintptr_t wp_program_headers(void);

// Threads.

int wp_set_thread_name(pthread_t thread, const char *name);
int wp_get_thread_name(pthread_t thread, char *name, size_t size);
// As _exit(2), by its address, which is bound when the program is loaded: a worker that was forked need not look it up.
_Noreturn void wp_exit(int code);
int wp_try_join(pthread_t thread);
// Has the thread begin with this signal mask instead of its creator's.
int wp_thread_set_signal_mask(pthread_attr_t *attributes, const sigset_t *mask);
int wp_current_core(void);
// Of the calling thread: the lowest address of its stack, and how many bytes are left of it.
uintptr_t wp_stack_start(void);
size_t wp_stack_left(uintptr_t start);
int wp_get_affinity(unsigned long *mask, size_t bytes);
int wp_set_affinity(const unsigned long *mask, size_t bytes);

// Waits while `*word == expected`; a negative timeout waits without limit.
int wp_futex_wait(const uint32_t *word, uint32_t expected, int64_t timeout_ns);
int wp_futex_wake(const uint32_t *word, int count);
// The same for a word that only threads of this process use, which costs the kernel less.
int wp_futex_wait_private(const uint32_t *word, uint32_t expected, int64_t timeout_ns);
int wp_futex_wake_private(const uint32_t *word, int count);

// Tells the processor that a loop waits for another one: one instruction, after which it looks again a little later and
// has left room to the core's other thread. On arm64 that is `isb`: it empties the pipeline, which takes about as long as
// `pause`, while `yield` does nothing on most cores, so that a spin by count would be over in no time.
static inline void wp_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb" ::: "memory");
#endif
}

// No instruction: something of which a compiler has to think that it may let go of objects.
static inline void wp_opaque(void) { __asm__ volatile("" ::: "memory"); }

// Shared memory: an unnamed file that can grow and never shrink, so that no mapping of it can lose its pages. Its seals are
// final, so that no process that has the file can keep it from growing, or from being written to. It cannot be executed.

// Without its seals, which `wp_seal` gives it.
int wp_shared_file(const char *name);
int wp_seal(int fd);
// 1 if the file has these seals and no others, 0 if not, -1 where the system does not say.
int wp_has_own_seals(int fd);
// Allocates the pages of a part of the file, or gives them back.
int wp_allocate(int fd, int64_t offset, int64_t length);
int wp_punch_hole(int fd, int64_t offset, int64_t length);

// 64 bytes of memory that another process may write to meanwhile: each word is read exactly once, which Swift cannot say.
struct wp_slot {
  uint64_t words[8];
};
static inline struct wp_slot wp_read_slot(const void *place) {
  const volatile uint64_t *words = (const volatile uint64_t *)place;
  return (struct wp_slot){{words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7]}};
}

// Descriptors.

// Every descriptor that the library makes goes through here: it gives one that took the number of a standard stream, because
// the host has closed that, a number from 3 on, closed on exec. Returns -1, and closes it, where there is none.
int wp_above_streams(int fd);
// Whether the standard stream is open and meant for the programs that this one starts.
bool wp_passes_stream(int number);
// Locks an open file for the process without waiting: flock(2), whose name Swift gives to a structure.
int wp_lock_file(int fd);
// Opens a folder for nothing but to be a program's working directory.
int wp_open_folder(const char *path);
// Whether this process may enter the folder, as far as its permissions are concerned.
bool wp_may_enter(const char *path);
// The system call that is refused with that number to everybody, after posix_spawn(3) has failed with it; NULL where it is none
// of those that can be tried without effect.
const char *wp_refused_for_spawn(int error);
// A pipe, and what makes one of its ends one that does not block.
int wp_pipe(int *ends);
int wp_set_nonblocking(int fd);
// As memmem(3): where the pattern first is in the bytes, or NULL.
const void *wp_find(const void *bytes, size_t size, const void *pattern, size_t pattern_size);
// How many bytes a pipe or socket has to read.
int wp_available(int fd);
// Opens what the descriptor leads to once more, for writing without waiting: a description of its own, whose flags no other
// process shares. ENXIO: a pipe without a reader, or a socket.
int wp_open_shared_stream(int fd);
// As write(2), but that it does not wait, whatever the flags of the description are. Fails with EOPNOTSUPP where the kernel
// or the kind of file cannot do that.
ssize_t wp_write_without_waiting(int fd, const void *bytes, size_t size);
int wp_accept_cloexec(int listener);
int wp_duplicate_cloexec(int fd, int minimum);
int wp_set_cloexec(int fd);
// The numeric user id of the process that created the other end of a socket.
int wp_peer_user(int fd, uid_t *user);
// How much of what was written to a socket of this machine its other end has not read; 0 for nothing.
int wp_unread(int fd);
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

// The main queue of Dispatch: see mainqueue.c.

// A descriptor that is readable while the main queue has work; -1 where the program has no Dispatch.
int wp_main_queue_handle(void);
// Does the work that the main queue has; on the process's first thread alone, which must not be a fork server's.
void wp_main_queue_drain(int handle);

// Writes the coverage profile of a program that was built for one; nothing elsewhere. See profile.c.
void wp_write_profile(void);

// Messages with descriptors over a socket that keeps messages apart.

// Sends a message; raises no SIGPIPE.
ssize_t wp_send_message(int socket, const void *bytes, size_t size, const int *fds, int fd_count);
// Receives a message and its descriptors, close-on-exec; `fd_count` is how many there may be and becomes how many there
// are. Fails with EMFILE where this process has no room for them, after it has closed those that came.
ssize_t wp_receive_message(int socket, void *bytes, size_t size, int *fds, int *fd_count);

// The fork server: see forkserver.c.

// The largest number of descriptors that a worker is passed beside standard output and error, and how many numbers from 3
// on the server needs for itself when it starts, so that its host has to fill them.
enum { wp_fork_passed_max = 4, wp_fork_reserved = wp_fork_passed_max + 2 };

// Turns this process into a fork server for the host at the other end of `channel`. `prepare` is called for the name of
// each function that a worker is to be ready for. Workers go on in `workerpools_worker_main`.
_Noreturn void wp_fork_serve(int channel, int lifeline, void (*prepare)(const char *name));

// Whether a fork server has forked this process: its thread is not the one that Dispatch and others hold for the first.
bool wp_is_forked(void);

// The host's side. Asks for a worker of that role that finds the descriptors at 3, 4, ..., this process's standard output
// at 1, and at 2 `error`, or where that is -1 this process's standard error; /dev/null for one that is closed here.
int wp_fork_ask(int channel, uint64_t serial, const char *role, const char *function, const int *fds, int count, int error);
// What the server says about the request `serial`; 0 is its first message, which says whether it serves.
struct wp_fork_answer {
  uint64_t serial;
  pid_t pid;
  int error;
  // The system call that failed with it.
  char call[16];
};
// Blocks for an answer; returns 1, or 0 where nobody is left to give one. `pidfd` is -1 where there is none.
int wp_fork_receive(int channel, struct wp_fork_answer *answer, int *pidfd);

#endif
