import BenchAnalysis
import BenchPlan
import BenchReports

/// An error in what was typed, as opposed to one that came up at run time: the program exits with 64.
protocol UsageError: Error {}

extension SuiteError: UsageError {}
extension PivotError: UsageError {}
extension UnknownName: UsageError {}
extension ExportError: UsageError {}
extension NotSwept: UsageError {}
extension ChartError: UsageError {}

/// An option that has no meaning for what is in the folder: one sentence with what to do.
struct MisplacedOption: UsageError, CustomStringConvertible {
  let description: String
}
