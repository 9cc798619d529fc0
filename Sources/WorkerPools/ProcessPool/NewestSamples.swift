internal import DequeModule

/// The newest of the samples that were taken, at most `capacity`, the oldest first; what a pool keeps must not grow with its age.
struct NewestSamples: Sendable {
  static let capacity = 1024

  private var samples: Deque<Int> = []

  var values: [Int] { Array(samples) }

  mutating func append(_ sample: Int) {
    if samples.count == Self.capacity { samples.removeFirst() }
    samples.append(sample)
  }
}
