internal import CWorkerPools
internal import Glibc

/// Two sockets that are connected to each other.
package struct SocketPair: Sendable {
  /// What a socket keeps of what is sent through it.
  package enum Kind: Sendable {
    /// The order of the bytes.
    case stream
    /// Each message as a whole, too.
    case messages
  }

  package let ours: FileDescriptor
  package let theirs: FileDescriptor

  package init(_ kind: Kind = .stream) throws(PosixError) {
    let type = Int32((kind == .stream ? SOCK_STREAM : SOCK_SEQPACKET).rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    (ours, theirs) = try newDescriptors("socketpair") { socketpair(AF_UNIX, type, 0, $0) }
  }

  /// Whether the other end has not read all that was written to this one.
  package static func hasUnread(_ descriptor: FileDescriptor) -> Bool { wp_unread(descriptor.rawValue) > 0 }

  /// Closes both ends.
  package func close() {
    try? ours.close()
    try? theirs.close()
  }
}
