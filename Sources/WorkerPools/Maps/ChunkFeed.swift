/// What a pool does for the chunks of a lazy map.
protocol ChunkFeed: Sendable {
  associatedtype Input
  associatedtype Output: Sendable
  associatedtype Chunk

  /// A chunk whose end `sink` is told; throws where the inputs cannot be taken.
  func chunk(_ inputs: [Input], index: Int, sink: any ChunkSink<Output>) throws -> Chunk
  /// Submits the chunk; `false` where the queue has no room.
  func submitIfRoom(_ chunk: Chunk) throws -> Bool
  /// Submits the chunk when the queue has room; `false` where the deadline (`MonotonicTime`) passed first.
  func submit(_ chunk: Chunk, until deadline: Int?) throws -> Bool
  /// As `submit`, without blocking a thread; what was not `told` of room is not submitted.
  func submit(awaitingRoom chunk: Chunk, until deadline: Int?) async throws -> Suspension.Wake
  /// The chunk was not submitted, and is not going to be.
  func fail(_ chunk: Chunk, _ error: any Error)
  /// Ends a chunk that was submitted, as `cancel` ends a task.
  func cancel(_ chunk: Chunk)
  /// The outputs that bytes stand for, where outputs come as bytes.
  func decode(_ bytes: [UInt8]) throws -> [Output]
  /// Has the calling thread run a chunk that has not begun, where it can; whether it did.
  ///
  /// Throws where as many tasks run there already, one inside the other, as may.
  func help() throws -> Bool
}
