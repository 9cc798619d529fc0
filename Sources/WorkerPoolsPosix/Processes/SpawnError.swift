/// A process that could not be started.
package struct SpawnError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The program that should have run.
  package let path: String
  /// The system call that refused.
  package let cause: PosixError

  package var code: Errno { cause.code }

  package var description: String {
    // That of the start itself says nothing that the sentence does not.
    if cause.call != "posix_spawn" { return "cannot start \(path): \(cause)" }
    if code == .noSuchFileOrDirectory, FileSystemAccess.exists(path) {
      return
        "cannot start \(path): the interpreter or loader that it names is not there; install it, or name another one"
    }
    let advice = code.advice.map { "; \($0)" } ?? ""
    return "cannot start \(path): \(code.text)\(advice)"
  }
}
