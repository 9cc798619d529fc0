/// A workload whose results are right if they pass a check, where no number says beforehand what they must be.
///
/// A sorted list, a solution within a tolerance, a file that can be read back: a result may differ from run to run and still be
/// right. Every task is checked, as with any other workload, and one that fails makes its repetition `wrong_result`. The
/// checksum in `reps.csv` then says that all tasks passed.
///
/// ```swift
/// struct Root: PredicateWorkload {
///   static let name = "root"
///   static let summary = "a square root by Newton's method"
///   static let carriesBytes = false
///   init(_ settings: WorkloadSettings) {}
///
///   func run(task: UInt64, input: [UInt8]) -> TaskOutput {
///     var root = Double(task + 1)
///     for _ in 0..<100 { root = (root + Double(task + 1) / root) / 2 }
///     return TaskOutput(value: root.bitPattern)
///   }
///   func isRight(_ output: TaskOutput, forTask task: UInt64) -> Bool {
///     let root = Double(bitPattern: output.value)
///     return abs(root * root / Double(task + 1) - 1) < 1e-12
///   }
/// }
/// ```
public protocol PredicateWorkload: Workload {
  /// Whether this is a right result of the task; cheap, and without effects.
  ///
  /// Called where ``Workload/value(of:)`` is: on the side that submits, where the strategy gives it a result for each task, and
  /// else where the task ran.
  func isRight(_ output: TaskOutput, forTask task: UInt64) -> Bool
}

extension PredicateWorkload {
  /// 1 if the result passes the check, else 0.
  public func value(of output: TaskOutput, forTask task: UInt64) -> UInt64 { isRight(output, forTask: task) ? 1 : 0 }

  /// 1: the result passes the check.
  public func expectedValue(forTask task: UInt64) -> UInt64 { 1 }
}
