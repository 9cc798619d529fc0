/// A process that could not be started.
package struct SpawnError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The program that should have run.
  package let path: String
  /// The system call that refused.
  package let cause: PosixError

  package var code: Errno { cause.code }

  package var description: String {
    let advice = code.advice.map { "; \($0)" } ?? ""
    return "cannot start \(path): \(code.text)\(advice)"
  }
}
