import ArgumentParser
import BenchReports

extension ReportFormat: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}
extension ChartPreset: ExpressibleByArgument {}

/// How `bench history` answers: as a report, or as a table to chart.
enum HistoryFormat: String, CaseIterable, ExpressibleByArgument {
  case text
  case markdown
  case csv
}
