import ArgumentParser
import BenchModel

/// What is run: the suite, and what takes the place of its lists.
struct MatrixOptions: ParsableArguments {
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
}
