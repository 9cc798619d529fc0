package import BenchModel

/// Measures the speed of the machine once a run.
package enum CalibrationMeasurement {
  static let runs = 9
  static let runNs = 10_000_000
  static let canaryNs = 15_000_000
  static let stampReads = 2_000

  /// Calibrates `kernel`, which does so many iterations of the `cpu` workload, against `now`.
  ///
  /// The fastest of nine runs of about 10 ms counts: whatever else the machine does can only lengthen a run, so the
  /// minimum is the estimate that depends least on it.
  package static func measure(now: () -> Int, kernel: (Int) -> UInt64) -> Calibration {
    let iterations = iterationsForOneRun(now: now, kernel: kernel)
    let fastestNs = (0..<runs).map { _ in elapsed(now: now) { kernel(iterations) } }.min() ?? 1
    let iterationNs = Double(max(fastestNs, 1)) / Double(iterations)
    return Calibration(
      iterationNs: iterationNs, canaryIterationsN: Self.iterations(lastingNs: canaryNs, iterationNs: iterationNs),
      stampCostNs: stampCost(now: now))
  }

  /// The iterations that take `durationNs`, at least 1.
  package static func iterations(lastingNs durationNs: Int, iterationNs: Double) -> Int {
    max(1, Int((Double(durationNs) / iterationNs).rounded()))
  }

  /// Doubles the iterations until a run is long enough, which also wakes a sleeping processor up.
  private static func iterationsForOneRun(now: () -> Int, kernel: (Int) -> UInt64) -> Int {
    var iterations = 1_000
    while elapsed(now: now, { kernel(iterations) }) < runNs, iterations < 1 << 40 { iterations *= 2 }
    return iterations
  }

  /// The mean of many pairs of reads, as a stamped task makes one pair.
  private static func stampCost(now: () -> Int) -> Int {
    let start = now()
    for _ in 0..<stampReads {
      _ = now()
      _ = now()
    }
    return (now() - start) / stampReads
  }

  private static func elapsed(now: () -> Int, _ body: () -> UInt64) -> Int {
    let start = now()
    _ = body()
    return now() - start
  }
}
