/// The source of the lazy results of a process pool.
final class LazyChunks<Function: WorkerFunction>: ChunkedSource<ProcessChunkFeed<Function>>, @unchecked Sendable {
  init(
    _ function: RegisteredFunction<Function>, core: PoolCore, chunkSize: Int, isOrdered: Bool, ahead: Int,
    inputs: sending LazyInputs<Function.Input>
  ) {
    let feed = ProcessChunkFeed(registered: function, core: core)
    super.init(feed, chunkSize: chunkSize, isOrdered: isOrdered, ahead: ahead, inputs: inputs)
  }
}

/// What a process pool does for the chunks of a lazy map.
struct ProcessChunkFeed<Function: WorkerFunction>: ChunkFeed {
  let registered: RegisteredFunction<Function>
  let core: PoolCore

  func chunk(
    _ inputs: [Function.Input], index: Int, sink: any ChunkSink<Function.Output>
  ) throws -> ChunkTask<Function> {
    try ChunkTask(registered, inputs, index: index, sink: sink)
  }

  func submitIfRoom(_ chunk: ChunkTask<Function>) throws -> Bool { try core.submitIfRoom(chunk) }
  func submit(_ chunk: ChunkTask<Function>, until deadline: Int?) throws -> Bool {
    try core.submit(chunk, until: deadline)
  }

  func submit(awaitingRoom chunk: ChunkTask<Function>, until deadline: Int?) async throws -> Suspension.Wake {
    try await core.submit(awaitingRoom: chunk, until: deadline)
  }

  func fail(_ chunk: ChunkTask<Function>, _ error: any Error) { chunk.failed(error) }
  func cancel(_ chunk: ChunkTask<Function>) { _ = core.cancel(chunk) }
  func decode(_ bytes: [UInt8]) throws -> [Function.Output] { try registered.outputs.decode(bytes) }
  func help() -> Bool { false }
}
