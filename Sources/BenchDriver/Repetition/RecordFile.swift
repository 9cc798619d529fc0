package import BenchModel

/// What is wrong with the file that an arm wrote as its record.
package struct RecordError: Error, Hashable, CustomStringConvertible {
  package let description: String
}

/// Reads a record as strictly as the protocol allows, since any program may have written it.
package enum RecordFile {
  private struct Version: Decodable { var protocolVersion: Int }

  /// Decodes and checks a record's bytes.
  package static func parse(_ text: some Sequence<UInt8>) throws(RecordError) -> RepetitionRecord {
    guard let version = try? SnakeCaseJSON.decode(Version.self, from: text) else {
      throw RecordError(description: "the record is not a JSON object with a protocol_version")
    }
    guard version.protocolVersion == repetitionProtocolVersion else {
      throw RecordError(
        description: "the record has protocol_version \(version.protocolVersion), not \(repetitionProtocolVersion)")
    }
    let record: RepetitionRecord
    do throws(JSONProblem) {
      record = try SnakeCaseJSON.decode(RepetitionRecord.self, from: text)
    } catch {
      throw RecordError(description: "the record does not follow the protocol: \(error)")
    }
    if let objection = objection(to: record) { throw RecordError(description: objection) }
    return record
  }

  /// The first rule that a decoded record breaks.
  private static func objection(to record: RepetitionRecord) -> String? {
    if record.status == .ok || record.status == .debug {
      guard let batchNs = record.batchNs, batchNs > 0 else { return "the record has no batch_ns above 0" }
      guard let tasksN = record.tasksN, tasksN > 0 else { return "the record has no tasks_n above 0" }
    }
    if let name = record.firstNegative { return "the record's \(name) is negative" }
    if let checksum = record.checksum, !isChecksum(checksum) {
      return "the record's checksum is not 16 lower-case hexadecimal digits"
    }
    return nil
  }

  private static func isChecksum(_ text: String) -> Bool {
    text.utf8.count == 16 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}

extension RepetitionRecord {
  /// The name of the first measurement that is below zero, or that counts a value less than once.
  fileprivate var firstNegative: String? {
    let numbers: [(String, Int?)] = [
      ("startup_ns", startupNs), ("teardown_ns", teardownNs), ("cpu_user_ns", cpuUserNs),
      ("cpu_system_ns", cpuSystemNs), ("startup_cpu_ns", startupCpuNs), ("teardown_cpu_ns", teardownCpuNs),
      ("ctx_voluntary_n", ctxVoluntaryN), ("ctx_involuntary_n", ctxInvoluntaryN), ("minor_faults_n", minorFaultsN),
      ("major_faults_n", majorFaultsN), ("rss_start_bytes", rssStartBytes), ("peak_rss_bytes", peakRssBytes),
      ("workers_pss_bytes", workersPssBytes),
      ("alloc_n", allocN), ("alloc_bytes", allocBytes), ("processes_spawned_n", processesSpawnedN),
      ("threads_spawned_n", threadsSpawnedN), ("checksum_tasks_n", checksumTasksN),
      ("warmup_tasks_n", warmupTasksN), ("stamp_every_n", stampEveryN), ("chunk_n", chunkN), ("inflight_n", inflightN),
      ("width_effective_n", widthEffectiveN), ("task_iterations_n", taskIterationsN), ("t_start_ns", tStartNs),
    ]
    if let wrong = numbers.first(where: { ($0.1 ?? 0) < 0 }) { return wrong.0 }
    let histograms: [(String, [HistogramBucket]?)] = [
      ("roundtrip_ns", roundtripNs), ("roundtrip_idle_ns", roundtripIdleNs), ("latency_ns", latencyNs),
      ("queue_ns", queueNs), ("service_ns", serviceNs), ("spawn_ns", spawnNs), ("reap_ns", reapNs),
    ]
    return histograms.first { ($0.1 ?? []).contains { $0.value < 0 || $0.count < 1 } }?.0
  }
}
