import Testing
import WorkerPoolsPosix

/// The programs that the documentation shows do what it says, in processes of their own.
@Suite("Example programs")
struct ProgramTests {
  @Test("the program of the README", .timeLimit(.minutes(20)))
  func firstPool() throws {
    let result = try ExampleProgram.run("first-pool", taskSeconds: 0)
    #expect(result.status == .exited(0))
    #expect(result.lines == ["333833500 2870"])
  }

  @Test("submit, close, join: every task begins and ends once", .timeLimit(.minutes(20)))
  func submitAndJoin() throws {
    let result = try ExampleProgram.run("submit-and-join", taskSeconds: 0.01)
    #expect(result.status == .exited(0))
    let ofTasks = (0..<20).flatMap { ["task \($0) begins", "task \($0) ends"] }
    #expect(result.lines.sorted() == (ofTasks + ["all tasks are submitted", "all tasks have ended"]).sorted())
  }

  @Test("results come in the order of submission", .timeLimit(.minutes(20)))
  func orderedResults() throws {
    let result = try ExampleProgram.run("ordered-results", taskSeconds: 0.01)
    #expect(result.status == .exited(0))
    #expect(result.lines == (0..<20).map { "\($0) squared is \($0 * $0)" })
  }

  @Test("results are there after join", .timeLimit(.minutes(20)))
  func resultsAfterJoin() throws {
    let result = try ExampleProgram.run("results-after-join", taskSeconds: 0.01)
    #expect(result.status == .exited(0))
    #expect(result.lines == (0..<20).map { "\($0) squared is \($0 * $0), successful: true" })
  }

  @Test("callbacks run in the parent, tasks in four workers", .timeLimit(.minutes(20)))
  func parentCallback() throws {
    let result = try ExampleProgram.run("parent-callback", taskSeconds: 0.3)
    #expect(result.status == .exited(0))
    let parent = try #require(result.lines.first?.split(separator: " ").last)
    let reports = result.lines.dropFirst().map { $0.split { " ,".contains($0) } }
    #expect(Set(reports.map { Int($0[1]) }) == Set(0..<20))
    #expect(reports.allSatisfy { $0.last == parent })
    let workers = Set(reports.map { $0[4] })
    // A worker that starts late on a busy machine may find nothing left to do.
    #expect((2...4).contains(workers.count) && !workers.contains(parent))
  }

  @Test(
    "a service that is told to end answers what it has taken", .timeLimit(.minutes(20)),
    arguments: [SignalNumber.terminate, SignalNumber.interrupt])
  func gracefulService(signal: Int32) throws {
    let result = try ExampleProgram.run("graceful-service", arguments: ["0.05", "50"]) { service, output in
      while !["serving\n", "answered\n"].allSatisfy(output().contains) {
        MonotonicTime.sleep(nanoseconds: 1_000_000)
      }
      service.signal(signal)
    }
    #expect(result.status == .exited(0))
    #expect(Array(result.lines.suffix(1)) == ["every request was answered"])
    let expected = ["serving", "answered", "stopping because of signal \(signal)", "every request was answered"]
    #expect(Set(result.lines) == Set(expected))
  }

  @Test("a service that is told to end gives up what takes too long", .timeLimit(.minutes(20)))
  func impatientService() throws {
    let result = try ExampleProgram.run("graceful-service", arguments: ["1000", "0.1"]) { service, output in
      while !output().contains("serving\n") { MonotonicTime.sleep(nanoseconds: 1_000_000) }
      service.signal(SignalNumber.terminate)
    }
    #expect(result.status == .exited(0))
    #expect(Array(result.lines.suffix(1)) == ["some requests were given up"])
    #expect(result.lines.contains { $0.hasPrefix("given up: the pool was terminated") })
    #expect(!result.lines.contains("answered"))
  }
}
