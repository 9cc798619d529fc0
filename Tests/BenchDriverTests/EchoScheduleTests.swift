import BenchDriver
import Testing

@Suite("The echo server's schedule")
struct EchoScheduleTests {
  @Test("answers leave when they are due, the earliest first, not in the order of the requests")
  func dueOrder() {
    var schedule = EchoSchedule()
    schedule.add(connection: 1, value: 10, thinkNs: 500, now: 0)
    schedule.add(connection: 2, value: 20, thinkNs: 100, now: 0)
    #expect(schedule.nextDueNs == 100)
    #expect(schedule.popDue(now: 99) == nil)
    let first = schedule.popDue(now: 100)
    #expect(first?.connection == 2)
    #expect(first?.value == 20)
    #expect(schedule.popDue(now: 100) == nil)
    #expect(schedule.popDue(now: 600)?.connection == 1)
    #expect(schedule.nextDueNs == nil)
  }

  @Test("answers due at the same time leave in the order of the requests")
  func ties() {
    var schedule = EchoSchedule()
    for connection in 0..<20 { schedule.add(connection: UInt64(connection), value: 0, thinkNs: 5, now: 0) }
    let order = (0..<20).compactMap { _ in schedule.popDue(now: 5)?.connection }
    #expect(order == Array(0..<20))
  }

  @Test("an absurd thinking time is far away, not an overflow")
  func overflow() {
    var schedule = EchoSchedule()
    schedule.add(connection: 1, value: 1, thinkNs: .max, now: 1_000)
    #expect(schedule.popDue(now: .max - 1) == nil)
  }

  @Test("requests come out whole however their bytes are cut", arguments: [1, 5, 16, 23, 48])
  func cuts(size: Int) {
    let requests = (1...3).map { (think: UInt64($0) << 40, value: UInt64.max / UInt64($0)) }
    let stream = requests.flatMap { EchoConnection.bytes($0.think) + EchoConnection.bytes($0.value) }
    var connection = EchoConnection()
    var received: [EchoConnection.Request] = []
    for start in stride(from: 0, to: stream.count, by: size) {
      received += connection.feed(stream[start..<min(start + size, stream.count)])
    }
    #expect(received.map(\.thinkNs) == requests.map(\.think))
    #expect(received.map(\.value) == requests.map(\.value))
  }
}
