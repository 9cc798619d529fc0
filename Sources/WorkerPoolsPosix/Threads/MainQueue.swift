internal import CWorkerPools

/// The main queue of Dispatch, on which the main actor runs, for a process whose first thread runs no run loop.
///
/// To be touched by nothing in a process that forks others by itself: Dispatch must not be in use there.
package struct MainQueue: Sendable {
  /// Readable while the queue has work.
  package let handle: FileDescriptor

  /// `nil` for a program without Dispatch.
  package init?() {
    let number = wp_main_queue_handle()
    if number == -1 { return nil }
    handle = FileDescriptor(rawValue: number)
  }

  /// Whether this process's first thread can serve the queue: in a process that a fork server has forked none can.
  package static var canBeServed: Bool { !wp_is_forked() }

  /// Whether the queue has work, as far as is known; asks the system.
  package var hasWork: Bool {
    var entries = [PollEntry(handle, .readable)]
    return (try? poll(&entries, timeoutNs: 0)) ?? 0 > 0
  }

  /// Blocks until the queue has work.
  package func waitForWork() {
    var entries = [PollEntry(handle, .readable)]
    _ = try? poll(&entries, timeoutNs: nil)
  }

  /// Does the work that the queue has; on the process's first thread alone, and where `canBeServed`.
  package func drain() { wp_main_queue_drain(handle.rawValue) }
}
