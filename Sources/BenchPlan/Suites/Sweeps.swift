import BenchModel

extension Suite {
  /// The suites that follow one parameter over its range: what charts are drawn from, and what `bench advise` answers from.
  static var sweeps: [Suite] { [durationSweep, widthSweep, payloadSweep] }

  /// The suite that `bench advise --run` runs.
  package static let durationSweepName = "sweep"

  /// Three durations a decade: a straight line between neighbours meets where costs cross within 4 %.
  ///
  /// At one a decade that would be 18 %. Sleeps below 100 us all take what a timer takes, about 60 us, so that one a decade is enough there.
  ///
  /// Batches are short and there are no round trips, so that 20 cells have time for 14 rounds.
  private static var durationSweep: Suite {
    let long = [100, 300, 1_000, 3_000, 10_000, 30_000, 100_000].map { $0 * 1_000 }
    var suite = Suite(
      name: durationSweepName,
      summary: "cpu and sleep from 1us to 100ms at width = cores, for bench advise; under ten minutes on two cores",
      rounds: 14,
      matrices: [
        Matrix(workloads: ["cpu"], taskDurationsNs: [1_000, 3_000, 10_000, 30_000] + long),
        Matrix(workloads: ["sleep"], taskDurationsNs: [1_000, 10_000] + long),
      ])
    suite.batches = Batches(targetNs: 40_000_000, limitNs: 300_000_000, hasRoundTrips: false)
    return suite
  }

  private static var widthSweep: Suite {
    let widths = (0...9).map { Width.bounded(1 << $0) }
    var suite = Suite(
      name: "sweep-width", summary: "cpu 1ms and sleep 10ms at widths from 1 to 512; about a quarter of an hour",
      rounds: 9,
      matrices: [
        Matrix(workloads: ["cpu"], taskDurationsNs: [1_000_000], widths: widths),
        Matrix(workloads: ["sleep"], taskDurationsNs: [10_000_000], widths: widths),
      ])
    suite.batches = Batches(targetNs: 100_000_000, hasRoundTrips: false)
    return suite
  }

  private static var payloadSweep: Suite {
    Suite(
      name: "sweep-payload", summary: "payload from 64 B to 16 MiB, four times as much each step; about ten minutes",
      matrices: [Matrix(workloads: ["payload"], payloadsBytes: (0...9).map { 64 << (2 * $0) })])
  }
}
