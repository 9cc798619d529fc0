internal import Glibc

/// Runs a system call until it is not interrupted, and takes errno at once where it fails.
@discardableResult
func checked<Result: FixedWidthInteger & SignedInteger>(
  _ call: StaticString, _ subject: @autoclosure () -> String? = nil, _ body: () -> Result
) throws(PosixError) -> Result {
  while true {
    let result = body()
    if result != -1 { return result }
    let code = errno
    if code != EINTR { throw PosixError(call: "\(call)", code: Errno(rawValue: code), subject: subject()) }
  }
}

/// Checks the calls that return their error number instead of setting errno (pthread, posix_spawn).
func checkedNumber(_ call: StaticString, _ code: Int32, subject: @autoclosure () -> String? = nil) throws(PosixError) {
  if code != 0 { throw PosixError(call: "\(call)", code: Errno(rawValue: code), subject: subject()) }
}
