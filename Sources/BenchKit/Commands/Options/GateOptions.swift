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

  /// What these options ask for, checked.
  ///
  /// - Throws: `SuiteError` if the suite cannot be read, or names what there is not.
  func configuration(_ repetitions: RepetitionSettings, _ invocation: Invocation) throws -> RunConfiguration {
    let cores = CoreCount.available
    var suite = try Suite.load(suite, cores: cores)
    try suite.checkThresholds(try suite.cells(workloads: invocation.workloads, cores: cores))
    if let strategies { suite.strategies = strategies.elements }
    return try GateSetup(
      suite: suite, base: try ShellWords.split(base ?? ""), head: try ShellWords.split(head ?? ""),
      repetitions: repetitions
    ).configuration(invocation, cores: cores)
  }
}
