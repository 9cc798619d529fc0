package import BenchAnalysis
import BenchModel
import BenchResults
import BenchStatistics

/// A sweep of durations over arms of which the costs are known, with the noise of a machine that is shared.
///
/// A task of duration d costs an arm max(dispatch, (d + overhead) / width): either its units are busy, or whoever hands tasks
/// over is. So it passes the serial arm, which takes d, at max(dispatch, overhead / (width - 1)).
package struct SimulatedSweep: Sendable {
  package struct Arm: Sendable {
    package var label: String
    package var mode = "each"
    package var overheadNs = 0.0
    package var dispatchNs = 0.0
    package var atOnce = 2.0
    package var isControl = false
    /// How many processes a batch of `tasks` makes.
    package var processes = 0

    package init(
      _ label: String, mode: String = "each", overheadNs: Double = 0, dispatchNs: Double = 0, atOnce: Double = 2,
      isControl: Bool = false, processes: Int = 0
    ) {
      self.label = label
      self.mode = mode
      self.overheadNs = overheadNs
      self.dispatchNs = dispatchNs
      self.atOnce = atOnce
      self.isControl = isControl
      self.processes = processes
    }

    /// The duration from which on the arm does more than one task at a time.
    package var crossoverNs: Double { max(dispatchNs, overheadNs / (atOnce - 1)) }
  }

  package static let tasks = 20

  package var kind = "cpu"
  package var durationsNs = [1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000].map { $0 * 1_000 }
  package var widths = [2]
  package var arms: [Arm]
  package var rounds = 14
  /// The spread of a repetition's speed, beside what all arms of a round and cell share; 0 turns all noise off.
  package var noise = 0.04
  package var seed: UInt64 = 1
  package var status = "ok"
  package var hostId: String? = "h0123456789"
  package var isDisturbed = false

  package init(arms: [Arm]) { self.arms = [Arm("serial", atOnce: 1)] + arms }

  package var results: RunResults {
    var generator = SplitMix64(seed: seed)
    var rows: [TableRow] = []
    for round in 1...rounds {
      for width in widths {
        for duration in durationsNs {
          let shared = noise > 0 ? (0.05 * Self.normal(&generator)).exponential : 1
          for arm in arms {
            let batch = cost(arm, duration, width) * Double(Self.tasks) * shared * own(&generator)
            rows.append(row(arm, duration, width, round: round, seq: rows.count + 1, batchNs: batch))
          }
        }
      }
    }
    return RunResults(repetitions: rows, histograms: [], facts: facts)
  }

  private func cost(_ arm: Arm, _ duration: Int, _ width: Int) -> Double {
    // Two cores: wider is not faster, which is what computing does.
    let atOnce = min(arm.atOnce, Double(width))
    return max(arm.dispatchNs, (Double(duration) + arm.overheadNs) / atOnce)
  }

  /// A repetition's own factor; one in 30 is hit by something else on the machine.
  private func own(_ generator: inout SplitMix64) -> Double {
    guard noise > 0 else { return 1 }
    let usual = (noise * Self.normal(&generator)).exponential
    return generator.next(below: 30) == 0 ? usual * 1.3 : usual
  }

  /// A number of about a normal distribution: the sum of twelve uniform ones.
  private static func normal(_ generator: inout SplitMix64) -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + Double(generator.next() >> 11) * 0x1p-53 }
  }

  private func row(
    _ arm: Arm, _ duration: Int, _ width: Int, round: Int, seq: Int, batchNs: Double
  ) -> TableRow {
    var row = TableRow(.repetitions)
    row[text: "run_id"] = "20260131T080509Z-sweep"
    row[integer: "seq"] = seq
    row[integer: "round"] = round
    row[text: "phase"] = "measure"
    row[text: "arm"] = arm.label
    row[boolean: "is_control"] = arm.isControl
    row[text: "strategy"] = arm.label
    row[text: "workload"] = kind
    row[text: "distribution"] = "fixed"
    row[integer: "task_duration_ns"] = duration
    row[integer: "width_n"] = width
    row[integer: "tasks_n"] = Self.tasks
    row[integer: "processes_spawned_n"] = arm.processes
    row[text: "result_mode"] = arm.mode
    row[integer: "batch_ns"] = Int(batchNs)
    row[decimal: "throughput_per_s"] = Double(Self.tasks) / batchNs * 1e9
    row[boolean: "is_disturbed"] = isDisturbed
    row[text: "status"] = status
    return row
  }

  private var facts: EnvironmentFacts {
    var facts = EnvironmentFacts()
    facts.add(EnvironmentFacts.Key.hostId, hostId)
    facts.add(EnvironmentFacts.Key.cpuModel, "Test CPU, 2 cores")
    facts.add(EnvironmentFacts.Key.startedAt, "2026-01-31T08:05:09Z")
    facts.add(EnvironmentFacts.Key.baselineArm, arms[0].label)
    facts.add(EnvironmentFacts.Key.serialArm, arms[0].label)
    facts.add(EnvironmentFacts.Key.arms, arms.map(\.label).joined(separator: " "))
    facts.add(EnvironmentFacts.Key.coresWidth, widths.count == 1 ? "\(widths[0])" : nil)
    return facts
  }
}
