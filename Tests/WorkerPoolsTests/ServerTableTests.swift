import Testing

@testable import WorkerPools

/// How long a server stays that nobody needs, without a process.
@Suite("Leases of servers")
struct ServerTableTests {
  private func table() -> (ServerTable<String, Int>, () -> Int) {
    var made = 0
    return (
      ServerTable(lingerNs: 10),
      {
        made += 1
        return made
      }
    )
  }

  @Test("a server stays while anybody has a lease, and lingers after the last one")
  func lingering() {
    var (table, make) = table()
    #expect(table.lease("a", make: make) == 1)
    #expect(table.lease("a", make: make) == 1)
    table.endLease("a", nowNs: 100)
    #expect(table.nextNs == nil)
    #expect(table.takeDue(nowNs: .max) == [])
    table.endLease("a", nowNs: 200)
    #expect(table.nextNs == 210)
    #expect(table.takeDue(nowNs: 209) == [])
    #expect(table.takeDue(nowNs: 210) == [1])
    #expect(table.nextNs == nil)
    #expect(table.servers.isEmpty)
    #expect(table.lease("a", make: make) == 2)
  }

  @Test("a new lease takes a server over that lingers, and its time begins anew")
  func takeOver() {
    var (table, make) = table()
    _ = table.lease("a", make: make)
    table.endLease("a", nowNs: 0)
    #expect(table.lease("a", make: make) == 1)
    #expect(table.nextNs == nil)
    #expect(table.takeDue(nowNs: 1000) == [])
    table.endLease("a", nowNs: 1000)
    #expect(table.nextNs == 1010)
  }

  @Test("a server that has nothing to end is forgotten at once, unless somebody needs it")
  func nothingToEnd() {
    var (table, make) = table()
    _ = table.lease("a", make: make)
    _ = table.lease("a", make: make)
    table.endLease("a", nowNs: 0) { _ in false }
    #expect(table.server("a") == 1)
    table.endLease("a", nowNs: 0) { _ in false }
    #expect(table.servers.isEmpty)
    #expect(table.nextNs == nil)
  }

  @Test("servers are kept apart")
  func several() {
    var (table, make) = table()
    #expect(table.lease("a", make: make) == 1)
    #expect(table.lease("b", make: make) == 2)
    table.endLease("b", nowNs: 5)
    #expect(table.nextNs == 15)
    #expect(table.takeDue(nowNs: 20) == [2])
    #expect(table.server("a") == 1)
    #expect(table.server("b") == nil)
  }
}

@Suite("Samples")
struct NewestSamplesTests {
  @Test("what is kept of a pool's starts and ends does not grow with its age")
  func newest() {
    var samples = NewestSamples()
    for number in 0..<5000 { samples.append(number) }
    #expect(samples.values == Array(5000 - NewestSamples.capacity..<5000))
  }
}
