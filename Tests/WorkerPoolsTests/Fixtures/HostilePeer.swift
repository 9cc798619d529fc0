import Atomics
import Glibc
import WorkerPoolsPosix

@testable import WorkerPools

/// The worker's end of a task path that need not keep to the protocol; never blocks.
final class HostilePeer {
  let files: PathFiles
  let memory: TaskPathMemory
  private let mapping: SharedMapping
  private var writer: PayloadWriter
  private var reader: PayloadReader
  private var replied: UInt64 = 0

  init(_ files: PathFiles) throws {
    self.files = files
    mapping = try SharedMapping(files.requests, 0..<TaskPathMemory.size)
    memory = TaskPathMemory(mapping.base)
    writer = PayloadWriter(file: files.replies, start: 0)
    reader = PayloadReader(file: files.requests, start: TaskPathMemory.size)
  }

  /// All of the memory that both sides share.
  var bytes: UnsafeMutableRawBufferPointer { .init(start: mapping.base, count: TaskPathMemory.size) }

  // MARK: As it should be

  /// Claims the next request and answers it with its own payload; `false` where there is none.
  @discardableResult
  func answer(_ change: (inout TaskSlot) -> Void = { _ in }) -> Bool {
    let head = memory.requestHead.load(ordering: .acquiring)
    guard memory.requestTail.load(ordering: .acquiring) != head else { return false }
    guard memory.requestHead.compareExchange(expected: head, desired: head &+ 1, ordering: .relaxed).exchanged else {
      return false
    }
    let request = UnsafePointer(memory.request(head))
    switch TaskSlot.Kind(rawValue: request.pointee.kind) {
    case .initialize: publish(TaskSlot(.ready, number: head), [], change)
    case .end: break
    default: publish(TaskSlot(.returned, number: head), payload(of: request), change)
    }
    return true
  }

  private func payload(of request: UnsafePointer<TaskSlot>) -> [UInt8] {
    let slot = request.pointee
    guard slot.flags.contains(.isOutside) else {
      return Array(request.inlineBytes(min(Int(slot.inlineCount), TaskSlot.inlineCapacity)))
    }
    return (try? reader.bytes(offset: slot.outsideOffset, count: min(slot.outsideCount, 1 << 20))).map(Array.init) ?? []
  }

  /// Publishes a reply of that payload, after what `change` makes of it.
  func publish(_ reply: TaskSlot, _ payload: [UInt8], _ change: (inout TaskSlot) -> Void) {
    writer.release(below: memory.replyHead.load(ordering: .acquiring))
    let slot = memory.reply(replied)
    var header = reply
    if payload.count <= TaskSlot.inlineCapacity {
      header.inlineCount = UInt16(payload.count)
      slot.pointee = header
      slot.inlineBytes(payload.count).copyBytes(from: payload)
      header = slot.pointee
    } else if let place = try? writer.reserve(payload.count, for: replied) {
      place.bytes.copyBytes(from: payload)
      header.flags.insert(.isOutside)
      (header.outsideOffset, header.outsideCount) = (place.offset, payload.count)
    }
    change(&header)
    slot.pointee = header
    replied &+= 1
    memory.replyTail.store(replied, ordering: .releasing)
    memory.hostSleep.store(HostSleep.awake, ordering: .releasing)
  }

  // MARK: As it should not be

  /// Does something that no worker does.
  func misbehave(_ random: inout SeededGenerator) {
    switch Int.random(in: 0..<14, using: &random) {
    case 0..<4:
      let word = Bool.random(using: &random) ? memory.replyTail : memory.requestHead
      counter(&random).store(Self.word(near: word.load(ordering: .relaxed), &random), ordering: .relaxed)
    case 4:
      let words = [memory.hostSleep, memory.workerSleep, memory.roomSleep]
      words.randomElement(using: &random)!.store(UInt32.random(in: 0...4, using: &random), ordering: .relaxed)
    case 5..<9: answer { Self.spoil(&$0, &random) }
    case 9:
      let reply = TaskSlot(.returned, number: .random(in: 0...64, using: &random))
      publish(reply, [1, 2, 3]) { Self.spoil(&$0, &random) }
    case 10: scribble(&random)
    case 11: spoilFiles(&random)
    case 12: replied = Self.word(near: replied, &random)
    default: for _ in 0..<3 { scribble(&random) }
    }
  }

  private func counter(_ random: inout SeededGenerator) -> TaskPathMemory.Counter {
    let counters = [
      memory.replyTail, memory.requestHead, memory.replyHead, memory.requestTail, memory.runningNumber,
      memory.runningSince,
    ]
    return counters.randomElement(using: &random)!
  }

  /// A word that is nearly right, or not at all.
  static func word(near value: UInt64, _ random: inout SeededGenerator) -> UInt64 {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: 0
    case 1: .max
    case 2: 1 << 63
    case 3: UInt64(Int.max)
    case 4: .random(in: 0 ... .max, using: &random)
    case 5: value &+ .random(in: 0...600, using: &random)
    case 6: value &- .random(in: 0...600, using: &random)
    default: value &+ 1
    }
  }

  private static func spoil(_ reply: inout TaskSlot, _ random: inout SeededGenerator) {
    func number() -> Int { Int(truncatingIfNeeded: word(near: 4096, &random)) }
    switch Int.random(in: 0..<8, using: &random) {
    case 0: reply.kind = .random(in: 0...40, using: &random)
    case 1: reply.flags = .init(rawValue: .random(in: 0...255, using: &random))
    case 2: reply.inlineCount = .random(in: 0 ... .max, using: &random)
    case 3: reply.number = word(near: reply.number, &random)
    case 4: (reply.beganNs, reply.endedNs) = (number(), number())
    case 5:
      reply.flags.insert(.isOutside)
      (reply.outsideOffset, reply.outsideCount) = (number(), number())
    case 6: reply.outsideOffset = number()
    default: reply.outsideCount = number()
    }
  }

  /// Writes a few random bytes anywhere.
  func scribble(_ random: inout SeededGenerator) {
    let isCounter = Bool.random(using: &random)
    let start = Int.random(in: 0..<(isCounter ? 1024 : bytes.count - 64), using: &random)
    for index in start..<start + Int.random(in: 1...64, using: &random) {
      bytes[index] = .random(in: 0...255, using: &random)
    }
  }

  private func spoilFiles(_ random: inout SeededGenerator) {
    let file = (Bool.random(using: &random) ? files.requests : files.replies).rawValue
    switch Int.random(in: 0..<4, using: &random) {
    case 0: ftruncate(file, Int.random(in: 0...1 << 24, using: &random))
    case 1: _ = fcntl(file, 1033, Int32.random(in: 0...63, using: &random))  // F_ADD_SEALS
    case 2: SharedFile.release(files.requests, 0..<4096 * Int.random(in: 1...20, using: &random))
    default: SharedFile.release(files.replies, 0..<4096 * Int.random(in: 1...64, using: &random))
    }
  }
}
