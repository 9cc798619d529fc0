import BenchModel
import BenchPlan
package import BenchResults
import BenchStatistics

extension GateOutcome {
  /// The outcome as it stands in gate.csv.
  package func tableRow(runId: String) -> TableRow {
    var row = TableRow(.gate)
    row[text: "run_id"] = runId
    row[text: "strategy"] = test.strategy
    switch test.scope {
    case .cell(let cell): cell.write(to: &row)
    case .width(let width): row[integer: "width_n"] = width.count
    }
    row[text: "metric"] = test.metric.name
    row[text: "standing"] = standing.rawValue
    row[decimal: "threshold_pct"] = test.rule.threshold * 100
    row[decimal: "must_find_pct"] = test.rule.mustFind * 100
    row[decimal: "change_pct"] = change.map { $0 * 100 }
    row[decimal: "lower_pct"] = evidence?.lower.map { ($0.value.exponential - 1) * 100 }
    row[decimal: "upper_pct"] = evidence?.excludedChange.map { $0 * 100 }
    row[integer: "screen_rounds_n"] = screenRounds
    row[integer: "confirm_rounds_n"] = confirmRounds
    row[text: "unit"] = test.metric.unit
    row[decimal: "base_value"] = values.base
    row[decimal: "head_value"] = values.head
    return row
  }
}
