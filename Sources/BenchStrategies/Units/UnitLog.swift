/// The units that a strategy has created and collected since the log was last taken.
package struct UnitLog: Sendable {
  /// From the call that creates a unit to its first own instruction, in nanoseconds, for each unit.
  package var spawnNs: [Int] = []
  /// From the order to end to the unit's collection, in nanoseconds, for each unit that is ordered to end.
  ///
  /// The units of pools are. A unit that was made for one task ends with it, without an order: what its end takes is part of
  /// its round trip, and of a batch's time.
  package var reapNs: [Int] = []
  package var processes = 0
  /// `nil` where the strategy leaves the creation of threads to a runtime that does not say.
  package var threads: Int? = 0

  package init() {}

  /// Takes and touches room for so many units in a log that is empty, so that noting one neither allocates nor faults.
  package mutating func reserve(_ units: Int) {
    spawnNs = Array(repeating: 0, count: units)
    spawnNs.removeAll(keepingCapacity: true)
  }

  /// What was noted, leaving the log empty.
  package mutating func take() -> UnitLog {
    defer {
      spawnNs.removeAll(keepingCapacity: true)
      reapNs.removeAll(keepingCapacity: true)
      processes = 0
      threads = threads.map { _ in 0 }
    }
    return self
  }

  package static func + (a: UnitLog, b: UnitLog) -> UnitLog {
    var sum = a
    sum.spawnNs += b.spawnNs
    sum.reapNs += b.reapNs
    sum.processes += b.processes
    sum.threads = a.threads.flatMap { count in b.threads.map { count + $0 } }
    return sum
  }
}
