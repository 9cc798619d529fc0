import WorkerPoolsPosix

/// The folder of one run and the files in it.
///
/// A folder that was created or reopened is locked against other runs as long as a copy of the value exists, see ``RunLock``.
package struct RunDirectory: Sendable {
  /// The files of a run.
  package enum File: String, CaseIterable, Sendable {
    /// What is to be run; written first.
    case plan = "plan.json"
    case repetitions = "reps.csv"
    case summary = "summary.csv"
    case environment = "env.csv"
    case histograms = "histograms.csv"
    case tasks = "tasks.csv"
    /// What came of each test of a gate.
    case gate = "gate.csv"
    /// The tests of a self-test's gates.
    case selfTest = "selftest.csv"
    /// What was found, in Markdown.
    case digest = "summary.md"
    /// The same as a page with charts.
    case report = "report.html"
    /// The aims of the suite; only if it has some.
    case aims = "aims.json"
    /// What the arms printed.
    case log = "bench.log"
  }

  package let path: String
  private let lock: LockFile?

  private init(path: String, lock: LockFile? = nil) {
    self.path = path
    self.lock = lock
  }

  /// Creates the folder for a run, with all folders above it, and locks it; an empty one that is there is taken.
  ///
  /// Of two runs that want the same folder at once, one gets it.
  ///
  /// - Throws: `ResultsError.notEmpty`, `.inUse` or `.cannotCreate`.
  package static func create(at path: String) throws(ResultsError) -> RunDirectory {
    do {
      try FileSystemAccess.makeDirectory(path)
      // Looked at before, so that nothing is written to a folder that is somebody's; and under the lock, for certainty.
      guard try RunLock.isFree(path) else { throw ResultsError.notEmpty(path: path) }
    } catch let error as PosixError {
      throw .cannotCreate(path: path, error.code)
    } catch {
      throw .notEmpty(path: path)
    }
    let lock = try RunLock.take(path)
    guard (try? RunLock.isFree(path)) == true else { throw .notEmpty(path: path) }
    return RunDirectory(path: path, lock: lock)
  }

  /// Opens the folder of a run in order to complete it, and locks it.
  ///
  /// - Throws: `ResultsError.notARun`, `.inUse` if a run is going on there, or `.cannotCreate`.
  package static func reopen(at path: String) throws(ResultsError) -> RunDirectory {
    _ = try open(at: path)
    return RunDirectory(path: path, lock: try RunLock.take(path))
  }

  /// Opens the folder of a run that was made before, whole or interrupted, for reading.
  ///
  /// - Throws: `ResultsError.notARun`.
  package static func open(at path: String) throws(ResultsError) -> RunDirectory {
    let directory = RunDirectory(path: path)
    guard directory.holds(.plan) || directory.holds(.repetitions) else { throw .notARun(path: path) }
    return directory
  }

  package func path(of file: File) -> String { path.hasSuffix("/") ? path + file.rawValue : "\(path)/\(file.rawValue)" }

  package func holds(_ file: File) -> Bool { FileContent.exists(path: path(of: file)) }

  /// Writes plan.json; the type of the plan is the driver's.
  package func writePlan(_ plan: some Encodable) throws { try JsonFile.write(plan, path: path(of: .plan)) }

  /// Reads plan.json.
  package func readPlan<Plan: Decodable>(_ type: Plan.Type) throws(ResultsError) -> Plan {
    try JsonFile.read(type, path: path(of: .plan))
  }

  /// Writes a file whole, byte for byte.
  package func write(_ bytes: [UInt8], to file: File) throws(ResultsError) {
    try FileContent.write(bytes, path: path(of: file))
  }

  /// The bytes of a file.
  package func content(of file: File) throws(ResultsError) -> [UInt8] { try FileContent.read(path: path(of: file)) }

  /// Opens the file of a table for appending, and creates it where it is not there.
  package func appending(to table: Table) throws -> AppendOnlyFile {
    try AppendOnlyFile(path: "\(path)/\(table.fileName)", table: table)
  }

  /// Reads all rows of a table; none where the file is not there.
  package func rows(of table: Table) throws -> [TableRow] {
    let file = "\(path)/\(table.fileName)"
    return FileContent.exists(path: file) ? try table.read(path: file) : []
  }

  /// Writes env.csv whole.
  package func writeEnvironment(_ facts: EnvironmentFacts) throws(ResultsError) {
    try replace(.environment, with: facts.rows)
  }

  /// Writes a file whole, in place of what was there.
  ///
  /// - Throws: `ResultsError.cannotWrite`; a file that was there then stays as it was.
  package func replace(_ file: File, with rows: [TableRow]) throws(ResultsError) {
    guard let table = Table.all.first(where: { $0.fileName == file.rawValue }) else { return }
    let text = CsvWriter.line(table.header) + rows.map { CsvWriter.line($0.fields) }.joined()
    try FileContent.write(Array(text.utf8), path: path(of: file))
  }
}
