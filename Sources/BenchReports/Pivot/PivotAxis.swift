package import BenchModel

/// A parameter of the cells that may name the rows of a pivot.
package enum PivotAxis: String, CaseIterable, Sendable {
  case workload
  case taskDuration = "task_duration"
  case width
  case payload
  case distribution

  /// The column's name in the pivot, with the unit.
  package var header: String {
    switch self {
    case .workload: "workload"
    case .taskDuration: "task_duration_ns"
    case .width: "width_n"
    case .payload: "payload_bytes"
    case .distribution: "distribution"
    }
  }

  /// The cell's value: a plain number, or a word.
  package func value(of cell: Cell) -> String {
    switch self {
    case .workload: cell.workload
    case .taskDuration: cell.taskDurationNs.map(String.init) ?? ""
    case .width: cell.width.count.map(String.init) ?? "unbounded"
    case .payload: cell.payloadBytes.map(String.init) ?? ""
    case .distribution: cell.distribution ?? ""
    }
  }
}

/// What names the columns of a pivot.
package enum PivotColumns: String, CaseIterable, Sendable {
  case arm
  case strategy
  case allocator
  case startMethod = "start_method"
}

/// Why there is no pivot: one sentence that lists what may be asked for.
package enum PivotError: Error, Hashable, CustomStringConvertible {
  case unknownAxis(String)
  case unknownColumns(String)
  case unknownMetric(String)
  case unknownValue(String)
  case notMeasured(metric: String, measured: [String])
  /// Two arms of one cell have the same value in the columns' parameter.
  case ambiguous(columns: PivotColumns, value: String)

  package var description: String {
    switch self {
    case .unknownAxis(let name):
      "There is no row axis '\(name)'; choose one of \(PivotAxis.allCases.map(\.rawValue).joined(separator: ", "))."
    case .unknownColumns(let name):
      "Columns cannot be '\(name)'; choose one of \(PivotColumns.allCases.map(\.rawValue).joined(separator: ", "))."
    case .unknownMetric(let name):
      "There is no metric '\(name)'; choose one of \(Metric.all.map(\.name).joined(separator: ", "))."
    case .unknownValue(let name):
      "There is no value '\(name)'; choose some of \(PivotValue.allCases.map(\.rawValue).joined(separator: ", "))."
    case .notMeasured(let metric, let measured) where measured.isEmpty:
      "This run has no values of \(metric), nor of any other metric; see status_detail in its reps.csv."
    case .notMeasured(let metric, let measured):
      "This run has no values of \(metric); choose one of \(measured.joined(separator: ", "))."
    case .ambiguous(let columns, let value):
      "Several arms have the \(columns.rawValue) '\(value)'; use --columns arm, which tells them apart."
    }
  }
}
