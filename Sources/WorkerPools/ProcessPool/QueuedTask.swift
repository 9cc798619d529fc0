/// A task in the queues of the pool's policy.
///
/// It keeps its task by a reference that is counted by hand, once, until whoever the policy gives it back to calls `discard` or
/// takes the reference over: the queues then move words, and count nothing.
struct QueuedTask: PoolWork {
  let reference: Unmanaged<PoolTask>

  init(_ task: PoolTask) { reference = .passRetained(task) }

  /// The task, to be looked at while this has it.
  var task: PoolTask { reference.takeUnretainedValue() }

  var hasEnded: Bool { reference._withUnsafeGuaranteedRef { $0.record.contains(.hasEnded) } }
  var hasOptions: Bool { reference._withUnsafeGuaranteedRef { $0.record.contains(.hasOptions) } }
  var attempts: Int? { hasOptions ? task.core?.options(of: task)?.attempts : nil }
  func waitsAgain() { reference._withUnsafeGuaranteedRef { $0.slot = -1 } }
  func discard() { reference.release() }

  // What is needed to send it, without counting.

  var functionNumber: UInt32 { reference._withUnsafeGuaranteedRef { $0.withFunction { $0.number } } }
  var isChunk: Bool { reference._withUnsafeGuaranteedRef { $0.record.contains(.isChunk) } }
  var isTimed: Bool { reference._withUnsafeGuaranteedRef { $0.submittedNs != 0 } }
  var inputCount: Int { reference._withUnsafeGuaranteedRef { $0.inputCount } }

  func writeInput(to place: UnsafeMutableRawBufferPointer) {
    reference._withUnsafeGuaranteedRef { $0.writeInput(to: place) }
  }

  /// The worker in the slot has it.
  func isNowHeld(by slot: Int) { reference._withUnsafeGuaranteedRef { $0.slot = Int32(truncatingIfNeeded: slot) } }
}
