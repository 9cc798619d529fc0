import Testing
import WorkerPoolsPosix

@Suite("Answers on a terminal")
struct AdviseTests {
  /// A run of another machine, of one duration of each kind.
  private let stored = Bench.packageRoot + "/Tests/BenchFixtures/Runs/schema1-reference"

  private func advise(
    _ arguments: [String], kind: String = "cpu", duration: String = "1ms"
  ) throws -> BenchProgram.Result {
    try Bench.run(["advise"] + arguments + ["--kind", kind, "--task-duration", duration])
  }

  @Test("bench advise answers from a stored run, if it is told to take another machine's", .timeLimit(.minutes(9)))
  func answers() throws {
    let result = try advise(["--from", stored, "--other-machine"])
    #expect(result.status == .exited(0), "\(result.errors)")
    #expect(result.output.hasPrefix("cpu tasks of 1ms, 2 at once, on ANOTHER machine\n"), "\(result.output)")
    #expect(result.output.contains("Rests on") && result.output.contains("reps.csv"))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(result.output)")
    let markdown = try advise([stored, "--other-machine", "--format", "markdown"])
    #expect(markdown.output.contains("| process-pool |"), "\(markdown.output)")
  }

  @Test("bench advise refuses what it cannot know, in one line", .timeLimit(.minutes(9)))
  func refusals() throws {
    func refusal(
      _ arguments: [String], kind: String = "cpu", duration: String = "1ms", status: Int32 = 64
    ) throws -> String {
      let result = try advise(arguments, kind: kind, duration: duration)
      #expect(result.status == .exited(status) && result.output.isEmpty, "\(result.output)\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
      return result.errors
    }
    #expect(try refusal([stored], status: 1).contains("--other-machine"))
    let elsewhere = [stored, "--other-machine"]
    #expect(try refusal(elsewhere, duration: "3ms").contains("were not swept, only of 1ms"))
    #expect(try refusal(elsewhere, kind: "fibers").contains("choose one of cpu, sleep"))
    #expect(try refusal(elsewhere + ["--width", "64"]).contains("--width of 2"))
    #expect(try refusal(elsewhere, duration: "3ms,4ms").contains("one duration"))
    #expect(try refusal([]).contains("--run"))
    #expect(try refusal([stored, "--run"]).contains("one of these"))
    #expect(try refusal([stored, "--output", "x"]).contains("add --run"))
    // Nothing is measured for a question that the sweep would not answer.
    #expect(try refusal(["--run"], kind: "noop").contains("choose one of cpu, sleep"))
    #expect(try refusal(["--run"], duration: "2s").contains("were not swept"))
  }

  @Test("tables fit COLUMNS, and a pipe has 80; --wide has all", .timeLimit(.minutes(9)))
  func layout() throws {
    func lines(_ arguments: [String] = [], _ variables: [String: String] = [:]) throws -> [Substring] {
      let result = try Bench.run(["show", stored] + arguments, environment: variables)
      #expect(result.status == .exited(0), "\(result.errors)")
      return result.output.split(separator: "\n")
    }
    #expect(try lines([], ["COLUMNS": ""]).allSatisfy { $0.count <= 80 })
    #expect(try lines([], ["COLUMNS": "40"]).allSatisfy { $0.count <= 40 })
    let wide = try lines([], ["COLUMNS": "120", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"])
    #expect(wide.contains { $0.contains("\u{2588}") } && !wide.joined().contains("\u{1B}"))
    #expect(try lines([], ["COLUMNS": "120", "LC_ALL": "C"]).joined().utf8.allSatisfy { $0 < 0x80 })
    #expect(try lines(["--wide"], ["COLUMNS": "40"]).contains { $0.contains("teardown") })
  }
}
