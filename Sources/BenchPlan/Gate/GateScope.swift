package import BenchModel

/// What a test of a gate is about: one cell, or all cells of a width.
package enum GateScope: Hashable, Sendable {
  case cell(Cell)
  /// Start-up and tear-down depend on the width and not on the workload.
  case width(Width)

  /// The cell, or nil for all of a width.
  package var cell: Cell? {
    guard case .cell(let cell) = self else { return nil }
    return cell
  }

  package func covers(_ cell: Cell) -> Bool {
    switch self {
    case .cell(let own): own == cell
    case .width(let width): width == cell.width
    }
  }

  /// `cpu 1ms width 2`, or `width 2`.
  package var shortTitle: String {
    switch self {
    case .cell(let cell): cell.shortTitle
    case .width(let width): width.shortTitle
    }
  }

  /// `cpu, tasks of 1ms, 2 at once`, or `2 at once`.
  package var title: String {
    switch self {
    case .cell(let cell): cell.title
    case .width(let width): width.title
    }
  }
}
