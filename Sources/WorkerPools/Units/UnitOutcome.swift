package import WorkerPoolsPosix

/// What a process or a thread that ran one task returned, and what it cost.
package struct UnitOutcome<Output: Sendable>: Sendable {
  package let output: Output
  /// From the call that created the unit to the unit's first own instruction.
  package let spawnNs: Int
  /// From the unit's last own instruction to its collection.
  package let reapNs: Int
  /// What the unit used; zero for a thread, whose usage is part of its process's.
  package let usage: ResourceUsage
}
