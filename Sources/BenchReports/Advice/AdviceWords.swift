import BenchAnalysis
import BenchModel

/// Which strategy to take, in a sentence for each result mode.
struct AdviceWords {
  let advice: Advice

  /// A sentence such as `With a result for each task: take thread-pool@results, 1.98x [1.95, 2.02] serial at 3ms`.
  func choice(_ mode: ModeAdvice) -> String {
    let prefix = advice.modes.count > 1 ? AnswerSentence.prefix(mode.mode) : ""
    switch mode.choice {
    case .one(let label): return prefix + "take \(label)\(ratios(label))."
    case .alone(let label): return prefix + "only \(label) was measured\(ratios(label))."
    case .notJudged: return prefix + "too few rounds to tell."
    case .changing(let before, let after):
      let ends = zip([before, after], [advice.cells[0], advice.cells[advice.cells.count - 1]]).map { labels, cell in
        "\(Words.list(labels.map { "\($0)\(short($0))" })) at \(duration(cell))"
      }
      return prefix + "too close to call: the best changes from \(ends[0]) to \(ends[1])."
    case .tooClose(let labels):
      let names = labels.map { "\($0)\(short($0))" }
      return prefix
        + "too close to call between \(Words.list(names))\(mode.isSame ? sameness(labels) : ", the rounds do not tell")."
    }
  }

  private func sameness(_ labels: [String]) -> String {
    "; no difference of 5 % is left, take \(labels.count == 2 ? "either" : "any of them")"
  }

  private var baseline: String { advice.sweep.results.baseline }

  private func ratios(_ label: String) -> String {
    guard label != baseline else { return ": nothing else does as much" }
    return ", " + Words.list(advice.cells.map { "\(ratio(label, in: $0)) \(baseline) at \(duration($0))" })
  }

  /// ` (1.98x)`, with a ratio for each cell; the table has the intervals.
  private func short(_ label: String) -> String {
    guard label != baseline else { return "" }
    let texts = advice.cells.map { cell in
      Figures.text(Figure(ratio: summary(label, in: cell)?.comparison.median))
    }
    return " (\(texts.joined(separator: ", ")))"
  }

  private func ratio(_ label: String, in cell: CellResults) -> String {
    let comparison = summary(label, in: cell)?.comparison
    return Figures.text(Figure(ratio: comparison?.median, comparison?.interval))
  }

  private func summary(_ label: String, in cell: CellResults) -> SummaryRow? {
    advice.sweep.results.summary(Metric.throughput.name, of: label, in: cell.cell)
  }

  private func duration(_ cell: CellResults) -> String { Quantity.label(nanoseconds: cell.durationNs ?? 0) }
}
