#define _GNU_SOURCE
#include "CWorkerPools.h"

#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>

// What the ELF image of this program says about it. Swift can call neither the macros of link.h nor walk the notes.

static int visit_program(struct dl_phdr_info *info, size_t size, void *result) {
  *(struct dl_phdr_info *)result = *info;
  return 1;  // the program itself is the first
}

static struct dl_phdr_info program(void) {
  struct dl_phdr_info info = {0};
  dl_iterate_phdr(visit_program, &info);
  return info;
}

static size_t aligned(size_t size, size_t alignment) { return (size + alignment - 1) & ~(alignment - 1); }

// Writes the descriptor of the GNU build id note among these notes, in hexadecimal; false if there is none.
static bool find_build_id(const char *notes, size_t size, size_t alignment, char *text) {
  while (size >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    memcpy(&note, notes, sizeof note);
    size_t name = sizeof note, description = aligned(name + note.n_namesz, alignment);
    size_t end = aligned(description + note.n_descsz, alignment);
    if (description + note.n_descsz > size) return false;
    if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && memcmp(notes + name, "GNU", 4) == 0) {
      size_t count = note.n_descsz < wp_build_id_max ? note.n_descsz : wp_build_id_max;
      for (size_t index = 0; index < count; index++) {
        sprintf(text + 2 * index, "%02x", (unsigned char)notes[description + index]);
      }
      return count > 0;
    }
    if (end >= size) return false;
    notes += end;
    size -= end;
  }
  return false;
}

bool wp_build_id(char *text) {
  struct dl_phdr_info info = program();
  text[0] = 0;
  for (int index = 0; index < info.dlpi_phnum; index++) {
    const ElfW(Phdr) *header = &info.dlpi_phdr[index];
    if (header->p_type != PT_NOTE) continue;
    const char *notes = (const char *)(info.dlpi_addr + header->p_vaddr);
    if (find_build_id(notes, header->p_memsz, header->p_align == 8 ? 8 : 4, text)) return true;
  }
  return false;
}

bool wp_lacks_interpreter(void) {
  // The kernel says where it put the interpreter that a program asks for: nowhere if it ran that interpreter itself.
  if (getauxval(AT_BASE) != 0) return false;
  struct dl_phdr_info info = program();
  for (int index = 0; index < info.dlpi_phnum; index++) {
    if (info.dlpi_phdr[index].p_type == PT_INTERP) return true;
  }
  return false;
}

static const ElfW(Phdr) *find_header(const struct dl_phdr_info *info, ElfW(Word) type, uintptr_t address) {
  for (int index = 0; index < info->dlpi_phnum; index++) {
    const ElfW(Phdr) *header = &info->dlpi_phdr[index];
    uintptr_t start = info->dlpi_addr + header->p_vaddr;
    if (header->p_type != type) continue;
    if (address == 0 || (address >= start && address - start < header->p_memsz)) return header;
  }
  return NULL;
}

const wp_initializer *wp_later_initializers(uintptr_t own, size_t *count) {
  struct dl_phdr_info info = program();
  const ElfW(Phdr) *dynamic = find_header(&info, PT_DYNAMIC, 0);
  uintptr_t start = 0;
  *count = 0;
  if (dynamic == NULL || find_header(&info, PT_LOAD, own) != NULL) return NULL;
  for (const ElfW(Dyn) *entry = (const ElfW(Dyn) *)(info.dlpi_addr + dynamic->p_vaddr); entry->d_tag != DT_NULL; entry++) {
    if (entry->d_tag == DT_INIT_ARRAY) start = info.dlpi_addr + entry->d_un.d_ptr;
    if (entry->d_tag == DT_INIT_ARRAYSZ) *count = entry->d_un.d_val / sizeof(wp_initializer);
  }
  return (const wp_initializer *)start;
}

uintptr_t wp_program_headers(void) { return (uintptr_t)program().dlpi_phdr; }
