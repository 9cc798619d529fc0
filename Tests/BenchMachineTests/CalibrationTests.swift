import BenchMachine
import BenchModel
import Testing

@Suite("The calibration of a run")
struct CalibrationTests {
  @Test("calibration takes the fastest run and sizes the canary to 15 ms")
  func calibration() {
    var time = 0
    var calls = 0
    let result = CalibrationMeasurement.measure(
      now: {
        time += 35
        return time
      },
      kernel: { iterations in
        calls += 1
        // Each third run is disturbed by 5 ms.
        time += iterations * 2 + (calls.isMultiple(of: 3) ? 5_000_000 : 0)
        return 0
      })
    #expect((2.0..<2.001).contains(result.iterationNs))
    #expect((7_490_000...7_500_000).contains(result.canaryIterationsN))
    #expect(result.stampCostNs == 70)
  }
}
