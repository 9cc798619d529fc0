internal import CWorkerPools
internal import Glibc

/// The death of a host, told by the kernel to a process that need not be listening.
///
/// A process arms a socket whose other end its host holds. When that end closes, however the host ended, the kernel sends
/// SIGKILL to the whole process group: no thread of it needs to be awake, and no task can be in the way. Unlike
/// PR_SET_PDEATHSIG it does not fire when merely the thread that spawned the process ends.
package enum LifeLine {
  /// Arms the socket for the process group; throws where the host is already gone.
  ///
  /// From then on nothing may be written to the other end, and nothing may be sent that could fill the socket's buffer: the
  /// room that the peer makes by reading would be an event, too. Send such a thing between `disarm` and another `arm`.
  package static func arm(_ socket: FileDescriptor, group: Int32) throws {
    try checked("fcntl") { wp_arm_lifeline(socket.rawValue, group) }
    // An end that closed before the socket was armed gave no signal.
    var entries = [PollEntry(socket, .hangUp)]
    if try poll(&entries, timeoutNs: 0) > 0 {
      throw PosixError(call: "poll", code: .brokenPipe, subject: "the socket to the host")
    }
  }

  /// Whether the next bytes that were written to the other end are those by which a process says that it is a worker.
  package static func readAnnouncement(_ socket: FileDescriptor) -> Bool {
    var bytes: UInt64 = 0
    let size = MemoryLayout<UInt64>.size
    return recv(socket.rawValue, &bytes, size, Int32(MSG_DONTWAIT)) == size && bytes == wp_announcement
  }

  /// Reads and drops what was written to the other end, on the host's side; not all of it where somebody goes on writing.
  package static func discard(_ socket: FileDescriptor) {
    var bytes = [UInt8](repeating: 0, count: 4096)
    for _ in 0..<16 where recv(socket.rawValue, &bytes, bytes.count, Int32(MSG_DONTWAIT)) <= 0 { return }
  }

  /// Takes the order back.
  package static func disarm(_ socket: FileDescriptor) throws {
    try checked("fcntl") { wp_disarm_lifeline(socket.rawValue) }
  }
}
