import Synchronization

/// How often each task of a batch ended, in one byte for each task, which is taken and touched when the counts are made.
struct EndingCounts: ~Copyable, @unchecked Sendable {
  private let counts: UnsafeMutablePointer<Atomic<UInt8>>
  private let layout: SlotLayout

  init(tasks: Int) {
    layout = SlotLayout(count: tasks)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: layout.capacity, alignment: 64)
    counts = memory.bindMemory(to: Atomic<UInt8>.self, capacity: layout.capacity)
    for index in 0..<layout.capacity { (counts + index).initialize(to: Atomic(0)) }
  }

  deinit {
    counts.deinitialize(count: layout.capacity)
    UnsafeMutableRawPointer(counts).deallocate()
  }

  /// Counts one more ending of the task, up to 255; from any thread.
  ///
  /// Not in one step, which would cost as much as a short task: two units that end the same task count as one only if they
  /// do so within the same nanoseconds.
  @inline(__always)
  func note(_ task: Int) {
    let slot = layout.slot(of: task)
    let count = counts[slot].load(ordering: .relaxed)
    if count < .max { counts[slot].store(count &+ 1, ordering: .relaxed) }
  }

  /// How often the task ended, at most 255.
  func count(of task: Int) -> Int { Int(counts[layout.slot(of: task)].load(ordering: .relaxed)) }
}
