// The phases of a repetition, which are the same for every arm, and the record.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "arm.h"

enum { MOST_SAMPLES = 1 << 16 };

typedef struct {
  int64_t count, values[MOST_SAMPLES];
} Samples;

static Samples trips, idle_trips, spawned, reaped;

// The batch: the values that the checksum covers, and submit, start and end of each stamped task. A batch with `every` 0 has
// no stamps.
static struct {
  int64_t every, covered;
  uint64_t *values;
  int64_t (*stamps)[3];
} batch;

static void add(Samples *samples, int64_t value) {
  if (samples->count < MOST_SAMPLES) samples->values[samples->count++] = value;
}

void note_spawn(int64_t ns) { add(&spawned, ns); }
void note_reap(int64_t ns) { add(&reaped, ns); }

static void open_batch(int64_t tasks, int64_t every, int64_t covered) {
  free(batch.values);
  free(batch.stamps);
  batch.every = every;
  batch.covered = covered;
  batch.values = zeroed_memory(covered * 8);
  batch.stamps = zeroed_memory(every > 0 ? (tasks + every - 1) / every * 24 : 0);
  spawned.count = 0;
}

int is_stamped(int64_t task) { return batch.every > 0 && task % batch.every == 0; }

void submitted(int64_t task) {
  if (is_stamped(task)) batch.stamps[task / batch.every][0] = now_ns();
}

void complete(int64_t task, Outcome outcome) {
  if (task < batch.covered) batch.values[task] = outcome.value;
  if (!is_stamped(task)) return;
  batch.stamps[task / batch.every][1] = outcome.start;
  batch.stamps[task / batch.every][2] = outcome.end;
}

static void round_trips(const Arm *arm) {
  if (arm->trip == NULL) return;
  open_batch(0, 0, 0);
  int64_t end = now_ns() + spec.roundtrip_max_ns;
  while (trips.count < spec.roundtrip_max_n && now_ns() < end) {
    int64_t begin = now_ns();
    arm->trip(trips.count);
    add(&trips, now_ns() - begin);
  }
  for (int64_t i = 0; i < spec.roundtrip_idle_n; i++) {
    pause_ns(spec.roundtrip_idle_pause_ns);
    int64_t begin = now_ns();
    arm->trip(i);
    add(&idle_trips, now_ns() - begin);
  }
}

// ---- What a batch uses, of this process and of the children that it has collected

typedef struct {
  int64_t values[6];
} Usage;

static const char *const usage_names[6] = {"cpu_user_ns",       "cpu_system_ns",  "ctx_voluntary_n",
                                           "ctx_involuntary_n", "minor_faults_n", "major_faults_n"};

static void add_usage(Usage *sum, int who, int sign) {
  struct rusage u;
  getrusage(who, &u);
  int64_t values[6] = {u.ru_utime.tv_sec * INT64_C(1000000000) + u.ru_utime.tv_usec * 1000,
                       u.ru_stime.tv_sec * INT64_C(1000000000) + u.ru_stime.tv_usec * 1000,
                       u.ru_nvcsw, u.ru_nivcsw, u.ru_minflt, u.ru_majflt};
  for (int i = 0; i < 6; i++) sum->values[i] += sign * values[i];
}

static void count_usage(Usage *sum, int sign) {
  add_usage(sum, RUSAGE_SELF, sign);
  add_usage(sum, RUSAGE_CHILDREN, sign);
}

// ---- The record

static FILE *record;

static void put(const char *key, int64_t value) { fprintf(record, ", \"%s\": %lld", key, (long long)value); }

static void put_text(const char *key, const char *value) { fprintf(record, ", \"%s\": \"%s\"", key, value); }

static void put_samples(const char *key, const Samples *samples) {
  if (samples->count == 0) return;
  fprintf(record, ", \"%s\": [", key);
  for (int64_t i = 0; i < samples->count; i++) fprintf(record, "%s%lld", i ? ", " : "", (long long)samples->values[i]);
  fprintf(record, "]");
}

// A list of the differences between two columns of the stamps.
static void put_spans(const char *key, int64_t stamped, int from, int to) {
  fprintf(record, ", \"%s\": [", key);
  for (int64_t i = 0; i < stamped; i++) {
    fprintf(record, "%s%lld", i ? ", " : "", (long long)(batch.stamps[i][to] - batch.stamps[i][from]));
  }
  fprintf(record, "]");
}

static void put_tasks(int64_t stamped) {
  fprintf(record, ", \"tasks\": [");
  for (int64_t i = 0; i < stamped; i++) {
    const int64_t *t = batch.stamps[i];
    fprintf(record, "%s[%lld, %lld, %lld, %lld]", i ? ", " : "", (long long)(i * batch.every), (long long)t[0],
            (long long)t[1], (long long)t[2]);
  }
  fprintf(record, "]");
}

static void put_checksum(void) {
  uint64_t sum = 0;
  for (int64_t i = 0; i < batch.covered; i++) sum += batch.values[i] * (2 * (uint64_t)i + 1);
  fprintf(record, ", \"checksum\": \"%016llx\"", (unsigned long long)sum);
  put("checksum_tasks_n", batch.covered);
}

static void put_batch(const Arm *arm) {
  int64_t stamped = (spec.tasks_n + batch.every - 1) / batch.every;
  put_spans("latency_ns", stamped, 0, 2);
  put_spans("queue_ns", stamped, 0, 1);
  put_spans("service_ns", stamped, 1, 2);
  if (spec.record_tasks) put_tasks(stamped);
  put_checksum();
  put_samples("roundtrip_ns", &trips);
  put_samples("roundtrip_idle_ns", &idle_trips);
  put_samples("spawn_ns", &spawned);
  put_samples("reap_ns", &reaped);
  put("tasks_n", spec.tasks_n);
  put("warmup_tasks_n", spec.warmup_tasks_n);
  put("stamp_every_n", batch.every);
  int64_t most = arm->in_flight();
  put("inflight_n", most > 0 && most < spec.tasks_n ? most : spec.tasks_n);
  put_text("submission", "single");
  put_text("result_mode", arm->result_mode);
  if (arm->has_unit_per_task) put("chunk_n", 1);
}

static void start(const Arm *arm) {
  int64_t begin = now_ns();
  arm->start();
  put("startup_ns", now_ns() - begin);
  Samples starts = spawned;
  if (spec.warmup_tasks_n > 0) {
    open_batch(spec.warmup_tasks_n, 0, 0);
    arm->run(spec.warmup_tasks_n);
  }
  round_trips(arm);
  open_batch(spec.tasks_n, spec.stamp_every_n, spec.checksum_tasks_n);
  spawned = starts;
}

void measure(const Arm *arm, const char *record_path) {
  record = fopen(record_path, "w");
  if (record == NULL) die(record_path);
  fprintf(record, "{\"protocol_version\": 1, \"status\": \"ok\", \"allocator\": \"system\"");
  put_text("strategy", arm->name);
  start(arm);
  Usage used = {0};
  count_usage(&used, -1);
  int64_t begin = now_ns();
  arm->run(spec.tasks_n);
  put("batch_ns", now_ns() - begin);
  put("t_start_ns", begin);
  count_usage(&used, 1);
  for (int i = 0; arm->sees_usage && i < 6; i++) put(usage_names[i], used.values[i]);
  begin = now_ns();
  arm->stop();
  if (!arm->hides_end) put("teardown_ns", now_ns() - begin);
  put_batch(arm);
  fprintf(record, "}\n");
  if (fclose(record) != 0) die(record_path);
}
