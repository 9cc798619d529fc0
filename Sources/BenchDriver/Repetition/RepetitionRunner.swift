package import BenchModel
package import BenchPlan
package import WorkerPoolsPosix

/// Runs one repetition as a child process and turns whatever happens into a record.
package struct RepetitionRunner {
  private let environment: EnvironmentVariables
  private let scratch: String
  private let watchdog: Watchdog?
  private let interruption: Interruption
  private let log: ([UInt8]) throws -> Void

  /// A runner whose children inherit `environment`, and whose specs and records lie in the folder `scratch`.
  ///
  /// `log` receives what the children print.
  package init(
    environment: EnvironmentVariables, scratch: String, watchdog: Watchdog?, interruption: Interruption,
    log: @escaping ([UInt8]) throws -> Void
  ) {
    self.environment = environment
    self.scratch = scratch
    self.watchdog = watchdog
    self.interruption = interruption
    self.log = log
  }

  /// Runs the arm; a crash, a hang, a flood or a malformed record is a record with its status.
  ///
  /// - Throws: `Interrupted`, and errors of the driver's own files.
  package func run(_ arm: PlannedArm, spec: RepetitionSpec, timeoutNs: Int) throws -> RepetitionRecord {
    let files = RepetitionScratch(folder: scratch)
    defer { files.remove() }
    try files.write(spec)
    let supervised: SupervisedChild.Result
    do {
      let launch = launch(arm, phase: spec.phase, files.arguments)
      supervised = try SupervisedChild.run(
        launch, timeoutNs: timeoutNs, watchdog: watchdog, interruption: interruption)
    } catch let error as SpawnError {
      return RepetitionRecord(status: .failed, statusDetail: error.description)
    }
    try log(supervised.output.logEntry(title: "seq \(spec.seq), round \(spec.round), \(spec.arm), \(spec.workload)"))
    return RepetitionEnding.record(
      end: supervised.end, lastLine: supervised.output.lastLine, readRecord: files.readRecord)
  }

  /// The arm with its words and variables as they were given, byte for byte.
  private func launch(_ arm: PlannedArm, phase: Phase, _ arguments: [String]) -> Launch {
    let words = arm.arm.command + arguments
    var launch = Launch(path: arm.executable, arguments: CStrings(words.map { RawText.bytes(of: $0) }))
    let own = arm.arm.variables(phase: phase, mallocOptions: environment["MALLOC_CONF"])
    launch.preparedEnvironment = environment.setting(own).strings
    return launch
  }
}

/// The two files of one repetition.
struct RepetitionScratch {
  static let recordLimitBytes = 256 << 20

  private let specPath: String
  private let recordPath: String

  init(folder: String) {
    specPath = "\(folder)/.spec.json"
    recordPath = "\(folder)/.record.json"
  }

  var arguments: [String] { ["repetition", "--spec", specPath, "--record", recordPath] }

  func write(_ spec: RepetitionSpec) throws {
    FileSystemAccess.remove(recordPath)
    let file = try FileDescriptor.open(
      FilePath(specPath), .writeOnly, options: [.create, .truncate, .closeOnExec],
      permissions: [.ownerReadWrite, .groupRead, .otherRead])
    try file.closeAfter {
      try FileSystemAccess.write(try SnakeCaseJSON.encode(spec), to: file, path: specPath)
    }
  }

  /// The record, or what is wrong with it; `nil` where there is none.
  func readRecord() throws(RecordError) -> RepetitionRecord? {
    guard FileSystemAccess.exists(recordPath) else { return nil }
    guard let bytes = boundedContent() else {
      throw RecordError(description: "the record cannot be read or is larger than \(Self.recordLimitBytes) bytes")
    }
    return try RecordFile.parse(bytes)
  }

  func remove() {
    FileSystemAccess.remove(specPath)
    FileSystemAccess.remove(recordPath)
  }

  private func boundedContent() -> [UInt8]? {
    guard let file = try? FileDescriptor.open(FilePath(recordPath), .readOnly, options: [.closeOnExec, .nonBlocking])
    else {
      return nil
    }
    defer { try? file.close() }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while let count = try? chunk.withUnsafeMutableBytes({ try file.read(into: $0) }) {
      if count == 0 { return bytes }
      bytes += chunk.prefix(count)
      if bytes.count > Self.recordLimitBytes { return nil }
    }
    return nil
  }
}
