internal import WorkerPoolsPosix

/// Takes the backtrace out of what a crashing Swift process writes: the line that announces it, and one line for each frame.
///
/// Without the toolchain's backtracer, the runtime prints one after each fatal error, and no setting stops it. Bytes that
/// cannot belong to a backtrace are passed on at once, whole lines or not.
struct BacktraceFilter {
  private static let announcement = Array("Current stack trace:".utf8)

  /// The beginning of a line that may turn out to be the announcement.
  private var held: [UInt8] = []
  private var isInTrace = false
  private var isAtLineStart = true

  /// The part of the next bytes that is to be passed on.
  mutating func pass(_ bytes: [UInt8]) -> [UInt8] {
    var passed: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.first {
      if isAtLineStart || isInTrace || !held.isEmpty {
        take(byte, &passed)
        rest = rest.dropFirst()
      } else {
        // No backtrace begins in the middle of a line.
        let end = ByteSearch.firstIndex(of: UInt8(ascii: "\n"), in: rest) ?? rest.endIndex
        passed += rest[..<end]
        isAtLineStart = end < rest.endIndex
        if isAtLineStart { passed.append(UInt8(ascii: "\n")) }
        rest = rest[min(end + 1, rest.endIndex)...]
      }
    }
    return passed
  }

  /// What was held back when the last bytes have come.
  mutating func finish() -> [UInt8] {
    defer { held = [] }
    return isInTrace ? [] : held
  }

  private mutating func take(_ byte: UInt8, _ passed: inout [UInt8]) {
    let isEnd = byte == UInt8(ascii: "\n")
    if isInTrace {
      // A frame begins with its number.
      let isFrame = !isAtLineStart || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      isAtLineStart = isFrame ? isEnd : isAtLineStart
      if isFrame { return }
      isInTrace = false
    }
    if isAtLineStart || !held.isEmpty {
      if isEnd, held == Self.announcement {
        held = []
        isInTrace = true
        return isAtLineStart = true
      }
      if held.count < Self.announcement.count, byte == Self.announcement[held.count] {
        held.append(byte)
        return isAtLineStart = false
      }
      passed += held
      held = []
    }
    passed.append(byte)
    isAtLineStart = isEnd
  }
}
