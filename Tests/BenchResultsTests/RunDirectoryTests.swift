import BenchFixtures
import BenchModel
import BenchResults
import Testing
import WorkerPoolsPosix

@Suite("The folder of a run")
struct RunDirectoryTests {
  private struct ExamplePlan: Codable, Equatable {
    struct Part: Codable, Equatable {
      var widthN: Int
    }
    var runId: String
    var parts: [Part]
  }

  private let folder = TemporaryFolder()

  @Test("the folder is made with those above it")
  func creation() throws {
    let path = folder.file("a/b/run")
    let run = try RunDirectory.create(at: path)
    #expect(FileSystemAccess.isDirectory(path))
    #expect(run.path(of: .repetitions) == "\(path)/reps.csv")
  }

  @Test("a folder with something in it is refused and stays as it is")
  func notEmpty() throws {
    try FileSystemAccess.writeAtomically("mine".utf8, to: folder.file("note.txt"))
    #expect(throws: ResultsError.notEmpty(path: folder.path)) { try RunDirectory.create(at: folder.path) }
    #expect(FileSystemAccess.text(of: folder.file("note.txt")) == "mine")
  }

  @Test("an empty folder is taken, by one run at a time, and nothing of the lock is left")
  func exclusive() throws {
    let path = folder.file("run")
    try FileSystemAccess.makeDirectory(path)
    do {
      let first = try RunDirectory.create(at: path)
      let own = Int(ProcessImage.processIdentifier)
      #expect(throws: ResultsError.inUse(path: path, process: own)) { try RunDirectory.create(at: path) }
      try first.writePlan(ExamplePlan(runId: "r", parts: []))
      #expect(throws: ResultsError.inUse(path: path, process: own)) { try RunDirectory.reopen(at: path) }
      #expect(try RunDirectory.open(at: path).readPlan(ExamplePlan.self).runId == "r", "reading needs no lock")
      withExtendedLifetime(first) {}
    }
    #expect(try FileSystemAccess.entries(of: path) == ["plan.json"])
    #expect(throws: ResultsError.notEmpty(path: path)) { try RunDirectory.create(at: path) }
    _ = try RunDirectory.reopen(at: path)
  }

  @Test("of many that want one folder at once, one gets it", .timeLimit(.minutes(20)))
  func race() throws {
    for round in 0..<50 {
      let path = folder.file("race-\(round)")
      let winners = Locked(0)
      let threads = try (0..<4).map { _ in
        try PlatformThread.start(name: "run") {
          guard let run = try? RunDirectory.create(at: path) else { return }
          winners.withLock { $0 += 1 }
          try? run.writePlan(ExamplePlan(runId: "r", parts: []))
        }
      }
      for thread in threads { thread.join() }
      #expect(winners.withLock { $0 } == 1)
    }
  }

  @Test("what a run left that was killed before its plan is taken over")
  func leftOver() throws {
    let path = folder.file("run")
    try FileSystemAccess.makeDirectory(path)
    try FileSystemAccess.writeAtomically("1\n".utf8, to: "\(path)/.lock")
    _ = try RunDirectory.create(at: path)
  }

  @Test("a file in the folder's place is one sentence")
  func fileInPlace() throws {
    try FileSystemAccess.writeAtomically("mine".utf8, to: folder.file("run"))
    let error = try #require(throws: ResultsError.self) { try RunDirectory.create(at: folder.file("run")) }
    #expect(error.description.hasPrefix("Cannot create \(folder.file("run")): "))
  }

  @Test("a folder without plan and rows is not a run, nor is one that is not there")
  func notARun() throws {
    #expect(throws: ResultsError.notARun(path: folder.path)) { try RunDirectory.open(at: folder.path) }
    #expect(throws: ResultsError.self) { try RunDirectory.open(at: folder.file("nowhere")) }
  }

  @Test("the plan comes back as it was, in snake case on the disk")
  func plan() throws {
    let run = try RunDirectory.create(at: folder.file("run"))
    let plan = ExamplePlan(runId: "r", parts: [.init(widthN: 2)])
    try run.writePlan(plan)
    #expect(try RunDirectory.open(at: run.path).readPlan(ExamplePlan.self) == plan)
    #expect(try #require(FileSystemAccess.text(of: run.path(of: .plan))).contains("\"width_n\" : 2"))
  }

  @Test(
    "a damaged plan is one sentence with the place",
    arguments: [
      ("{", "it is not valid JSON"), (#"{"parts":[]}"#, "the key 'run_id' is missing"),
      (#"{"run_id":"r","parts":[{"width_n":"x"}]}"#, "the value of 'parts[0].width_n' is of another type"),
    ])
  func damagedPlan(text: String, reason: String) throws {
    let run = try RunDirectory.create(at: folder.file("run"))
    try FileSystemAccess.writeAtomically(text.utf8, to: run.path(of: .plan))
    let error = try #require(throws: ResultsError.self) { try run.readPlan(ExamplePlan.self) }
    #expect(error.description.contains(reason))
    #expect(!error.description.contains("\n"))
  }

  @Test("what has a row counts as completed, however it ended")
  func completed() throws {
    let run = try RunDirectory.create(at: folder.file("run"))
    #expect(try run.rows(of: .repetitions).isEmpty)
    var fixture = RunFixture()
    fixture.adjust = { if $0.round == 3 { $1.status = .failed } }
    let rows = fixture.outcomes.prefix(12).map(\.row)
    try run.appending(to: .repetitions).append(rows)
    #expect(try Set(run.rows(of: .repetitions).compactMap { $0[integer: "seq"] }) == Set(0..<12))
  }

  @Test("a time is written as ISO 8601 and read back", arguments: [0, 951_782_400, 1_769_846_709, 4_107_542_399])
  func times(seconds: Int) throws {
    let time = Timestamp(unixSeconds: seconds)
    #expect(Timestamp(iso8601: time.iso8601) == time)
  }

  // By the calendar: 2000-02-29 is day 11,016 since 1970; 1,769,846,709 is 2026-01-31T08:05:09Z.
  @Test("leap days and ordinary days are the calendar's")
  func calendar() {
    #expect(Timestamp(unixSeconds: 11_016 * 86_400).iso8601 == "2000-02-29T00:00:00Z")
    #expect(Timestamp(unixSeconds: 1_769_846_709).compact == "20260131T080509Z")
    #expect(Timestamp(iso8601: "2026-02-30T00:00:00Z") == nil)
    #expect(Timestamp(iso8601: "2026-01-31 08:05:09Z") == nil)
  }

  @Test("names of runs sort by time and differ within a second")
  func names() {
    let time = Timestamp(unixSeconds: 1_769_846_709)
    #expect(RunIdentifier.make(at: time).wholeMatch(of: /20260131T080509Z-[0-9a-z]{10}/) != nil)
    #expect(Set((0..<10_000).map { _ in RunIdentifier.make(at: time) }).count == 10_000)
  }
}
