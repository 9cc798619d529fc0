import ArgumentParser
import BenchReports
import WorkerPoolsPosix

/// How tables are laid out on a terminal.
struct TableOptions: ParsableArguments {
  @Flag(help: "All columns, however wide the terminal is (default: those that fit it, or 80 columns).")
  var wide = false

  /// The layout for standard output as it is.
  func layout(in invocation: Invocation) -> TextLayout {
    TextLayout(terminalColumns: invocation.outputColumns, isWide: wide) { invocation.environment[$0] }
  }
}
