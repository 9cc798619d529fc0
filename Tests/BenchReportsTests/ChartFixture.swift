import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchReports
import BenchResults
import BenchStatistics

/// The marks of a picture as a reader of the file finds them, who knows nothing of how it was drawn.
struct DrawnArm {
  let label: String
  /// `data-value`, `data-low` and `data-high` of each mark in its order; nil if there is no such attribute.
  let marks: [[String?]]
  /// The single rounds: values as they stand in the file, with `!` if the round was disturbed.
  let rounds: [String]
  let texts: [String]

  /// The groups of a picture that belong to arms.
  static func all(in svg: String) -> [DrawnArm] {
    parts(of: svg, from: "<g data-arm=\"", to: "</g>").map { group in
      let marks = parts(of: group, from: "<path ", to: "/>").filter { $0.contains("data-value=") }
      return DrawnArm(
        label: String(group.prefix { $0 != "\"" }),
        marks: marks.map { mark in ["data-value", "data-low", "data-high"].map { attribute($0, of: mark) } },
        rounds: attribute("data-values", of: group)?.split(separator: " ").map(String.init) ?? [],
        texts: parts(of: group, from: "<text ", to: "</text>").map { String($0.drop { $0 != ">" }.dropFirst()) })
    }
  }

  static func attribute(_ name: String, of element: String) -> String? {
    parts(of: element, from: " \(name)=\"", to: "\"").first
  }

  /// What stands between two marks, each time.
  static func parts(of text: String, from start: String, to end: String) -> [String] {
    text.components(of: start).dropFirst().compactMap { $0.components(of: end).first }
  }
}

extension String {
  /// The pieces between occurrences of a separator.
  func components(of separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}

/// Runs with their charts, as a test needs them.
enum ChartFixture {
  static let styles = ArmStyles(strategies: [
    "serial", "process-per-task", "process-pool", "thread-per-task", "thread-pool", "concurrent-perform", "task-group",
  ])

  static let root = String(
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/"))

  static func reference() throws -> RunDirectory { try RunDirectory.open(at: "\(root)/results/reference") }

  /// Three durations at three widths, with jemalloc's counts and effective widths.
  static var sweep: RunFixture {
    var fixture = RunFixture()
    fixture.cells = [10_000, 100_000, 1_000_000].flatMap { duration in
      [1, 2, 4].map {
        Cell(workload: "cpu", distribution: "fixed", taskDurationNs: duration, width: .bounded($0))
      }
    }
    fixture.facts.add(EnvironmentFacts.Key.serialArm, "serial")
    fixture.adjust = { repetition, record in
      record.widthEffectiveN = min(repetition.cell.width.count ?? 1, 2)
      record.serviceNs = [HistogramBucket(value: repetition.cell.taskDurationNs ?? 0, count: 1_000)]
      // The pool pays from 100 us on.
      let isShort = (repetition.cell.taskDurationNs ?? 0) < 100_000
      if repetition.arm.label == "thread-pool", let batch = record.batchNs {
        record.batchNs = isShort ? batch * 2 : batch / 2
      }
    }
    return fixture
  }
}
