/// How many tasks of a batch travelled together: the key `chunk_n`.
enum ChunkSize {
  /// 1 if each task had a unit of its own; the mean over the handovers that were counted, rounded, at least 1; else nil.
  ///
  /// `handovers` are the strategy's counts before and after the batch.
  static func of(tasks: Int, unitPerTask: Bool, handovers: (before: Int?, after: Int?)) -> Int? {
    if unitPerTask { return 1 }
    guard let before = handovers.before, let after = handovers.after, after > before else { return nil }
    let count = after - before
    return max(1, (tasks + count / 2) / count)
  }
}
