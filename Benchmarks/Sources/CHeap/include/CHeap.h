// What the benchmark of the heap needs of the C library.
#ifndef CHEAP_H
#define CHEAP_H

#include <stdint.h>

/// The bytes that malloc has handed out and not taken back, in all arenas and mappings. In C, because mallinfo2 returns a struct
/// whose import differs from one C library to the next.
int64_t heap_bytes_in_use(void);

/// Sleeps for ten seconds, or until a signal comes.
void heap_rest(void);

#endif
