internal import CWorkerPools
internal import Glibc

// Where descriptors come from. A host may run with standard streams closed; a descriptor of the library that took one of their
// numbers would get what the program prints, and be closed or replaced by whoever opens the stream again.

/// Runs a system call that makes a descriptor and returns it under a number from 3 on.
func newDescriptor(
  _ call: StaticString, _ subject: @autoclosure () -> String? = nil, _ body: () -> Int32
) throws(PosixError) -> FileDescriptor {
  let number = wp_above_streams(try checked(call, subject(), body))
  if number == -1 { throw PosixError(call: "\(call)", code: Errno(rawValue: errno), subject: subject()) }
  return FileDescriptor(rawValue: number)
}

/// As `newDescriptor`, for a call that makes two.
func newDescriptors(
  _ call: StaticString, _ body: (UnsafeMutablePointer<Int32>) -> Int32
) throws(PosixError) -> (FileDescriptor, FileDescriptor) {
  var pair: [Int32] = [-1, -1]
  try checked(call) { body(&pair) }
  let first: FileDescriptor
  do throws(PosixError) {
    first = try newDescriptor(call) { pair[0] }
  } catch {
    close(pair[1])
    throw error
  }
  do throws(PosixError) {
    return (first, try newDescriptor(call) { pair[1] })
  } catch {
    try? first.close()
    throw error
  }
}
