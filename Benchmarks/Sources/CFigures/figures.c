#define _GNU_SOURCE
#include "CFigures.h"

#include <errno.h>
#include <malloc.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int64_t figures_now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

void figures_pause_ns(int64_t nanoseconds) {
  struct timespec left = {0, nanoseconds};
  while (nanosleep(&left, &left) == -1 && errno == EINTR) {
  }
}

int64_t figures_heap_bytes(void) {
  struct mallinfo2 info = mallinfo2();
  return (int64_t)(info.uordblks + info.hblkhd);
}

int figures_fork_exit_wait(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  if (child == -1) return -1;
  pid_t collected;
  do {
    collected = waitpid(child, NULL, 0);
  } while (collected == -1 && errno == EINTR);
  return collected == child ? 0 : -1;
}
