internal import WorkerPoolsPosix

/// What a task path consists of beside its two ends: the descriptors that a worker is passed.
struct PathFiles: Sendable {
  /// Counters, rings and the payloads of requests; the host alone allocates in it.
  let requests: FileDescriptor
  /// The payloads of replies; the worker alone allocates in it.
  let replies: FileDescriptor
  /// An event descriptor by which the worker rings the host's dispatcher.
  ///
  /// Each worker has its own, which the host never reads or writes: whatever a task does to it, nobody else misses a ring.
  let bell: FileDescriptor

  /// The files as a worker finds them.
  init(requests: FileDescriptor, replies: FileDescriptor, bell: FileDescriptor) {
    self.requests = requests
    self.replies = replies
    self.bell = bell
  }

  /// Makes the shared files, which `close` closes; the name is for /proc alone.
  init(name: String, bell: FileDescriptor) throws(PosixError) {
    requests = try SharedFile.create(name: name)
    do throws(PosixError) {
      replies = try SharedFile.create(name: name)
    } catch {
      try? requests.close()
      throw error
    }
    self.bell = bell
  }

  /// Whether the host can still write to the file of its requests, as far as that is the worker's to change.
  var areSound: Bool { SharedFile.isSealedAsMade(requests) ?? true }

  func close() {
    try? requests.close()
    try? replies.close()
  }
}
