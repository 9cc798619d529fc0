import BenchRepetition
import BenchWorkloads
import Testing

@Suite("A single task for a program that starts a process for each")
struct SingleTaskTests {
  private static let settings = [
    "task_duration_ns=1000000", "task_iterations_n=5000", "payload_bytes=100",
  ]

  @Test("prints its value, its start and its end", arguments: ["noop", "cpu", "sleep", "payload"])
  func runs(workload: String) throws {
    let line = try SingleTask.run([workload, "7", "3"] + Self.settings)
    let numbers = line.split(separator: " ").compactMap { UInt64($0) }
    let settings = WorkloadSettings(seed: 7, taskDurationNs: 1_000_000, iterations: 5_000, payloadBytes: 100)
    let expected = try Workloads().named(workload).init(settings).expectedValue(forTask: 3)
    try #require(numbers.count == 3)
    #expect(numbers[0] == expected && numbers[1] > 0)
    #expect(numbers[2] - numbers[1] >= (workload == "sleep" ? 1_000_000 : 0))
  }

  @Test(
    "says in one sentence what it does not understand",
    arguments: [
      ([], "The task is not understood; write task WORKLOAD SEED INDEX"),
      (["noop", "7"], "The task is not understood"), (["noop", "-1", "0"], "The task is not understood"),
      (["noop", "7", "3", "payload_bytes"], "The task is not understood"),
      (["noop", "7", "3", "payload=1"], "There is no setting \"payload\"; the known ones are task_duration_ns,"),
      (["nop", "7", "3"], "nop"), (["cpu", "7", "3"], "task_iterations_n"),
    ])
  func refuses(words: [String], sentence: String) {
    let error = #expect(throws: (any Error).self) { try SingleTask.run(words) }
    #expect(error.map { "\($0)".contains(sentence) } == true, "\(String(describing: error))")
  }
}
