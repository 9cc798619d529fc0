import Glibc
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// The shared memory between a host and a worker, with both in one process.
@Suite("Task path", .serialized)
struct TaskPathTests {
  @Test("messages arrive in order, many times round the rings", .timeLimit(.minutes(20)))
  func order() throws {
    let host = try HostPath(name: "path-test")
    defer { host.close() }
    let worker = try WorkerPath(host.files)
    var random = SeededGenerator(seed: 1)
    var (sent, received) = (0, 0)
    while received < 5000 {
      for _ in 0..<Int.random(in: 1...HostPath.window, using: &random) where sent - received < HostPath.window {
        #expect(try host.send(PathPair.request(1 + sent % 90, sent)))
        sent += 1
      }
      for _ in 0..<Int.random(in: 1...sent - received, using: &random) {
        #expect(PathPair.answer(worker))
        #expect(try host.receive() == [UInt8](repeating: UInt8(received & 255), count: 1 + received % 90))
        received += 1
      }
    }
  }

  @Test("whoever sleeps is woken", .timeLimit(.minutes(20)), arguments: [false, true])
  func sleeping(maySpin: Bool) throws {
    let pair = try PathPair(maySpin: maySpin)
    for number in 0..<3000 {
      // Now and then long enough for the worker to fall asleep.
      if number % 100 == 0 { #expect(!pair.host.awaitReply(timeoutNs: 500_000)) }
      #expect(try pair.host.send(PathPair.request(8, number)))
      #expect(try pair.host.receive().first == UInt8(number & 255))
    }
    try pair.end()
  }

  @Test("a request is either taken back or answered, once", .timeLimit(.minutes(20)))
  func takeBack() throws {
    let pair = try PathPair()
    var random = SeededGenerator(seed: 2)
    var waiting = Array((0..<20_000).reversed())
    var held: [Int] = []
    var (answers, takenBack) = (0, 0)
    while !waiting.isEmpty || !held.isEmpty {
      while held.count < 24, let number = waiting.last {
        // Slots of requests that were taken back are free again when an answer to a later one is read.
        guard try pair.host.send(PathPair.request(8 + number % 3 * 30, number)) else { break }
        held.append(waiting.removeLast())
      }
      if Bool.random(using: &random) {
        let taken = pair.host.takeBack(Int.random(in: 1...24, using: &random))
        let first = held.count - taken.unclaimed
        waiting += held[first..<first + taken.count].reversed()
        held.removeSubrange(first..<first + taken.count)
        takenBack += taken.count
      }
      for _ in 0..<pair.host.newReplies {
        let number = held.removeFirst()
        #expect(try pair.host.receive() == [UInt8](repeating: UInt8(number & 255), count: 8 + number % 3 * 30))
        answers += 1
      }
    }
    #expect(answers == 20_000)
    #expect(takenBack > 0)
    try pair.end()
  }

  @Test("payloads of any size pass, and large regions are given back", .timeLimit(.minutes(20)))
  func sizes() throws {
    let pair = try PathPair()
    for (number, count) in [0, 1, 32, 33, 4096, 1 << 18, 300_000, 1 << 21, 9 << 20, 20 << 20, 100].enumerated() {
      var request = PathPair.request(count, number)
      request += [UInt8](repeating: 0, count: count)
      #expect(try pair.host.send(request))
      #expect(try pair.host.receive() == [UInt8](repeating: UInt8(number), count: count))
    }
    // The worker gives its region back when it next looks for room.
    for _ in 0..<2 {
      #expect(try pair.host.send(PathPair.request(100, 7)))
      _ = try pair.host.receive()
    }
    var information = stat()
    fstat(pair.host.files.requests.rawValue, &information)
    #expect(information.st_blocks * 512 < 12 << 20)
    try pair.end()
  }

  @Test("a worker whose answers nobody reads waits for room, and goes on", .timeLimit(.minutes(20)))
  func backPressure() throws {
    let pair = try PathPair()
    for number in 0..<40 { #expect(try pair.host.send(PathPair.request(1 << 18, number))) }
    while pair.host.newReplies < 3 { _ = pair.host.awaitReply() }
    #expect(pair.host.newReplies <= 4, "the first answer sized the region for four")
    for number in 0..<40 {
      #expect(try pair.host.receive() == [UInt8](repeating: UInt8(number), count: 1 << 18))
    }
    try pair.end()
  }

  @Test("a host that has sent more than there is room for gets none until answers are read", .timeLimit(.minutes(20)))
  func requestRoom() throws {
    let host = try HostPath(name: "path-test")
    defer { host.close() }
    let worker = try WorkerPath(host.files)
    var sent = 0
    while try host.send(PathPair.request(1, sent) + [UInt8](repeating: 1, count: 1 << 18)) { sent += 1 }
    #expect(sent == 4)
    #expect(PathPair.answer(worker))
    #expect(try !host.send(PathPair.request(1, sent) + [UInt8](repeating: 1, count: 1 << 18)))
    _ = try host.receive()
    #expect(try host.send(PathPair.request(1, sent) + [UInt8](repeating: 1, count: 1 << 18)))
  }
}
