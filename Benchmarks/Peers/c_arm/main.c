// The command line of an arm in C:
//
//   PROGRAM MODE [--program PATH] repetition --spec FILE --record FILE
//   PROGRAM task WORKLOAD SEED INDEX [SETTING=NUMBER ...]     one task in this process, as the mode spawn starts it
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arm.h"

Spec spec;
const char *spawned_program = "/proc/self/exe";

static _Noreturn void fail(const char *sentence) {
  fprintf(stderr, "%s: %s\n", program_invocation_short_name, sentence);
  exit(64);
}

static _Noreturn void fail_with_usage(void) {
  fprintf(stderr, "%s: write MODE [--program PATH] repetition --spec FILE --record FILE; modes are",
          program_invocation_short_name);
  for (const Mode *m = modes; m->mode != NULL; m++) fprintf(stderr, " %s", m->mode);
  fprintf(stderr, "\n");
  exit(64);
}

// ---- The spec, which is one flat JSON object

static const char *value_of(const char *text, const char *key) {
  char quoted[64];
  snprintf(quoted, sizeof quoted, "\"%s\"", key);
  const char *at = strstr(text, quoted);
  if (at == NULL) return "";
  at += strlen(quoted);
  while (isspace((unsigned char)*at) || *at == ':') at++;
  return at;
}

static int64_t number(const char *text, const char *key) { return strtoll(value_of(text, key), NULL, 10); }

static char *content(const char *path) {
  enum { LONGEST = 1 << 16 };
  FILE *file = fopen(path, "r");
  if (file == NULL) die(path);
  char *text = zeroed_memory(LONGEST + 1);
  size_t length = fread(text, 1, LONGEST, file);
  fclose(file);
  text[length] = 0;
  return text;
}

static void read_spec(const char *path) {
  char *text = content(path);
  if (number(text, "protocol_version") != 1) fail("this arm speaks version 1 of the protocol alone");
  sscanf(value_of(text, "workload"), "\"%31[^\"]", spec.workload);
  spec.task_duration_ns = number(text, "task_duration_ns");
  spec.task_iterations_n = number(text, "task_iterations_n");
  spec.width_n = number(text, "width_n");
  spec.tasks_n = number(text, "tasks_n");
  spec.warmup_tasks_n = number(text, "warmup_tasks_n");
  spec.stamp_every_n = number(text, "stamp_every_n");
  spec.checksum_tasks_n = number(text, "checksum_tasks_n");
  spec.seed = number(text, "seed");
  spec.roundtrip_max_n = number(text, "roundtrip_max_n");
  spec.roundtrip_max_ns = number(text, "roundtrip_max_ns");
  spec.roundtrip_idle_n = number(text, "roundtrip_idle_n");
  spec.roundtrip_idle_pause_ns = number(text, "roundtrip_idle_pause_ns");
  spec.record_tasks = strncmp(value_of(text, "record_tasks"), "true", 4) == 0;
  if (spec.stamp_every_n < 1) spec.stamp_every_n = 1;
  if (spec.checksum_tasks_n == 0 || spec.checksum_tasks_n > spec.tasks_n) spec.checksum_tasks_n = spec.tasks_n;
  free(text);
}

// ---- The command line

static int runs(const Arm *arm) {
  char word[40];
  snprintf(word, sizeof word, " %s ", spec.workload);
  return spec.width_n > 0 && strstr(arm->workloads, word) != NULL;
}

static void refuse(const Arm *arm, const char *path) {
  FILE *file = fopen(path, "w");
  if (file == NULL) die(path);
  fprintf(file, "{\"protocol_version\": 1, \"status\": \"unsupported\", \"status_detail\": ");
  fprintf(file, "\"%s: runs%sat a bounded width\"}\n", arm->name, arm->workloads);
  if (fclose(file) != 0) die(path);
}

static int run_task(int count, char **words) {
  if (count < 5) fail("write task WORKLOAD SEED INDEX [SETTING=NUMBER ...]");
  snprintf(spec.workload, sizeof spec.workload, "%s", words[2]);
  spec.seed = strtoll(words[3], NULL, 10);
  for (int i = 5; i < count; i++) {
    sscanf(words[i], "task_duration_ns=%ld", &spec.task_duration_ns);
    sscanf(words[i], "task_iterations_n=%ld", &spec.task_iterations_n);
  }
  int64_t start = now_ns();
  Outcome outcome = execute(strtoll(words[4], NULL, 10));
  printf("%llu %lld %lld\n", (unsigned long long)outcome.value, (long long)start, (long long)now_ns());
  return 0;
}

int main(int count, char **words) {
  if (count > 1 && strcmp(words[1], "task") == 0) return run_task(count, words);
  const Arm *arm = NULL;
  for (const Mode *m = modes; count > 1 && m->mode != NULL; m++) {
    if (strcmp(words[1], m->mode) == 0) arm = m->arm;
  }
  int first = 2;
  if (count > 3 && strcmp(words[2], "--program") == 0) {
    spawned_program = words[3];
    first = 4;
  }
  if (arm == NULL || count != first + 5 || strcmp(words[first], "repetition") != 0
      || strcmp(words[first + 1], "--spec") != 0 || strcmp(words[first + 3], "--record") != 0) {
    fail_with_usage();
  }
  read_spec(words[first + 2]);
  if (runs(arm)) measure(arm, words[first + 4]);
  else refuse(arm, words[first + 4]);
  return 0;
}
