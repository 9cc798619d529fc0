internal import CWorkerPools

/// The fork server's side of a `ForkConnection`.
package enum ForkService {
  /// How many descriptors, numbered from 3 on, a server must be passed: the connection, its lifeline, and any others.
  ///
  /// They keep the numbers free that workers will need.
  package static let reservedCount = Int32(wp_fork_reserved)

  /// Makes this process, which must have one thread only, a fork server.
  ///
  /// It serves until its host is gone. `prepare` is called for each function that a worker is to be ready for; it must
  /// leave no lock taken and no thread behind.
  package static func serve(
    _ connection: FileDescriptor, lifeLine: FileDescriptor, prepare: @convention(c) (UnsafePointer<CChar>?) -> Void
  ) -> Never {
    wp_fork_serve(connection.rawValue, lifeLine.rawValue, prepare)
  }
}
