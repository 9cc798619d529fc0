internal import WorkerPoolsPosix

/// The result of a map: the outputs of all its chunks, in order, or the first error that came.
final class MapResult<Function: WorkerFunction>: TaskResult<[Function.Output]>, ChunkSink, @unchecked Sendable {
  typealias Output = Function.Output

  private struct Progress {
    var parts: [ChunkOutputs<Function.Output>?]
    var missing: Int
    var isOver = false
    var tasks: [ChunkTask<Function>] = []
    /// The outputs in one array, once somebody has asked.
    var joined: [Function.Output]?
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
    let isLast = progress.withLock { progress in
      guard !progress.isOver else { return false }
      progress.parts[index] = part
      progress.missing -= 1
      guard progress.missing == 0 else { return false }
      progress.isOver = true
      progress.tasks = []
      return true
    }
    // Whoever asks for the outputs puts them together: the thread that is here may have other tasks' replies to read.
    if isLast { end(encoded: []) }
  }

  /// Puts the outputs together, the first time; there are no bytes for all of them.
  override func decode(_: UnsafeRawBufferPointer) throws -> [Function.Output] {
    let (known, parts) = progress.withLock { ($0.joined, $0.parts) }
    if let known { return known }
    // Without the lock: this is the outputs' own code. Two that ask at once both decode.
    let outputs = try joined(parts.compactMap { $0 })
    progress.withLock { progress in
      progress.joined = outputs
      progress.parts = []
    }
    return outputs
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

  private func joined(_ parts: [ChunkOutputs<Function.Output>]) throws -> [Function.Output] {
    let arrays = try parts.map { try $0.values(registered.outputs.decode) }
    if arrays.count == 1 { return arrays[0] }
    var all: [Function.Output] = []
    all.reserveCapacity(arrays.reduce(0) { $0 + $1.count })
    for array in arrays { all.append(contentsOf: array) }
    return all
  }

  override func cancel() -> Bool {
    let tasks = progress.withLock { $0.tasks }
    guard expecting({ giveUp(PoolError.cancelled) }) else { return false }
    for task in tasks { _ = core?.cancel(task) }
    return true
  }
}
