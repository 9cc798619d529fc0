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
    let folder = (ProcessImage.executableFile() ?? "").split(separator: "/").dropLast().joined(separator: "/")
    var launch = Launch(path: "/\(folder)/\(name)", arguments: [name, "\(taskSeconds)"])
    let file = try TemporaryFile.openUnlinked(in: "/tmp")
    defer { try? file.close() }
    launch.standardOutput = file
    let status = try ChildProcess.spawn(launch).wait().status
    let output = FileSystemAccess.text(of: "/proc/self/fd/\(file.rawValue)") ?? ""
    return Result(status: status, lines: output.split(separator: "\n").map(String.init))
  }
}
