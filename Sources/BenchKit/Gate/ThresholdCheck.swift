import BenchAnalysis
import BenchModel
import BenchPlan
import BenchStrategies

extension Suite {
  /// Refuses thresholds that select nothing of the suite: they are slips of the pen, and a gate would go on with its own.
  ///
  /// - Throws: `SuiteError` that names the value and what there is.
  func checkThresholds(_ cells: [Cell]) throws(SuiteError) {
    let known = [
      ("metric", thresholds.compactMap(\.metric), Gate.thresholdMetrics),
      ("workload", thresholds.compactMap(\.cells.workload), cells.map(\.workload).uniqued()),
      ("strategy", thresholds.compactMap(\.strategy), strategies ?? StrategyCatalog.standardNames),
    ]
    for (key, names, possible) in known {
      guard let wrong = names.first(where: { !possible.contains($0) }) else { continue }
      throw SuiteError(
        "thresholds: the \(key) '\(wrong)' is not of this gate; it has \(possible.joined(separator: ", "))")
    }
    for threshold in thresholds where !cells.contains(where: threshold.cells.selects) {
      let titles = cells.map(\.title).joined(separator: "; ")
      throw SuiteError("thresholds: no cell of this gate is '\(threshold.cells.title)'; it has \(titles)")
    }
  }
}
