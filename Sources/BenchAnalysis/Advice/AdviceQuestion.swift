/// What advice is asked for.
package struct AdviceQuestion: Hashable, Sendable {
  /// The workload that is like the user's tasks: one that computes, or one that waits.
  package var kind: String
  /// How long a task takes, in nanoseconds; above 0.
  package var taskDurationNs: Int
  /// How many tasks run at once; nil for as many as the machine has cores.
  package var width: Int?
  /// The cores of the machine that asks.
  package var cores: Int

  package init(kind: String, taskDurationNs: Int, width: Int? = nil, cores: Int) {
    self.kind = kind
    self.taskDurationNs = taskDurationNs
    self.width = width
    self.cores = cores
  }
}
