import BenchKit
import BenchWorkloads

struct Bits: Workload {
  static let name = "bits"
  static let summary = "counts the bits of 4,096 numbers"
  static let carriesBytes = false

  init(_ settings: WorkloadSettings) {}
  func run(task: UInt64, input: [UInt8]) -> TaskOutput {
    TaskOutput(value: (0..<4_096).reduce(task) { $0 + UInt64(($1 ^ (task & 4_095)).nonzeroBitCount) })
  }
  func expectedValue(forTask task: UInt64) -> UInt64 { 24_576 + task }
}

BenchMain.run(workloads: [Bits.self, Lookup.self, Sorting.self, Waiting.self])
