import ArgumentParser
import BenchPlan
import WorkerPoolsPosix

/// What a gate compares and in which cells.
struct GateOptions: ParsableArguments {
  @Option(help: ArgumentHelp("What is there already: the command of a bench, or of a program built on BenchKit."))
  var base: String?

  @Option(help: ArgumentHelp("What is to be judged: such a command of the new build."))
  var head: String?

  @Option(help: ArgumentHelp("A suite of this program, or a JSON file that holds one.", valueName: "name|file"))
  var suite = "ci"

  @Option(
    help: ArgumentHelp("Strategies in place of the suite's.", valueName: "list"), transform: CommaList<String>.names)
  var strategies: CommaList<String>?

  @Option(
    help: ArgumentHelp("How long a batch is to take (default 200ms).", valueName: "duration"),
    transform: SettingsOptions.duration)
  var batchTime: Int?

  @Option(
    help: ArgumentHelp("When a repetition is killed (default: from what it should take).", valueName: "duration"),
    transform: SettingsOptions.duration)
  var timeout: Int?

  @Option(help: ArgumentHelp("Seed of the order and of the tasks' values (default: random, recorded).", valueName: "n"))
  var seed: Int?

  func validate() throws { try SettingsOptions.check(seed: seed) }

  /// What these options ask for.
  func setup() throws -> GateSetup {
    var suite = try Suite.load(suite, cores: CoreCount.available)
    if let strategies { suite.strategies = strategies.elements }
    var setup = GateSetup(suite: suite, base: try ShellWords.split(base ?? ""), head: try ShellWords.split(head ?? ""))
    setup.seed = seed
    setup.batchTargetNs = batchTime
    setup.timeoutNs = timeout
    return setup
  }
}
