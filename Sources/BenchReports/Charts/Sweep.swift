import BenchAnalysis
import BenchModel
import BenchResults

/// Cells that differ in one parameter alone, by its rising value.
struct Sweep {
  /// What differs.
  enum Parameter {
    case duration
    case width
  }

  let parameter: Parameter
  let cells: [CellResults]

  /// What the cells have in common: `cpu, 2 at once`.
  var title: String {
    var cell = cells[0].cell
    guard parameter == .width else {
      cell.taskDurationNs = nil
      return cell.title
    }
    let words = cell.title.split(separator: ",").dropLast().joined(separator: ",")
    return words
  }

  /// The groups of at least two cells in the order of their first ones.
  static func all(_ cells: [CellResults], by parameter: Parameter) -> [Sweep] {
    let keys = cells.map { key($0.cell, parameter) }
    return keys.compactMap { $0 }.uniqued().compactMap { key in
      let members = zip(cells, keys).filter { $0.1 == key }.map(\.0)
      guard members.count > 1 else { return nil }
      return Sweep(
        parameter: parameter, cells: members.sorted { order($0.cell, parameter) < order($1.cell, parameter) })
    }
  }

  /// The cell without the parameter; nil if it has none.
  private static func key(_ cell: Cell, _ parameter: Parameter) -> Cell? {
    var cell = cell
    switch parameter {
    case .duration:
      guard cell.taskDurationNs != nil else { return nil }
      cell.taskDurationNs = nil
    case .width: cell.width = .unbounded
    }
    return cell
  }

  private static func order(_ cell: Cell, _ parameter: Parameter) -> Int {
    switch parameter {
    case .duration: cell.taskDurationNs ?? 0
    case .width: cell.width.count ?? .max
    }
  }

  /// The parameter of a cell in words: `tasks of 1ms`, `8 at once`.
  private func words(_ cell: Cell) -> String {
    switch parameter {
    case .duration: "tasks of \(Quantity.label(nanoseconds: cell.taskDurationNs ?? 0))"
    case .width: cell.width.count.map { "\($0) at once" } ?? "all at once"
    }
  }

  /// From where on each arm's throughput is better than the baseline's in every cell, by the verdicts.
  func sentence(_ results: RunResults) -> String {
    let arms = cells.flatMap(\.arms).filter { !$0.isControl && $0.label != results.baseline }.map(\.label).uniqued()
    let parts = arms.compactMap { arm in extent(of: arm, results).map { (arm: arm, extent: $0) } }
    guard !parts.isEmpty else { return "No arm has verdicts against \(results.baseline) here." }
    let groups = parts.map(\.extent).uniqued().map { extent in
      "\(extent): \(parts.filter { $0.extent == extent }.map(\.arm).joined(separator: ", "))"
    }
    return "By the verdicts, throughput is better than that of \(results.baseline) \(groups.joined(separator: "; "))."
  }

  /// Where an arm is better in every cell to the end of the sweep; nil if it has no verdicts.
  private func extent(of arm: String, _ results: RunResults) -> String? {
    let verdicts = cells.map { results.summary("throughput", of: arm, in: $0.cell)?.comparison.verdict }
    guard verdicts.contains(where: { $0 != nil }) else { return nil }
    let isBetter = verdicts.map { $0 == .better || $0 == .faster }
    guard let last = isBetter.lastIndex(of: false) else { return "everywhere" }
    return last + 1 < cells.count
      ? "from \(words(cells[last + 1].cell)) on" : "not surely with \(words(cells[last].cell))"
  }
}
