import WorkerPools
import WorkerPoolsPosix

/// The processes for single tasks that are alive at the same time, waited for together by one thread.
///
/// A process is collected when it has ended, so that the waiting thread never sits through the end of one while others
/// are ready. A process with a large answer cannot end before the answer is read: it is collected as soon as the answer
/// begins to arrive, or, where nobody could know that it is large, a moment later.
struct LivingProcesses<Function: WorkerFunction>: ~Copyable {
  /// A process that has a result, or died.
  struct Ready {
    let task: Int
    let process: UnitProcess<Function>
  }

  private struct Member {
    let task: Int
    let process: UnitProcess<Function>
    let answersAtLength: Bool
    /// When its answer began to arrive, or `nil`.
    var answeredNs: Int?
  }

  /// An answer that takes longer than this to be followed by the process's end is waiting to be read.
  private static var graceNs: Int { 5_000_000 }

  private let events: Epoll
  private var members: [Member?] = []
  private var free: [Int] = []
  private(set) var count = 0

  init() throws { events = try Epoll() }

  /// Takes a process in; it is waited for from now on.
  mutating func insert(_ process: UnitProcess<Function>, task: Int, answersAtLength: Bool) throws {
    let slot = free.popLast() ?? members.count
    if slot == members.count { members.append(nil) }
    members[slot] = Member(task: task, process: process, answersAtLength: answersAtLength)
    count += 1
    try events.add(process.pidDescriptor, token: Token(slot: slot, isChannel: false).number)
    try events.add(process.descriptor, token: Token(slot: slot, isChannel: true).number)
  }

  /// Takes out those that can be collected; where `mayBlock`, waits for at least one.
  mutating func takeReady(mayBlock: Bool) throws -> [Ready] {
    var ready: [Ready] = []
    repeat {
      let deadline = mayBlock ? members.compactMap { $0?.answeredNs }.min().map { $0 + Self.graceNs } : 0
      for event in try events.wait(until: deadline) {
        if let slot = ended(at: Token(number: event.token)) { ready.append(remove(slot)) }
      }
      for slot in overdue(at: MonotonicTime.now()) { ready.append(remove(slot)) }
    } while mayBlock && ready.isEmpty && count > 0
    return ready
  }

  /// Kills and collects all that are left.
  mutating func killAll() {
    for member in members { member?.process.kill() }
    members = []
    free = []
    count = 0
  }

  /// The slot whose process is to be collected because of an event, or `nil`.
  private mutating func ended(at token: Token) -> Int? {
    guard let member = members[token.slot] else { return nil }
    if !token.isChannel || member.answersAtLength { return token.slot }
    // Readable it stays until it is read, so it is not watched any longer.
    events.remove(member.process.descriptor)
    members[token.slot]?.answeredNs = MonotonicTime.now()
    return nil
  }

  private func overdue(at now: Int) -> [Int] {
    members.indices.filter { slot in members[slot]?.answeredNs.map { now - $0 >= Self.graceNs } ?? false }
  }

  private mutating func remove(_ slot: Int) -> Ready {
    guard let member = members[slot] else { preconditionFailure("only a living process can be ready") }
    members[slot] = nil
    free.append(slot)
    count -= 1
    events.remove(member.process.pidDescriptor)
    if member.answeredNs == nil { events.remove(member.process.descriptor) }
    return Ready(task: member.task, process: member.process)
  }
}

/// Which descriptor of which process an event is about.
private struct Token {
  let slot: Int
  let isChannel: Bool

  init(slot: Int, isChannel: Bool) {
    self.slot = slot
    self.isChannel = isChannel
  }

  init(number: UInt64) { self.init(slot: Int(number / 2), isChannel: number % 2 == 1) }

  var number: UInt64 { UInt64(slot * 2 + (isChannel ? 1 : 0)) }
}
