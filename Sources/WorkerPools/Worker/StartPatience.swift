internal import WorkerPoolsPosix

/// How long a process of another executable may take to say that it is a worker.
///
/// A worker says so before any constructor of its program runs. Time alone is no judge: on a loaded machine a process may wait
/// long for a processor or for the pages of its file. It is another program if it sleeps instead, or has had time enough.
enum StartPatience {
  /// When it is looked at first, in nanoseconds after its start.
  static let firstLookNs = 10_000_000_000
  /// How long after that it is looked at again, in nanoseconds.
  static let nextLookNs = 1_000_000_000
  /// The processor time, in nanoseconds, within which every worker has said so.
  private static let enoughProcessorNs = 5_000_000_000

  /// Whether a process that does this, and has said nothing, is no worker; without procfs nobody can tell, and it is none.
  static func isOver(_ activity: ProcessActivity?) -> Bool {
    guard let activity else { return true }
    return activity.isAsleep || activity.processorNs >= enoughProcessorNs
  }
}
