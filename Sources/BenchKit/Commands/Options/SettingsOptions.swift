import ArgumentParser
import BenchModel
import BenchPlan
import WorkerPoolsPosix

/// How it is run: sizes, rounds, seed and limits.
struct SettingsOptions: ParsableArguments {
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
    transform: SettingsOptions.duration)
  var batchTime: Int?

  @Option(
    help: ArgumentHelp("When a repetition is killed (default: from what it should take).", valueName: "duration"),
    transform: SettingsOptions.duration)
  var timeout: Int?

  @Option(
    help: ArgumentHelp(
      "Stack of each thread that a strategy creates: 256KiB (default: the system's).", valueName: "size"),
    transform: SettingsOptions.stackSize)
  var stackSize: Int?

  @Option(help: ArgumentHelp("Seed of the order and of the tasks' values (default: random, recorded).", valueName: "n"))
  var seed: Int?

  func validate() throws {
    if let tasks, tasks < 1 { throw ValidationError("--tasks \(tasks): give at least 1") }
    if let rounds, rounds < 1 { throw ValidationError("--rounds \(rounds): give at least 1") }
    try Self.check(seed: seed)
    if [quick, rigorous, rounds != nil].count(where: { $0 }) > 1 {
      throw ValidationError("--rounds, --quick and --rigorous exclude each other; give one of them")
    }
  }

  /// The number of rounds that was asked for; nil leaves it to the suite.
  var chosenRounds: Int? { quick ? RunMode.quick.rounds : rigorous ? RunMode.rigorous.rounds : rounds }

  static func check(seed: Int?) throws {
    guard let seed, !(0..<RunSettings.seedLimit).contains(seed) else { return }
    throw ValidationError("--seed \(seed): give a whole number from 0 to 2^49 - 1")
  }

  static func duration(_ text: String) throws -> Int {
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
}
