#include "CWorkerPools.h"

#include <unistd.h>

// The main queue of Dispatch, served by hand. In a worker, tasks run before `main`, so that neither `dispatchMain` nor a run
// loop serves that queue. Dispatch exports what a run loop needs for it, and CoreFoundation's uses it in the same way: a
// descriptor that becomes readable when the queue has work (an eventfd), and a call that does this work on the process's
// first thread. Weak, because a program may be linked without Dispatch, which then has no main queue.
__attribute__((weak)) int _dispatch_get_main_queue_handle_4CF(void);
__attribute__((weak)) void _dispatch_main_queue_callback_4CF(void *unused);

int wp_main_queue_handle(void) {
  if (_dispatch_get_main_queue_handle_4CF == NULL || _dispatch_main_queue_callback_4CF == NULL) return -1;
  return _dispatch_get_main_queue_handle_4CF();
}

void wp_main_queue_drain(int handle) {
  uint64_t count;
  // Before the work is done: what comes from now on makes the descriptor readable again.
  if (read(handle, &count, sizeof count) < 0) count = 0;
  _dispatch_main_queue_callback_4CF(NULL);
}
