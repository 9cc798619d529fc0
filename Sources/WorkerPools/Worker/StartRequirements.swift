internal import WorkerPoolsPosix

/// What this process needs in order to start others: looked for before anything is started.
enum StartRequirements {
  private struct Findings {
    var calls: Set<RequiredCall> = []
    /// Whether there is what units need, besides calls.
    var hasFiles = false
  }

  /// What has been found, and is not looked for again.
  private static let findings = Locked(Findings())

  /// Throws a `PoolError` that names what a pool of this configuration lacks here.
  static func check(_ configuration: ProcessPool.Configuration) throws(PoolError) {
    try findings.withLock { findings throws(PoolError) in try check(RequiredCall.allCases, &findings) }
    try checkFiles(executable: configuration.executable)
    if configuration.maxMemoryPerWorker != nil, ProcessMemory.anonymousBytes() == nil {
      throw PoolError.noMemoryFigures
    }
  }

  /// Throws a `PoolError` that names what a process of that executable for one task, or a fork server, lacks here.
  static func checkForUnit(executable: String?) throws(PoolError) {
    try findings.withLock { findings throws(PoolError) in
      try check(RequiredCall.forProcesses, &findings)
      if findings.hasFiles { return }
      try checkFiles(executable: executable)
      findings.hasFiles = executable == nil
    }
  }

  private static func check(_ calls: [RequiredCall], _ findings: inout Findings) throws(PoolError) {
    for call in calls where !findings.calls.contains(call) {
      do throws(PosixError) {
        try call.probe()
      } catch {
        throw PoolError.cannotStart(error)
      }
      findings.calls.insert(call)
    }
  }

  private static func checkFiles(executable: String?) throws(PoolError) {
    if !FileSystemAccess.exists("/dev/null") { throw PoolError.noStandardInput }
    guard executable == nil else { return }
    if ProcessImage.executableFile() == nil { throw PoolError.noOwnImage }
    if let loader = ProcessImage.foreignExecutable() { throw PoolError.startedByLoader(loader) }
  }
}

extension PoolError {
  private static func missing(_ description: String) -> PoolError {
    PoolError(.cannotStart, description, systemErrorNumber: Errno.noSuchFileOrDirectory.rawValue)
  }

  fileprivate static let noStandardInput = missing(
    "there is no /dev/null here, which is every worker's standard input; make it (mknod -m 666 /dev/null c 1 3)")

  fileprivate static let noOwnImage = missing(
    "there is no /proc here, and workers run this program again by /proc/self/exe; mount it (mount -t proc proc /proc), or set executable to the program's path"
  )

  fileprivate static let noMemoryFigures = missing(
    "there is no /proc here, where a worker looks up its memory for maxMemoryPerWorker; mount it (mount -t proc proc /proc), or set no such limit"
  )

  fileprivate static func startedByLoader(_ loader: String) -> PoolError {
    PoolError(
      .cannotStart,
      "this program was started through the dynamic loader \(loader), which its workers would run instead of it; start the program itself, or set executable to its path"
    )
  }
}
