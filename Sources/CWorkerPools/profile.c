#include "CWorkerPools.h"

#include <stdlib.h>
#include <unistd.h>

// The profile that a program writes which was built for coverage. The compiler's runtime does so in an exit handler, and
// workers run none: those belong to the host program. Weak, because other programs do not have that runtime.
__attribute__((weak)) int __llvm_profile_write_file(void);
__attribute__((weak)) void __llvm_profile_set_filename(const char *pattern);

void wp_write_profile(void) {
  if (__llvm_profile_write_file == NULL) return;
  const char *pattern = getenv("LLVM_PROFILE_FILE");
  if (wp_is_forked() && pattern != NULL && __llvm_profile_set_filename != NULL) {
    // A worker that was forked still has the number of its fork server in the file's name. The runtime reads a pattern
    // again only where it differs from the last one.
    __llvm_profile_set_filename("default.profraw");
    __llvm_profile_set_filename(pattern);
  }
  __llvm_profile_write_file();
}
