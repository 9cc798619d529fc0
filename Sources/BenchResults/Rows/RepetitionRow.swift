package import BenchModel
import BenchStatistics

/// Everything that a row of reps.csv is composed of.
package struct RepetitionOutcome: Sendable {
  package var runId: String
  /// The git commit of the arm's program.
  package var commit: String?
  package var binarySha256: String?
  package var arm: Arm
  /// The arm's place in the round's order, from 0.
  package var position: Int
  package var spec: RepetitionSpec
  package var record: RepetitionRecord
  package var machine: MachineSample
  /// The machine's identity.
  package var hostId: String?
  /// When the repetition started: ISO 8601 in UTC.
  package var startedAt: String?

  package init(
    runId: String, commit: String?, binarySha256: String?, arm: Arm, position: Int, spec: RepetitionSpec,
    record: RepetitionRecord, machine: MachineSample
  ) {
    self.runId = runId
    self.commit = commit
    self.binarySha256 = binarySha256
    self.arm = arm
    self.position = position
    self.spec = spec
    self.record = record
    self.machine = machine
  }

  /// The row of reps.csv.
  package var row: TableRow {
    var row = TableRow(.repetitions)
    setIdentity(&row)
    setShape(&row)
    setTimes(&row)
    setDistributions(&row)
    setResources(&row)
    setOutcome(&row)
    setLater(&row)
    return row
  }

  private func setIdentity(_ row: inout TableRow) {
    row[text: "run_id"] = runId
    row[integer: "seq"] = spec.seq
    row[integer: "round"] = spec.round
    row[integer: "position"] = position
    row[text: "phase"] = spec.phase.rawValue
    row[text: "arm"] = arm.label
    row[boolean: "is_control"] = arm.isControl
    row[text: "strategy"] = record.strategy ?? arm.strategy
    row[text: "start_method"] = record.startMethod ?? arm.startMethod
    row[text: "allocator"] = record.allocator ?? arm.allocator
    row[text: "commit"] = commit
    row[text: "binary_sha256"] = binarySha256
  }

  private func setShape(_ row: inout TableRow) {
    row[text: "workload"] = spec.workload
    row[text: "distribution"] = spec.distribution
    row[integer: "task_duration_ns"] = spec.taskDurationNs
    row[integer: "task_iterations_n"] = record.taskIterationsN ?? spec.taskIterationsN
    row[integer: "payload_bytes"] = spec.payloadBytes
    row[integer: "width_n"] = spec.widthN
    row[integer: "width_effective_n"] = record.widthEffectiveN
    row[text: "submission"] = record.submission?.rawValue
    row[integer: "chunk_n"] = record.chunkN
    row[integer: "inflight_n"] = record.inflightN
    row[integer: "tasks_n"] = tasks
    row[integer: "warmup_tasks_n"] = record.warmupTasksN ?? spec.warmupTasksN
    row[integer: "stamp_every_n"] = record.stampEveryN ?? spec.stampEveryN
    row[text: "latency_mode"] = "batch"
    row[integer: "seed"] = spec.seed
  }

  private var tasks: Int { record.tasksN ?? spec.tasksN }

  private func setTimes(_ row: inout TableRow) {
    row[integer: "t_start_ns"] = record.tStartNs
    row[integer: "startup_ns"] = record.startupNs
    row[integer: "batch_ns"] = record.batchNs
    row[integer: "teardown_ns"] = record.teardownNs
    if let batch = record.batchNs, batch > 0 {
      row[decimal: "throughput_per_s"] = Double(tasks) / Double(batch) * 1e9
    }
  }

  private func setDistributions(_ row: inout TableRow) {
    if let roundtrip = Distribution(record.roundtripNs) {
      row[integer: "roundtrip_n"] = roundtrip.count
      row[integer: "roundtrip_p50_ns"] = roundtrip.value(at: .p50)
      row[integer: "roundtrip_p99_ns"] = roundtrip.value(at: .p99)
    }
    row[integer: "roundtrip_idle_p50_ns"] = Distribution(record.roundtripIdleNs)?.value(at: .p50)
    if let latency = Distribution(record.latencyNs) {
      row[integer: "latency_n"] = latency.count
      row[integer: "latency_p50_ns"] = latency.value(at: .p50)
      row[integer: "latency_p90_ns"] = latency.value(at: .p90)
      row[integer: "latency_p99_ns"] = latency.value(at: .p99)
      row[integer: "latency_p999_ns"] = latency.value(at: .p999)
      row[integer: "latency_max_ns"] = latency.maximum
    }
    row[integer: "queue_p50_ns"] = Distribution(record.queueNs)?.value(at: .p50)
    row[integer: "service_p50_ns"] = Distribution(record.serviceNs)?.value(at: .p50)
    if let spawn = Distribution(record.spawnNs) {
      row[integer: "spawn_n"] = spawn.count
      row[integer: "spawn_p50_ns"] = spawn.value(at: .p50)
      row[integer: "spawn_p99_ns"] = spawn.value(at: .p99)
    }
    row[integer: "reap_p50_ns"] = Distribution(record.reapNs)?.value(at: .p50)
  }

  private func setResources(_ row: inout TableRow) {
    row[integer: "cpu_user_ns"] = record.cpuUserNs
    row[integer: "cpu_system_ns"] = record.cpuSystemNs
    row[integer: "startup_cpu_ns"] = record.startupCpuNs
    row[integer: "teardown_cpu_ns"] = record.teardownCpuNs
    row[integer: "ctx_voluntary_n"] = record.ctxVoluntaryN
    row[integer: "ctx_involuntary_n"] = record.ctxInvoluntaryN
    row[integer: "minor_faults_n"] = record.minorFaultsN
    row[integer: "major_faults_n"] = record.majorFaultsN
    row[integer: "peak_rss_bytes"] = record.peakRssBytes
    row[integer: "workers_pss_bytes"] = record.workersPssBytes
    row[integer: "alloc_n"] = record.allocN
    row[integer: "alloc_bytes"] = record.allocBytes
    row[integer: "processes_spawned_n"] = record.processesSpawnedN
    row[integer: "threads_spawned_n"] = record.threadsSpawnedN
  }

  private func setOutcome(_ row: inout TableRow) {
    row[integer: "canary_ns"] = machine.canaryNs
    row[integer: "steal_ns"] = machine.stealNs
    row[integer: "throttled_n"] = machine.throttledN
    row[boolean: "is_disturbed"] = machine.isDisturbed
    row[text: "checksum"] = record.checksum
    row[integer: "checksum_tasks_n"] = record.checksumTasksN
    row[text: "status"] = record.status.rawValue
    row[text: "status_detail"] = record.statusDetail.map(Self.oneLine)
  }

  private func setLater(_ row: inout TableRow) {
    row[text: "host_id"] = hostId
    row[text: "started_at"] = startedAt
    row[text: "result_mode"] = record.resultMode?.rawValue
    row[integer: "rss_start_bytes"] = record.rssStartBytes
    row[integer: "psi_ns"] = machine.pressureNs
    row[integer: "watched_ns"] = machine.watchedNs
  }

  /// The text without line breaks and other control characters, at most 500 characters long.
  private static func oneLine(_ text: String) -> String {
    let words = text.unicodeScalars.split { $0.value < 0x20 || $0.value == 0x7F }
    let line = words.map(String.init).joined(separator: " ")
    return line.count <= 500 ? line : line.prefix(497) + "..."
  }
}

extension Distribution {
  /// The distribution of a record's histogram; `nil` where the record has none or an empty one.
  init?(_ buckets: [HistogramBucket]?) {
    guard let buckets else { return nil }
    self.init()
    for bucket in buckets { add(bucket.value, count: bucket.count) }
    if count == 0 { return nil }
  }
}
