import BenchAnalysis
import BenchModel
import BenchResults

extension ChartTable {
  /// A row for each arm, and a group for each cell.
  static func byArm(_ preset: ChartPreset, _ results: RunResults) -> ChartTable {
    let labels = results.cells.flatMap(\.arms).map(\.label).uniqued()
      .filter { preset != .ratios || $0 != results.baseline }
    let groups = results.cells.map { cell in
      let series = preset.metrics.map { self.series(preset, $0, of: cell.cell, labels, results) }
      return Group(title: "\(preset.title): \(cell.cell.title)", series: series.filter { !$0.isEmpty })
    }
    return ChartTable(
      preset, .categories("arm"), rows: labels.map(SheetValue.text), groups: groups.filter { !$0.series.isEmpty })
  }

  private static func series(
    _ preset: ChartPreset, _ metric: Metric, of cell: Cell, _ labels: [String], _ results: RunResults
  ) -> ChartSeries {
    let rows = labels.map { results.summary(metric.name, of: $0, in: cell) }
    guard preset != .ratios else {
      return ChartSeries(
        name: "over \(results.baseline)", header: "\(cell.shortTitle) over \(results.baseline)",
        bars: rows.map { row in row?.comparison.median.map { ($0, row?.comparison.interval) } },
        extra: [(.verdict, rows.map { SheetValue($0?.comparison.verdict?.rawValue) })])
    }
    let header = preset.metrics.count > 1 ? "\(cell.shortTitle) \(metric.name)" : cell.shortTitle
    return ChartSeries(name: metric.name, header: header, estimates: rows)
  }

  /// A row for each value of the parameter, a series for each arm, and a group for the cells that differ in nothing else.
  ///
  /// - Returns: nil if the parameter varies nowhere.
  static func byParameter(_ preset: ChartPreset, _ parameter: PivotAxis, _ results: RunResults) -> ChartTable? {
    let families = Dictionary(grouping: results.cells.map(\.cell)) { $0.without(parameter) }
    let kept = results.cells.map { $0.cell.without(parameter) }.uniqued()
      .map { (base: $0, cells: families[$0] ?? []) }.filter { $0.cells.count > 1 }
    guard let metric = preset.metrics.first, !kept.isEmpty else { return nil }
    let values = Set(kept.flatMap(\.cells).compactMap { Int(parameter.value(of: $0)) }).sorted()
    let groups = kept.map { family in
      let byValue = Dictionary(family.cells.map { (parameter.value(of: $0), $0) }) { first, _ in first }
      let cells = values.map { byValue[String($0)] }
      let name = family.base.title(without: parameter)
      let arms = results.cells.filter { family.cells.contains($0.cell) }.flatMap(\.arms).map(\.label).uniqued()
      let series = arms.map { arm in
        ChartSeries(
          name: arm, header: kept.count > 1 ? "\(name) \(arm)" : arm,
          estimates: cells.map { $0.flatMap { results.summary(metric.name, of: arm, in: $0) } },
          extra: parameter == .width ? [(.reached, cells.map { results.widthReached(by: arm, in: $0) })] : [])
      }
      return Group(title: "\(preset.title): \(name)", series: series.filter { !$0.isEmpty })
    }
    return ChartTable(
      preset, .numbers(parameter.header), rows: values.map { SheetValue($0) },
      groups: groups.filter { !$0.series.isEmpty })
  }

  /// A row for each round, a series for each arm, and a group for each cell.
  static func byRound(_ results: RunResults) -> ChartTable {
    let rounds = Set(results.cells.flatMap(\.arms).flatMap(\.judged).map(\.round)).sorted()
    let groups = results.cells.map { cell in
      let series = cell.arms.map { arm in
        let byRound = Dictionary(arm.judged.map { ($0.round, $0) }) { first, _ in first }
        let header = results.cells.count > 1 ? "\(cell.cell.shortTitle) \(arm.label)" : arm.label
        return ChartSeries(
          name: arm.label, header: header,
          columns: [
            (.value, rounds.map { SheetValue(byRound[$0]?.values["throughput"]) }),
            (.disturbed, rounds.map { round in SheetValue(byRound[round].map { $0.isDisturbed ? 1 : 0 }) }),
          ])
      }
      return Group(title: "\(ChartPreset.rounds.title): \(cell.cell.title)", series: series.filter { !$0.isEmpty })
    }
    return ChartTable(
      .rounds, .numbers("round"), rows: rounds.map { SheetValue($0) }, groups: groups.filter { !$0.series.isEmpty })
  }
}

extension RunResults {
  /// The largest number of tasks of that arm that ran at once; nothing if nobody saw it.
  fileprivate func widthReached(by arm: String, in cell: Cell?) -> SheetValue {
    let results = cells.first { $0.cell == cell }?.arm(arm)
    return SheetValue(results?.judged.compactMap(\.widthEffectiveN).max())
  }
}

extension Cell {
  /// The cell with a parameter taken out, the same for all cells that differ in that alone.
  fileprivate func without(_ parameter: PivotAxis) -> Cell {
    var cell = self
    if parameter == .width { cell.width = .unbounded }
    if parameter == .taskDuration { cell.taskDurationNs = nil }
    return cell
  }

  /// What is left of the title then.
  fileprivate func title(without parameter: PivotAxis) -> String {
    guard parameter == .width else { return shortTitle }
    let words = shortTitle.split(separator: " ")
    return words.dropLast(2).joined(separator: " ")
  }
}
