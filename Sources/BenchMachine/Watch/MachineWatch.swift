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
  private let canary: () throws -> Int
  /// In ascending order.
  private var canaries: [Int]
  private let processors: Int

  /// A watch whose `canary` does a fixed work and returns how long that took, in nanoseconds.
  package init(
    files: MachineFiles, processors: Int, earlierCanaries: [Int] = [], now: @escaping () -> Int,
    canary: @escaping () throws -> Int
  ) {
    self.files = files
    self.now = now
    self.canary = canary
    self.processors = processors
    canaries = earlierCanaries.sorted()
  }

  /// What was seen before a repetition.
  package struct Before {
    var counters: MachineCounters
    var canaryNs: Int
  }

  /// Reads the counters and runs the canary.
  package func before() throws -> Before {
    let counters = MachineCounters.read(files, now: now())
    return Before(counters: counters, canaryNs: try canary())
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
      isDisturbed: isDisturbed(observation))
  }

  /// Judges by the canaries so far, this one included.
  private mutating func isDisturbed(_ observation: MachineObservation) -> Bool {
    canaries.insert(observation.canaryNs, at: canaries.firstIndex { $0 > observation.canaryNs } ?? canaries.endIndex)
    return DisturbanceJudge(processors: processors, sortedCanaries: canaries).isDisturbed(observation)
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
