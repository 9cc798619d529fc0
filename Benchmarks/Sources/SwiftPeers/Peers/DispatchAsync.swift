import Dispatch

/// `DispatchQueue.async(group:)` on a concurrent queue.
///
/// The queue has no width: tasks that compute have the processors, and where tasks wait, Dispatch adds threads.
final class DispatchAsync: Peer {
  let description = "DispatchQueue.async(group:)"

  private let width: Int
  private let queue = DispatchQueue(label: "peer", attributes: .concurrent)
  private let group = DispatchGroup()

  init(width: Int) { self.width = width }

  func startUp() {
    for _ in 0..<width { queue.async(group: group) {} }
    group.wait()
  }

  func run(_ task: Int, of batch: Batch) {
    submit(task, of: batch)
    group.wait()
  }

  func run(_ batch: Batch) {
    for task in 0..<batch.count { submit(task, of: batch) }
    group.wait()
  }

  private func submit(_ task: Int, of batch: Batch) {
    batch.submitted(task)
    queue.async(group: group, execute: batch.work(for: task))
  }
}
