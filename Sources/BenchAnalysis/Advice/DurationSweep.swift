import BenchModel

/// The cells of a run that differ in nothing but the duration of their tasks.
package struct DurationSweep: Sendable {
  /// Neighbours may be this many times as long as each other for a duration between them to be answered.
  package static let largestStep = 10

  package let kind: String
  package let width: Int
  /// In ascending order of their durations; never empty.
  package let cells: [CellResults]
  package let results: RunResults

  /// Finds the cells.
  ///
  /// - Throws: `NotSwept` if the run has no such tasks, or none at this width.
  package init(_ question: AdviceQuestion, in results: RunResults) throws(NotSwept) {
    let timed = results.cells.filter { $0.durationNs != nil && $0.cell.width.count != nil }
    let alike = timed.filter { $0.cell.workload == question.kind }
    guard !alike.isEmpty else { throw .kind(question.kind, known: timed.map(\.cell.workload).uniqued()) }
    let width = question.width ?? results.identity.coresWidth ?? question.cores
    let found = alike.filter { $0.cell.width.count == width }
    guard !found.isEmpty else { throw .width(width, known: Set(alike.compactMap(\.cell.width.count)).sorted()) }
    // Cells that differ in something else, too, are not a sweep of durations: the first of each duration counts.
    let durations = Set(found.compactMap(\.durationNs)).sorted()
    cells = durations.compactMap { duration in found.first { $0.durationNs == duration } }
    kind = question.kind
    self.width = width
    self.results = results
  }

  /// The cell of that duration, or the two between which it lies.
  ///
  /// - Throws: `NotSwept` if it lies outside, or between two that are far from each other.
  package func cells(around durationNs: Int) throws(NotSwept) -> [CellResults] {
    if let exact = cells.first(where: { $0.durationNs == durationNs }) { return [exact] }
    let durations = cells.compactMap(\.durationNs)
    guard let above = durations.firstIndex(where: { $0 > durationNs }), above > 0,
      durations[above] <= Self.largestStep * durations[above - 1]
    else { throw .duration(durationNs, kind: kind, known: durations) }
    return [cells[above - 1], cells[above]]
  }
}

extension CellResults {
  /// The nominal duration of a task in nanoseconds, if the workload has one.
  package var durationNs: Int? { cell.taskDurationNs }
}
