import BenchModel
import Testing
import WorkerPoolsPosix

@testable import BenchRepetition

@Suite("The files of a repetition")
final class RepetitionCommandTests {
  private let folder = "/tmp/bench-repetition-\(ProcessImage.processIdentifier)-\(MonotonicTime.now())"

  deinit {
    for name in (try? FileSystemAccess.entries(of: folder)) ?? [] { FileSystemAccess.remove("\(folder)/\(name)") }
    FileSystemAccess.remove(folder)
  }

  private static let spec = """
    {"protocol_version": 1, "run_id": "r", "seq": 3, "round": 1, "phase": "measure", "arm": "serial",
     "strategy": "serial", "workload": "noop", "width_n": 1, "width_limit_n": 8, "tasks_n": 5, "warmup_tasks_n": 0,
     "stamp_every_n": 1, "seed": 9, "roundtrip_max_n": 0, "roundtrip_max_ns": 0, "roundtrip_idle_n": 0,
     "roundtrip_idle_pause_ns": 0, "record_tasks": false}
    """

  private func run(_ spec: String?, record: String = "record.json") throws -> String {
    try FileSystemAccess.makeDirectory(folder)
    if let spec { try FileSystemAccess.writeAtomically(Array(spec.utf8), to: "\(folder)/spec.json") }
    try RepetitionCommand.run(specPath: "\(folder)/spec.json", recordPath: "\(folder)/\(record)")
    return try #require(FileSystemAccess.text(of: "\(folder)/\(record)"))
  }

  @Test("a spec in, a record out, both with keys in snake case, and nothing else is left")
  func roundTrip() throws {
    let record = try run(Self.spec)
    for key in ["\"protocol_version\":1", "\"batch_ns\":", "\"tasks_n\":5", "\"status\":", "\"t_start_ns\":"] {
      #expect(record.contains(key), "\(key)")
    }
    #expect(try FileSystemAccess.entries(of: folder).sorted() == ["record.json", "spec.json"])
  }

  @Test("a spec that is not there is one sentence that names it")
  func missing() {
    let error = #expect(throws: RepetitionError.self) { try run(nil) }
    #expect(error?.description.contains("spec.json cannot be read") == true)
  }

  @Test(
    "a spec that is not valid is one sentence that names the fault",
    arguments: [
      ("{", "it is not valid JSON"), ("[]", "the whole document is of another type"),
      (spec.replacing("\"tasks_n\": 5", with: "\"tasks_n\": \"many\""), "the value of 'tasks_n' is of another type"),
      (spec.replacing("\"seq\": 3, ", with: ""), "the key 'seq' is missing"),
      (spec.replacing("\"measure\"", with: "\"guess\""), "the value of 'phase' is not acceptable"),
      (spec.replacing("version\": 1", with: "version\": 7"), "version 7 of the repetition protocol"),
    ])
  func invalid(text: String, fault: String) {
    let error = #expect(throws: RepetitionError.self) { try run(text) }
    #expect(error?.description.contains(fault) == true, "\(error?.description ?? "")")
  }

  @Test("a record that cannot be written is one sentence that names it")
  func unwritable() {
    let error = #expect(throws: RepetitionError.self) { try run(Self.spec, record: "nowhere/record.json") }
    #expect(error?.description.contains("nowhere/record.json cannot be written") == true)
  }
}
