import ArgumentParser
import BenchModel
import BenchPlan
import WorkerPoolsPosix

/// A comma-separated list of the command line.
struct CommaList<Element: Equatable & Sendable>: Equatable, Sendable {
  var elements: [Element]

  /// - Throws: `ValidationError` where an element is empty or `parse` does not know it.
  init(_ text: String, expected: String, parse: (String) -> Element?) throws {
    elements = try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let element = parse(String(part)) else {
        throw ValidationError("'\(part)' is not \(expected)")
      }
      return element
    }
  }

  static func durations(_ text: String) throws -> CommaList<Int> {
    try CommaList<Int>(text, expected: "a duration such as 250us, 1ms or 2s") { part in
      Quantity.nanoseconds(part).flatMap { $0 > 0 ? $0 : nil }
    }
  }

  static func sizes(_ text: String) throws -> CommaList<Int> {
    try CommaList<Int>(text, expected: "a size such as 64B, 4KiB or 1MiB") { Quantity.bytes($0) }
  }

  static func names(_ text: String) throws -> CommaList<String> {
    try CommaList<String>(text, expected: "a name") { $0.isEmpty ? nil : $0 }
  }

  static func widths(_ text: String) throws -> CommaList<Width> {
    try CommaList<Width>(text, expected: "a width: a whole number of at least 1, or 'unbounded'") { part in
      if part == "unbounded" { return .unbounded }
      return Int(part).flatMap { $0 >= 1 ? .bounded($0) : nil }
    }
  }
}

/// The options of `bench run` as they were typed.
struct RunOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A suite of this program, or a JSON file that holds one.", valueName: "name|file"))
  var suite: String?

  @Option(
    help: ArgumentHelp("Strategies, the first is the baseline (default: seven of them).", valueName: "list"),
    transform: CommaList<String>.names)
  var strategies: CommaList<String>?

  @Option(
    help: ArgumentHelp("Workloads, in place of the suite's.", valueName: "list"), transform: CommaList<String>.names)
  var workloads: CommaList<String>?

  @Option(
    help: ArgumentHelp("Nominal task durations: 250us,1ms,2s.", valueName: "list"), transform: CommaList<Int>.durations)
  var taskDuration: CommaList<Int>?

  @Option(help: ArgumentHelp("Payload sizes: 64B,4KiB,1MiB.", valueName: "list"), transform: CommaList<Int>.sizes)
  var payload: CommaList<Int>?

  @Option(
    help: ArgumentHelp("Processes or threads alive at once: 1,2,unbounded (default: cores).", valueName: "list"),
    transform: CommaList<Width>.widths)
  var width: CommaList<Width>?

  @Option(
    help: ArgumentHelp(
      "Stack of each thread that a strategy creates: 256KiB (default: the system's).", valueName: "size"),
    transform: RunOptions.stackSize)
  var stackSize: Int?

  @Option(help: ArgumentHelp("Tasks of every batch (default: chosen in the warm-up round).", valueName: "n"))
  var tasks: Int?

  @Option(help: ArgumentHelp("Rounds after the warm-up (default 14, in the default suite 16).", valueName: "n"))
  var rounds: Int?

  @Flag(help: "9 rounds: the fewest that verdicts are possible with.")
  var quick = false

  @Flag(help: "30 rounds.")
  var rigorous = false

  @Option(
    help: ArgumentHelp("How long a batch is to take (default 200ms).", valueName: "duration"),
    transform: RunOptions.duration)
  var batchTime: Int?

  @Option(
    help: ArgumentHelp("When a repetition is killed (default: from what it should take).", valueName: "duration"),
    transform: RunOptions.duration)
  var timeout: Int?

  @Option(help: ArgumentHelp("The arm that the others are compared with (default: the first).", valueName: "arm"))
  var baseline: String?

  @Flag(help: "Run no second copy of the baseline.")
  var noControl = false

  @Option(help: ArgumentHelp("Seed of the order and of the tasks' values (default: random, recorded).", valueName: "n"))
  var seed: Int?

  @Option(
    help: ArgumentHelp("Allocators: jemalloc, system, or a library to preload.", valueName: "list"),
    transform: CommaList<String>.names)
  var allocator: CommaList<String>?

  @Option(
    name: .customLong("arm"),
    help: ArgumentHelp("Another program as a contender (results/PROTOCOL.md); repeatable.", valueName: "label=command"))
  var arms: [String] = []

  @Option(help: ArgumentHelp("The folder of the run's files (default: results/RUN_ID).", valueName: "dir"))
  var output: String?

  @Option(help: ArgumentHelp("Complete the repetitions that are missing in this run.", valueName: "dir"))
  var resume: String?

  @Flag(help: "Write tasks.csv: every stamped task of the last round.")
  var tasksCsv = false

  @Flag(help: "Print the plan and its expected duration, and run nothing.")
  var dryRun = false

  @Flag(help: "Print no progress.")
  var noProgress = false

  func validate() throws {
    if let tasks, tasks < 1 { throw ValidationError("--tasks \(tasks): give at least 1") }
    if let rounds, rounds < 1 { throw ValidationError("--rounds \(rounds): give at least 1") }
    if let seed, !(0..<RunSettings.seedLimit).contains(seed) {
      throw ValidationError("--seed \(seed): give a whole number from 0 to 2^49 - 1")
    }
    if [quick, rigorous, rounds != nil].count(where: { $0 }) > 1 {
      throw ValidationError("--rounds, --quick and --rigorous exclude each other; give one of them")
    }
    if resume != nil, let option = firstOptionThatThePlanFixes {
      throw ValidationError("--resume follows the plan of its run; remove \(option)")
    }
  }

  private static func duration(_ text: String) throws -> Int {
    guard let duration = Quantity.nanoseconds(text), duration > 0 else {
      throw ValidationError("'\(text)' is not a duration; write 250us, 1ms or 2s")
    }
    return duration
  }

  private static func stackSize(_ text: String) throws -> Int {
    let smallest = PlatformThread.minimumStackSize
    guard let size = Quantity.bytes(text), size >= smallest else {
      throw ValidationError("'\(text)' is not a stack; give a size of at least \(Quantity.label(bytes: smallest))")
    }
    return size
  }

  /// An option that was given although a resumed run takes it from its plan.
  private var firstOptionThatThePlanFixes: String? {
    let given: [(String, Bool)] = [
      ("--suite", suite != nil), ("--strategies", strategies != nil), ("--workloads", workloads != nil),
      ("--task-duration", taskDuration != nil), ("--payload", payload != nil), ("--width", width != nil),
      ("--stack-size", stackSize != nil), ("--tasks", tasks != nil), ("--rounds", rounds != nil), ("--quick", quick),
      ("--rigorous", rigorous),
      ("--seed", seed != nil), ("--allocator", allocator != nil), ("--arm", !arms.isEmpty),
      ("--output", output != nil), ("--tasks-csv", tasksCsv),
    ]
    return given.first { $0.1 }?.0
  }
}
