import ArgumentParser
import BenchReports
import WorkerPoolsPosix

/// How tables are laid out on a terminal.
struct TableOptions: ParsableArguments {
  @Flag(help: "All columns, however wide the terminal is (default: those that fit it, or 80 columns).")
  var wide = false

  /// The layout for standard output as it is.
  func layout(in invocation: Invocation) -> TextLayout { invocation.layout(isWide: wide) }
}

extension Invocation {
  /// The layout for standard output as it is.
  func layout(isWide: Bool = false) -> TextLayout {
    TextLayout(terminalColumns: outputColumns, isWide: isWide) { environment[$0] }
  }
}
