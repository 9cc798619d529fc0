internal import CWorkerPools
internal import Glibc

/// The program that this process runs.
package enum ProcessImage {
  /// A path that leads to the running program itself, even where its file was replaced or removed.
  package static let executablePath = "/proc/self/exe"

  /// The path of the running program's file as it was when it started, or `nil` without procfs.
  package static func executableFile() -> String? { FileSystemAccess.linkTarget(executablePath) }

  package static var processIdentifier: Int32 { getpid() }

  package static var parentProcessIdentifier: Int32 { getppid() }

  /// The value of an environment variable, or `nil`.
  package static func environmentValue(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// The arguments after the program's name, as ``RawText`` has them.
  package static let arguments = CStringList(wp_arguments()).dropFirst().map { RawText.text(of: CStrings.bytes($0)) }

  /// Replaces this program by another, in the same process and with the same environment; returns only where that failed.
  package static func replace(path: String, arguments: CStrings) throws(PosixError) -> Never {
    let argv = CStringArray(arguments)
    let envp = CStringArray(environment: nil, adding: [:])
    let result = argv.withPointer { argv in envp.withPointer { execve(path, argv, $0) } }
    precondition(result == -1)
    throw PosixError(call: "execve", code: Errno(rawValue: errno), subject: path)
  }

  /// Ends the process at once, running no exit handler.
  package static func exitNow(_ code: Int32) -> Never { wp_exit(code) }

  /// Writes the coverage profile of a program that was built for one, which `exitNow` does not; nothing elsewhere.
  package static func writeProfile() { wp_write_profile() }

  /// Ends the process as `exit(3)` does.
  package static func exitNormally(_ code: Int32) -> Never { exit(code) }
}
