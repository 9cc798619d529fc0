internal import WorkerPoolsPosix

/// The result of a map: the outputs of all its chunks, in order, or the first error that came.
final class MapResult<Function: WorkerFunction>: TaskResult<[Function.Output]>, ChunkSink, @unchecked Sendable {
  typealias Output = Function.Output

  private struct Progress {
    var parts: [ChunkOutputs<Function.Output>?]
    var missing: Int
    var isOver = false
    var tasks: [ChunkTask<Function>] = []
  }

  private let progress: Locked<Progress>
  private let registered: RegisteredFunction<Function>

  init(
    _ function: RegisteredFunction<Function>, chunks: Int, callbacks: Callbacks<[Function.Output]>?
  ) {
    progress = Locked(Progress(parts: Array(repeating: nil, count: chunks), missing: chunks))
    registered = function
    super.init(callbacks: callbacks)
    if chunks == 0 { end(.success([])) }
  }

  override var core: PoolCore? { registered.core }

  /// The map's tasks, so that they can be withdrawn.
  func add(_ task: ChunkTask<Function>) {
    let isTooLate = progress.withLock { progress in
      if !progress.isOver { progress.tasks.append(task) }
      return progress.isOver
    }
    if isTooLate { core?.withdraw([task]) }
  }

  func chunkEnded(_ index: Int, _ part: ChunkOutputs<Function.Output>) {
    if case .failed(let error) = part {
      giveUp(error)
      return
    }
    let parts: [ChunkOutputs<Function.Output>]? = progress.withLock { progress in
      guard !progress.isOver else { return nil }
      progress.parts[index] = part
      progress.missing -= 1
      guard progress.missing == 0 else { return nil }
      progress.isOver = true
      progress.tasks = []
      defer { progress.parts = [] }
      return progress.parts.compactMap { $0 }
    }
    if let parts { end(joined(parts)) }
  }

  /// The first error ends the map; what has not begun is not run.
  @discardableResult
  func giveUp(_ error: any Error) -> Bool {
    let tasks: [ChunkTask<Function>]? = progress.withLock { progress in
      guard !progress.isOver else { return nil }
      progress.isOver = true
      progress.parts = []
      defer { progress.tasks = [] }
      return progress.tasks
    }
    guard let tasks else { return false }
    core?.withdraw(tasks)
    end(.failure(error))
    return true
  }

  private func joined(_ parts: [ChunkOutputs<Function.Output>]) -> Result<[Function.Output], any Error> {
    Result {
      let arrays = try parts.map { try $0.values(registered.outputs.decode) }
      if arrays.count == 1 { return arrays[0] }
      var all: [Function.Output] = []
      all.reserveCapacity(arrays.reduce(0) { $0 + $1.count })
      for array in arrays { all.append(contentsOf: array) }
      return all
    }
  }

  override func cancel() -> Bool {
    let tasks = progress.withLock { $0.tasks }
    guard expecting({ giveUp(PoolError.cancelled) }) else { return false }
    for task in tasks { _ = core?.cancel(task) }
    return true
  }
}
