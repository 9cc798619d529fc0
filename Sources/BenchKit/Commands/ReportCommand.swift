import ArgumentParser
import BenchAnalysis
import BenchReports
import BenchResults

/// `bench report DIR...`.
struct ReportCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "A page with charts of a stored run or gate, of two runs side by side, or of a metric over more.",
    discussion: """
      It writes report.html, each chart as charts/NAME.svg, and summary.md.
      The page of a run or a gate:
        bench report results/reference
      Two runs side by side, or a metric over more:
        bench report results/monday results/tuesday --metric throughput --output week
      """)

  /// Where pages of several runs go.
  private static let sharedFolder = "report"

  @Argument(help: ArgumentHelp("The folders of the runs, or of one gate.", valueName: "dir"))
  var directories: [String]

  @Option(help: ArgumentHelp("The arm that the others are compared with (default: the run's own).", valueName: "arm"))
  var baseline: String?

  @Option(
    help: ArgumentHelp("Of several runs: the metrics, or 'all'.", valueName: "list"),
    transform: CommaList<String>.names)
  var metric: CommaList<String>?

  @Option(help: ArgumentHelp("The folder to write to (default: the run's own; of several: report).", valueName: "dir"))
  var output: String?

  func validate() throws {
    if baseline != nil, directories.count > 1 {
      throw ValidationError("--baseline is for one run; several are compared by what they have in common")
    }
    if metric != nil, directories.count == 1 {
      throw ValidationError("--metric is for several runs; the page of one has them all")
    }
  }

  func execute(in invocation: Invocation) throws -> ExitStatus {
    let files = ReportFiles(folder: output ?? (directories.count == 1 ? directories[0] : Self.sharedFolder))
    let page = try ReportPages(baseline: baseline, metric: metric, invocation: invocation).page(directories)
    invocation.output("Report: \(try files.write(page))")
    return .done
  }
}
