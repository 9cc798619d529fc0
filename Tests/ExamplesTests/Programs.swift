import SystemPackage
import Testing
import WorkerPoolsPosix

/// A program of the folder Examples/, as it was built beside the tests.
enum ExampleProgram {
  struct Result {
    let status: TerminationStatus
    let lines: [String]
  }

  /// Runs the program to its end, with tasks that take so many seconds.
  static func run(_ name: String, taskSeconds: Double) throws -> Result {
    try run(name, arguments: ["\(taskSeconds)"]) { _, _ in }
  }

  /// Runs the program to its end; `body` may do something to it, and sees what it has printed so far.
  static func run(
    _ name: String, arguments: [String], _ body: (ChildProcess, _ output: () -> String) throws -> Void
  ) throws -> Result {
    let folder = (ProcessImage.executableFile() ?? "").split(separator: "/").dropLast().joined(separator: "/")
    var launch = Launch(path: "/\(folder)/\(name)", arguments: [name] + arguments)
    let file = try TemporaryFile.openUnlinked(in: "/tmp")
    defer { try? file.close() }
    launch.standardOutput = file
    let output = { FileSystemAccess.text(of: "/proc/self/fd/\(file.rawValue)") ?? "" }
    let child = try ChildProcess.spawn(launch)
    try body(child, output)
    let status = child.wait().status
    return Result(status: status, lines: output().split(separator: "\n").map(String.init))
  }
}
