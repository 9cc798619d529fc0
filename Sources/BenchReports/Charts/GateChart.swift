import BenchAnalysis
import BenchModel
import BenchStatistics

/// The tests of a gate by one metric: the change of each with its limits, and what it is judged by.
enum GateChart {
  static func chart(_ metric: Metric, _ outcomes: [GateOutcome], _ styles: ArmStyles) -> Chart? {
    let own = outcomes.filter { $0.test.metric == metric }
    let rows = own.compactMap { row($0, styles) }
    guard !rows.isEmpty else { return nil }
    let plot = RowPlot(
      axis: ChartAxis(title: "change of head over base; right is worse", unit: .percent, isLogarithmic: false),
      columns: [RowPlot.Column(title: "")], rows: rows, reference: RowPlot.Reference(value: 0))
    return Chart(
      name: Chart.name("gate", metric.name), title: "Gate: \(metric.name)", sentence: sentence(own), plot: .rows(plot))
  }

  private static func row(_ outcome: GateOutcome, _ styles: ArmStyles) -> RowPlot.Row? {
    guard let evidence = outcome.evidence else { return nil }
    let test = outcome.test
    let style = styles.style(test.strategy, strategy: test.strategy.split(separator: "@").first.map(String.init))
    let interval = evidence.lower.flatMap { lower in
      evidence.upper.map { upper in
        ValueInterval(
          low: percent(lower.value.exponential - 1), high: percent(upper.value.exponential - 1), level: 0.965)
      }
    }
    let isOpen = [.open, .inconclusive, .unconfirmed].contains(outcome.standing)
    return RowPlot.Row(
      label: test.subject, style: style,
      texts: ["\(GateReport.signed(evidence.change)) \(outcome.standing.rawValue)"],
      points: [
        RowPlot.Point(value: percent(evidence.change), interval: interval, shape: style.shape, isHollow: isOpen)
      ], limits: [percent(test.rule.threshold), percent(test.rule.mustFind)])
  }

  private static func percent(_ share: Double) -> Double { share * 100 }

  private static func sentence(_ outcomes: [GateOutcome]) -> String {
    let groups = GateOutcome.Standing.allCases.compactMap { standing -> String? in
      let members = outcomes.filter { $0.standing == standing }
      guard !members.isEmpty else { return nil }
      let isNamed = standing == .regression || standing == .improvement
      let names = isNamed ? " (\(members.map(\.test.subject).joined(separator: "; ")))" : ""
      return "\(members.count) \(standing.rawValue)\(names)"
    }
    return
      "\(groups.joined(separator: ", ")). Ticks: the threshold, and the change that a pass excludes; lines: from the "
      + "lower limit at 97.5 % to the upper one at 99 %."
  }
}
