import WorkerPoolsPosix

/// The echo server that `socket-io` talks to: a process of its own, so that its work is not the driver's.
package enum EchoServerMain {
  /// Listens on a free port of 127.0.0.1, writes the port and a line feed to standard output, and serves.
  ///
  /// Returns when standard input ends, which is how the driver's end, by whatever means, is noticed.
  package static func run() throws {
    ResourceLimit.descriptors.raiseToHard()
    let (listener, port) = try Loopback.listen(backlog: 4096)
    try FileSystemAccess.write(Array("\(port)\n".utf8), to: .standardOutput)
    try EchoServer.serve(listener: listener, lifeline: .standardInput)
  }
}
