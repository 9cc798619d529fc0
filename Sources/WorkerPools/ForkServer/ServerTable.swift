/// Which servers there are, who needs them, and how long those stay that nobody needs: policy, without a process or a clock.
struct ServerTable<Key: Hashable, Server> {
  private struct Entry {
    let server: Server
    var leaseCount = 0
    /// When it is to be ended, if nobody needs it before.
    var endNs: Int?
  }

  /// For how long a server stays when the last lease of it is over.
  let lingerNs: Int
  private var entries: [Key: Entry] = [:]

  init(lingerNs: Int) { self.lingerNs = lingerNs }

  var servers: [Server] { entries.values.map(\.server) }

  /// The server of that key, if there is one.
  func server(_ key: Key) -> Server? { entries[key]?.server }

  /// A lease of the server of that key, which is made if there is none; `endLease` follows.
  mutating func lease(_ key: Key, make: () -> Server) -> Server {
    var entry = entries[key] ?? Entry(server: make())
    entry.leaseCount += 1
    entry.endNs = nil
    entries[key] = entry
    return entry.server
  }

  /// A lease is over; a server that nobody needs any more is forgotten where it is not to linger.
  mutating func endLease(_ key: Key, nowNs: Int, lingers: (Server) -> Bool = { _ in true }) {
    guard var entry = entries[key] else { return }
    entry.leaseCount -= 1
    if entry.leaseCount == 0 { entry.endNs = nowNs + lingerNs }
    entries[key] = entry.leaseCount == 0 && !lingers(entry.server) ? nil : entry
  }

  /// Takes out the servers that are to be ended by now.
  mutating func takeDue(nowNs: Int) -> [Server] {
    let due = entries.filter { entry in entry.value.endNs.map { $0 <= nowNs } ?? false }
    for key in due.keys { entries[key] = nil }
    return due.values.map(\.server)
  }

  /// When the next one is to be ended; `nil` if all are needed.
  var nextNs: Int? { entries.values.compactMap(\.endNs).min() }
}
