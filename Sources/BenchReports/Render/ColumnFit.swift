/// Which columns of a table there is room for, which of them with their intervals, and whether there is room for a bar.
struct ColumnFit {
  /// The characters of a whole bar.
  static let barWidth = 10

  /// Something that a table can do without.
  private struct Step {
    let priority: Int
    /// The column; nil for the bar.
    let column: Int?
    let isInterval: Bool
  }

  private(set) var isShown: [Bool]
  private(set) var hasInterval: [Bool]
  private(set) var hasBar = false

  /// Takes what has a priority of 0, and then the rest in the order of priorities as long as it fits.
  ///
  /// - Parameters:
  ///   - table: the columns with their priorities.
  ///   - widths: the characters of each column without and with its intervals.
  ///   - room: the characters of a line; nil if there is no limit.
  ///   - gap: the characters between two columns.
  init(_ table: ReportTable, widths: [(short: Int, full: Int)], room: Int?, gap: Int) {
    isShown = table.columns.map { $0.priority == 0 }
    hasInterval = table.columns.map { $0.intervalPriority == 0 }
    // Without a limit there is no room left that a bar could fill.
    for step in Self.steps(table) where step.column != nil || room != nil {
      var next = self
      next.take(step)
      guard next.width(widths, gap: gap) <= room ?? .max else { return }
      self = next
    }
  }

  private static func steps(_ table: ReportTable) -> [Step] {
    let columns = table.columns.enumerated().flatMap { index, column in
      [
        Step(priority: column.priority, column: index, isInterval: false),
        Step(priority: column.intervalPriority, column: index, isInterval: true),
      ]
    }
    let bar = table.barPriority.map { [Step(priority: $0, column: nil, isInterval: false)] } ?? []
    return (columns + bar).filter { $0.priority > 0 }.sorted { $0.priority < $1.priority }
  }

  private mutating func take(_ step: Step) {
    guard let column = step.column else { return hasBar = true }
    if step.isInterval { hasInterval[column] = true } else { isShown[column] = true }
  }

  private func width(_ widths: [(short: Int, full: Int)], gap: Int) -> Int {
    let shown = isShown.indices.filter { isShown[$0] }.map { hasInterval[$0] ? widths[$0].full : widths[$0].short }
    let all = shown + (hasBar ? [Self.barWidth] : [])
    return all.reduce(0, +) + gap * (all.count - 1)
  }
}
