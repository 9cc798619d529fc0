import BenchDriver
import BenchFixtures
import BenchModel
import BenchPlan
import Testing

@Suite("What an arm reports")
struct RecordTests {
  private func problem(_ text: String) -> String? {
    do throws(RecordError) {
      _ = try RecordFile.parse(text.utf8)
      return nil
    } catch {
      return error.description
    }
  }

  private let good = #"{"protocol_version":1,"status":"ok","batch_ns":5,"tasks_n":2"#

  @Test("the smallest good record is accepted, unknown keys included")
  func minimal() {
    #expect(problem(good + "}") == nil)
    #expect(problem(good + #","x":1,"roundtrip_ns":[7,[8,2]]}"#) == nil)
    #expect(problem(#"{"protocol_version":1,"status":"unsupported"}"#) == nil)
  }

  @Test(
    "garbage is named by what is wrong with it",
    arguments: [
      ("", "protocol_version"), ("[]", "protocol_version"), (#"{"status":"ok"}"#, "protocol_version"),
      (#"{"protocol_version":2,"status":"ok"}"#, "protocol_version 2"),
      (#"{"protocol_version":1}"#, "'status' is missing"), (#"{"protocol_version":1,"status":"great"}"#, "status"),
      (#"{"protocol_version":1,"status":"ok","tasks_n":2}"#, "batch_ns"),
      (#"{"protocol_version":1,"status":"ok","tasks_n":2,"batch_ns":0}"#, "batch_ns"),
      (#"{"protocol_version":1,"status":"ok","batch_ns":2}"#, "tasks_n"),
      (#"{"protocol_version":1,"status":"ok","tasks_n":2,"batch_ns":"5"}"#, "'batch_ns' is of another type"),
    ])
  func garbage(text: String, mention: String) throws {
    #expect(try #require(problem(text)).contains(mention))
  }

  @Test(
    "impossible values are refused",
    arguments: [
      #""startup_ns":-1"#, #""checksum":"00000000000000FF""#, #""checksum":"ff""#, #""roundtrip_ns":[-7]"#,
      #""spawn_ns":[[7,0]]"#, #""rss_start_bytes":-1"#, #""inflight_n":-2"#, #""chunk_n":-1"#,
    ])
  func impossible(field: String) {
    #expect(problem(good + "," + field + "}") != nil)
  }

  private func spec(strategy: String? = "serial", tasks: Int = 10, checksumTasks: Int? = 4) -> RepetitionSpec {
    RepetitionSpec(
      runId: "r", seq: 1, round: 1, phase: .measure, arm: "a", strategy: strategy, workload: "noop", widthN: 1,
      widthLimitN: 1, tasksN: tasks, checksumTasksN: checksumTasks, seed: 1)
  }

  private func record(_ checksum: String?, tasks: Int = 10, covered: Int? = 4) -> RepetitionRecord {
    var record = RepetitionRecord(status: .ok)
    record.tasksN = tasks
    record.checksum = checksum
    record.checksumTasksN = covered
    return record
  }

  private func objections(
    reference: String?, _ reports: [(RepetitionRecord, RepetitionSpec)]
  ) -> [String?] {
    var judge = ResultJudge { _, _, _ in reference }
    let cell = makePlan().cells[0]
    return reports.map { judge.objection(to: $0.0, spec: $0.1, cell: cell, cellIndex: 0) }
  }

  @Test("a checksum that differs from the expected one is wrong, whoever comes first")
  func wrongChecksum() {
    let found = objections(reference: "aa", [(record("bb"), spec()), (record("aa"), spec())])
    #expect(found.map { $0 == nil } == [false, true])
  }

  @Test("without a reference, the arms of a cell must agree with the first")
  func agreement() {
    let found = objections(
      reference: nil, [(record("bb"), spec()), (record("aa"), spec()), (record("aa", covered: 3), spec(strategy: nil))])
    #expect(found.map { $0 == nil } == [true, false, true])
  }

  @Test("results that were waited for in another way than asked are another measurement")
  func resultMode() {
    var asked = spec()
    asked.resultMode = .each
    let modes: [ResultMode?] = [.each, nil, .all]
    let found = modes.map { mode in
      var told = record("aa")
      told.resultMode = mode
      return objections(reference: "aa", [(told, asked)])[0]
    }
    #expect(found == [nil, nil, "its result mode is all instead of each"])
  }

  @Test("a dropped task is caught")
  func droppedTask() {
    #expect(objections(reference: "aa", [(record("aa", tasks: 9), spec())])[0] == "it ran 9 of 10 tasks")
  }

  @Test("this program's own arms cannot leave the checksum out or cover less; an external arm may leave it out")
  func missingChecksum() {
    let found = objections(
      reference: "aa",
      [(record(nil), spec()), (record("aa", covered: 3), spec()), (record(nil), spec(strategy: nil))])
    #expect(found.map { $0 == nil } == [false, false, true])
  }

  @Test("output is kept up to the limit, and its last line is known whatever came before")
  func output() {
    var capture = OutputCapture(limit: 10)
    capture.feed(Array("one\ntwo\n".utf8)[...])
    capture.feed(Array(repeating: UInt8(ascii: "x"), count: 5_000)[...])
    capture.feed(Array("\nlast \u{1B}[1m words\r\n \n".utf8)[...])
    #expect(capture.kept == Array("one\ntwo\nxx".utf8))
    #expect(capture.discarded == 4_998 + 20)
    #expect(capture.lastLine == "last  [1m words")
    let entry = String(decoding: capture.logEntry(title: "seq 1"), as: UTF8.self)
    #expect(entry == "== seq 1\none\ntwo\nxx\n== 5018 more bytes were left out\n")
  }
}
