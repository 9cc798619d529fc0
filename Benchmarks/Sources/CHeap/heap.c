#define _GNU_SOURCE
#include "CHeap.h"

#include <malloc.h>
#include <unistd.h>

int64_t heap_bytes_in_use(void) {
  struct mallinfo2 info = mallinfo2();
  return (int64_t)(info.uordblks + info.hblkhd);
}

void heap_rest(void) { sleep(10); }
