/// Counters of the machine that only grow.
package struct MachineCounters: Hashable, Sendable {
  package var timeNs: Int
  package var stealNs: Int?
  package var throttledN: Int?
  package var pressureNs: Int?

  package static func read(_ files: MachineFiles, now: Int) -> MachineCounters {
    MachineCounters(
      timeNs: now, stealNs: files.text("/proc/stat").flatMap { ProcText.stealNs(stat: $0) },
      throttledN: files.throttledCount(),
      pressureNs: files.text("/proc/pressure/cpu").flatMap { ProcText.pressureNs(text: $0) })
  }
}

/// Watches the machine around repetitions: a canary before, the counters' growth over the canary and the repetition.
package struct MachineWatch {
  private let files: MachineFiles
  private let now: () -> Int
  private let canary: () -> Void
  private var judge: DisturbanceJudge

  /// A watch whose canary is the fixed work `canary`.
  package init(
    files: MachineFiles, processors: Int, earlierCanaries: [Int] = [], now: @escaping () -> Int,
    canary: @escaping () -> Void
  ) {
    self.files = files
    self.now = now
    self.canary = canary
    judge = DisturbanceJudge(processors: processors, earlierCanaries: earlierCanaries)
  }

  /// What was seen before a repetition.
  package struct Before {
    var counters: MachineCounters
    var canaryNs: Int
  }

  /// Reads the counters and runs the canary.
  package func before() -> Before {
    let counters = MachineCounters.read(files, now: now())
    let start = now()
    canary()
    return Before(counters: counters, canaryNs: now() - start)
  }

  /// Reads the counters again and judges the time between.
  package mutating func after(_ before: Before) -> MachineReading {
    let counters = MachineCounters.read(files, now: now())
    let observation = MachineObservation(
      canaryNs: before.canaryNs, elapsedNs: counters.timeNs - before.counters.timeNs,
      stealNs: Self.growth(before.counters.stealNs, counters.stealNs),
      throttledN: Self.growth(before.counters.throttledN, counters.throttledN))
    return MachineReading(
      observation: observation, pressureNs: Self.growth(before.counters.pressureNs, counters.pressureNs),
      isDisturbed: judge.isDisturbed(observation))
  }

  /// `nil` where either end is unknown; a counter that went back, as after a migration, did not grow.
  private static func growth(_ before: Int?, _ after: Int?) -> Int? {
    guard let before, let after else { return nil }
    return max(after - before, 0)
  }
}

/// What the machine did around a repetition, judged.
package struct MachineReading: Hashable, Sendable {
  package var observation: MachineObservation
  /// Time that tasks waited for a processor; `nil` where the kernel does not say.
  package var pressureNs: Int?
  package var isDisturbed: Bool

  package init(observation: MachineObservation, pressureNs: Int? = nil, isDisturbed: Bool) {
    self.observation = observation
    self.pressureNs = pressureNs
    self.isDisturbed = isDisturbed
  }
}
