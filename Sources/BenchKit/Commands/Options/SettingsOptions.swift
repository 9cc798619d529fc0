import ArgumentParser
import BenchModel
import BenchPlan
import WorkerPoolsPosix

/// How it is run: sizes, rounds and limits.
struct SettingsOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Tasks of every batch (default: chosen in the warm-up round).", valueName: "n"))
  var tasks: Int?

  @Option(help: ArgumentHelp("Rounds after the warm-up (default 14, in the default suite 16).", valueName: "n"))
  var rounds: Int?

  @Flag(help: "9 rounds: the fewest that verdicts are possible with.")
  var quick = false

  @Flag(help: "30 rounds.")
  var rigorous = false

  @OptionGroup var repetitions: RepetitionOptions

  @Option(
    help: ArgumentHelp(
      "Stack of each thread that a strategy creates: 256KiB (default: the system's).", valueName: "size"),
    transform: SettingsOptions.stackSize)
  var stackSize: Int?

  func validate() throws {
    if let tasks, tasks < 1 { throw ValidationError("--tasks \(tasks): give at least 1") }
    if let rounds, rounds < 1 { throw ValidationError("--rounds \(rounds): give at least 1") }
    if [quick, rigorous, rounds != nil].count(where: { $0 }) > 1 {
      throw ValidationError("--rounds, --quick and --rigorous exclude each other; give one of them")
    }
  }

  /// The number of rounds that was asked for; nil leaves it to the suite.
  var chosenRounds: Int? { quick ? RunMode.quick.rounds : rigorous ? RunMode.rigorous.rounds : rounds }

  private static func stackSize(_ text: String) throws -> Int {
    let smallest = PlatformThread.minimumStackSize
    guard let size = Quantity.bytes(text), size >= smallest else {
      throw ValidationError("'\(text)' is not a stack; give a size of at least \(Quantity.label(bytes: smallest))")
    }
    return size
  }
}
