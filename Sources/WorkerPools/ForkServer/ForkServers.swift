internal import WorkerPoolsPosix

/// The fork servers of this host process: one for each executable and what its workers inherit, shared by all that start workers.
enum ForkServers {
  private struct Key: Hashable {
    let path: String
    let inherited: Surroundings.Inherited
  }

  private struct Table {
    /// The process that the servers belong to.
    let host = ProcessImage.processIdentifier
    var servers: [Key: ForkServer] = [:]
  }

  private static let table = Locked(Table())

  /// The server for that executable, `nil` for this program, in those surroundings; it is started when it is first used.
  static func server(for executable: String?, in surroundings: Surroundings) -> ForkServer {
    let key = Key(path: executable ?? ProcessImage.executablePath, inherited: surroundings.inherited)
    return table.withLock { table in
      if table.host != ProcessImage.processIdentifier {
        // A fork of the host: its parent's servers are not its own, and must not be ended with these objects.
        for server in table.servers.values { _ = Unmanaged.passRetained(server) }
        table = Table()
      }
      if let server = table.servers[key] { return server }
      let server = ForkServer(executable: executable)
      table.servers[key] = server
      return server
    }
  }
}
