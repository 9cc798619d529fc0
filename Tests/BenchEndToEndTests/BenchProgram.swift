import SystemPackage
import Testing
import WorkerPoolsPosix

/// The program under test: the binary that `BENCH_BINARY` names, or the debug build beside the tests.
enum Bench {
  /// The root of the package: the folder that holds Tests.
  static let packageRoot = String(
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/"))

  static let binary: String = {
    if let path = ProcessImage.environmentValue("BENCH_BINARY") { return path }
    let ownFolder = (ProcessImage.executableFile() ?? "").split(separator: "/").dropLast().joined(separator: "/")
    return "/" + ownFolder + "/bench"
  }()

  /// Starts the program with its output going to files.
  static func start(_ arguments: [String], environment: [String: String] = [:]) throws -> BenchProgram {
    try BenchProgram(arguments, environment: environment)
  }

  /// Runs a script of sh, in which `$BENCH` is the program, in that folder.
  static func shell(_ script: String, in folder: TemporaryFolder) throws -> BenchProgram.Result {
    let words = ["-c", "cd '\(folder.path(""))' && \(script)"]
    return try BenchProgram(words, program: "/bin/sh", environment: ["BENCH": binary]).finish()
  }

  /// Runs the program to its end.
  static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> BenchProgram.Result {
    try start(arguments, environment: environment).finish()
  }
}

/// One running `bench`.
final class BenchProgram {
  struct Result {
    let status: TerminationStatus
    let output: String
    let errors: String
  }

  /// A variable that every process of this run inherits, and by which they are found.
  private let mark = "BENCH_TEST_MARK=\(MonotonicTime.now())-\(UInt32.random(in: 0 ... .max))"
  private let folder: TemporaryFolder
  private let child: ChildProcess

  init(_ arguments: [String], program: String = Bench.binary, environment: [String: String]) throws {
    folder = try TemporaryFolder()
    let mark = self.mark.split(separator: "=").map(String.init)
    var launch = Launch(path: program, arguments: [program] + arguments)
    launch.additionalEnvironment = ["BENCH_ALLOW_DEBUG": "1", mark[0]: mark[1]].merging(environment) { $1 }
    let output = try FileDescriptor.open(
      FilePath(folder.path("out")), .writeOnly, options: [.create], permissions: .ownerReadWrite)
    let errors = try FileDescriptor.open(
      FilePath(folder.path("err")), .writeOnly, options: [.create], permissions: .ownerReadWrite)
    defer {
      try? output.close()
      try? errors.close()
    }
    launch.standardOutput = output
    launch.standardError = errors
    child = try ChildProcess.spawn(launch)
  }

  var pid: Int32 { child.pid }

  func signal(_ number: Int32) { child.signal(number) }

  /// Waits for the program's end.
  func finish() throws -> Result {
    let status = child.wait().status
    return Result(status: status, output: try folder.read("out"), errors: try folder.read("err"))
  }

  /// Waits until `reps.csv` has so many rows.
  func waitForRows(_ count: Int, in run: String) throws {
    try waitUntil("\(count) rows in \(run)/reps.csv") {
      let text = FileSystemAccess.text(of: run + "/reps.csv") ?? ""
      return text.split(separator: "\n").count > count
    }
  }

  /// Waits until this program has the lock of the run, from when on it takes signals as an end of the run.
  func waitForLock(in run: String) throws {
    try waitUntil("the lock of \(run)") { FileSystemAccess.text(of: run + "/.lock") == "\(pid)\n" }
  }

  /// Waits until the run can be resumed.
  func waitForPlan(in run: String) throws {
    try waitUntil("the plan of \(run)") { FileSystemAccess.exists(run + "/plan.json") }
  }

  func waitForProcesses(atLeast count: Int) throws {
    try waitUntil("\(count) processes") { try processes().count >= count }
  }

  /// The processes of this run that are still there after at most so many nanoseconds.
  func processesLeft(within nanoseconds: Int) throws -> [String] {
    let deadline = MonotonicTime.now() + nanoseconds
    while true {
      let left = try processes()
      if left.isEmpty || MonotonicTime.now() >= deadline { return left }
      MonotonicTime.sleep(nanoseconds: 10_000_000)
    }
  }

  /// Polls for a condition of other processes, which offer no event to wait for.
  private func waitUntil(_ what: String, _ condition: () throws -> Bool) throws {
    let deadline = MonotonicTime.now() + 50_000_000_000
    while try !condition() {
      guard MonotonicTime.now() < deadline else {
        Issue.record("waited in vain for \(what): \(try folder.read("err"))")
        return
      }
      MonotonicTime.sleep(nanoseconds: 5_000_000)
    }
  }

  /// The live processes that carry this run's mark in their environment.
  private func processes() throws -> [String] {
    try FileSystemAccess.entries(of: "/proc").filter { name in
      guard Int(name) != nil, let variables = FileSystemAccess.text(of: "/proc/\(name)/environ") else { return false }
      return variables.split(separator: "\0").contains { $0 == mark }
    }
  }
}
