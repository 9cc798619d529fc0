import WorkerPoolsPosix

/// Real file traffic: write a temporary file in full, bring its data to the medium, read it back.
///
/// The file has no name and belongs to one unit, a thread or a process, which opens it with its first task. Each task
/// writes it in full, calls fdatasync(2), and reads it back from the page cache.
struct FileIOWorkload: Workload {
  static let name = "file-io"
  static let summary = "write an unlinked temporary file of the payload's size, fdatasync it, and read it back"
  static let parameters: Set<WorkloadParameter> = [.payload]
  static let needs: Set<WorkloadNeed> = [.fileDirectory]
  static let carriesBytes = false

  /// The file's size where the cell has none, in bytes.
  static let defaultSize = 64 << 10

  private static let file = ThreadLocal<ScratchFile>()

  private let seed: UInt64
  private let size: Int
  private let directory: String

  init(_ settings: WorkloadSettings) throws {
    seed = settings.seed
    size = try WorkloadSettings.require(
      settings.payloadBytes ?? Self.defaultSize, "payload_bytes", of: Self.name, in: WorkloadSettings.payloadSizes)
    directory = settings.fileDirectory ?? "/tmp"
  }

  func run(task: UInt64, input: [UInt8]) throws -> TaskOutput {
    do {
      return TaskOutput(value: try ownFile().roundTrip(base: TaskBase.of(seed: seed, task: task)))
    } catch {
      throw WorkloadError.system(workload: Self.name, cause: "\(error)")
    }
  }

  func expectedValue(forTask task: UInt64) -> UInt64 {
    WordSequence.expectedSum(count: size, base: TaskBase.of(seed: seed, task: task))
  }

  private func ownFile() throws -> ScratchFile {
    if let file = Self.file.value, file.size == size, file.directory == directory { return file }
    let file = try ScratchFile(size: size, directory: directory)
    Self.file.value = file
    return file
  }
}

/// A unit's own file and the memory that it is written from and read into.
private final class ScratchFile {
  let size: Int
  let directory: String
  private let descriptor: FileDescriptor
  private let written: UnsafeMutableRawBufferPointer
  private let received: UnsafeMutableRawBufferPointer

  init(size: Int, directory: String) throws {
    self.size = size
    self.directory = directory
    descriptor = try TemporaryFile.openUnlinked(in: directory)
    written = .allocate(byteCount: size, alignment: 16)
    received = .allocate(byteCount: size, alignment: 16)
  }

  deinit {
    try? descriptor.close()
    written.deallocate()
    received.deallocate()
  }

  /// Writes the words from `base` on, reads them back and sums up what was read.
  func roundTrip(base: UInt64) throws -> UInt64 {
    WordSequence.fill(written, base: base)
    try descriptor.writeAll(toAbsoluteOffset: 0, UnsafeRawBufferPointer(written))
    try FileSystemAccess.synchronizeData(of: descriptor)
    var count = 0
    while count < size {
      let rest = UnsafeMutableRawBufferPointer(rebasing: received[count...])
      let more = try descriptor.read(fromAbsoluteOffset: Int64(count), into: rest)
      if more == 0 { break }
      count += more
    }
    return WordSequence.sum(of: UnsafeRawBufferPointer(rebasing: received[..<count]))
  }
}
