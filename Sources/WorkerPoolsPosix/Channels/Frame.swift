/// One message of a channel: a kind and three numbers that mean what sender and receiver agree on, and bytes.
package struct Frame: Sendable, Hashable {
  package var kind: UInt8
  package var tag: UInt32
  package var number: UInt64
  package var stamp: Int
  package var body: [UInt8]

  package init(kind: UInt8, tag: UInt32 = 0, number: UInt64 = 0, stamp: Int = 0, body: [UInt8] = []) {
    self.kind = kind
    self.tag = tag
    self.number = number
    self.stamp = stamp
    self.body = body
  }
}

/// What stands before the body of each frame on a socket; both ends run on one machine, so that its byte order is theirs.
struct FrameHeader: BitwiseCopyable {
  /// A mark in the upper three bytes, by which bytes that are no frame are recognised, and the kind in the lowest.
  private var markAndKind: UInt32
  var tag: UInt32
  var number: UInt64
  var stamp: Int
  private var bodyLength: UInt64

  private static let mark: UInt32 = 0x5750_3100
  static let size = MemoryLayout<FrameHeader>.size

  init(_ frame: Frame) {
    markAndKind = Self.mark | UInt32(frame.kind)
    tag = frame.tag
    number = frame.number
    stamp = frame.stamp
    bodyLength = UInt64(frame.body.count)
  }

  var isValid: Bool { markAndKind & ~0xFF == Self.mark && bodyLength <= UInt64(Int.max >> 1) }
  var kind: UInt8 { UInt8(truncatingIfNeeded: markAndKind) }
  var length: Int { Int(bodyLength) }
}

/// Why a channel carries no more frames.
package enum ChannelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The other end is gone.
  case closed
  /// The other end is gone, and had not read all that was sent to it.
  case reset
  /// What came is no frame.
  case malformed
  case failed(PosixError)

  package var description: String {
    switch self {
    case .closed: "the other end of the channel is closed"
    case .reset: "the other end of the channel was closed before it had read everything"
    case .malformed: "something that is no message was written to the channel; let tasks leave descriptors alone"
    case .failed(let error): error.description
    }
  }
}
