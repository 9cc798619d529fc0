import Foundation

/// Foundation's `OperationQueue` with as many operations at once as the width says.
final class OperationQueuePeer: Peer {
  let description = "OperationQueue of Foundation"

  private let width: Int
  private let queue = OperationQueue()

  init(width: Int) {
    self.width = width
    queue.maxConcurrentOperationCount = width
  }

  func startUp() {
    for _ in 0..<width { queue.addOperation {} }
    queue.waitUntilAllOperationsAreFinished()
  }

  func run(_ task: Int, of batch: Batch) {
    submit(task, of: batch)
    queue.waitUntilAllOperationsAreFinished()
  }

  func run(_ batch: Batch) {
    for task in 0..<batch.count { submit(task, of: batch) }
    queue.waitUntilAllOperationsAreFinished()
  }

  private func submit(_ task: Int, of batch: Batch) {
    batch.submitted(task)
    queue.addOperation(batch.work(for: task))
  }
}
