internal import CWorkerPools
internal import Glibc

/// A worker that a fork server is asked for.
package struct ForkRequest: Sendable {
  /// What the worker is to be.
  package var role: StaticString
  /// The name of a function that the server is to look up before it forks.
  package var function: String?
  /// At most four, whose numbers in the worker must follow each other from 3 on.
  package var passedDescriptors: [Launch.PassedDescriptor]
  /// `nil`: this process's own.
  package var standardError: FileDescriptor?

  package init(
    role: StaticString, function: String?, passedDescriptors: [Launch.PassedDescriptor], standardError: FileDescriptor?
  ) {
    self.role = role
    self.function = function
    self.passedDescriptors = passedDescriptors
    self.standardError = standardError
  }
}

/// What a fork server says about a request.
package struct ForkAnswer: Sendable {
  /// The number of the request; `ForkConnection.greeting` for the server's first message.
  package let number: UInt64
  /// The process that was started.
  package let pid: Int32
  /// Names that process; `nil` where this one had no room for another descriptor.
  package let pidDescriptor: FileDescriptor?
  /// Why nothing was started.
  package let error: PosixError?
}

/// The host's end of the connection to a fork server; used by one thread at a time.
package struct ForkConnection: Sendable {
  /// The number of the message by which a server says that it serves.
  package static let greeting: UInt64 = 0

  private let channel: FileDescriptor
  private var lastNumber = Self.greeting

  /// Takes the descriptor over.
  package init(_ channel: FileDescriptor) { self.channel = channel }

  /// Asks for a worker and returns the request's number; `nil` where the server is gone.
  package mutating func ask(_ request: ForkRequest) throws(PosixError) -> UInt64? {
    let sorted = request.passedDescriptors.sorted { $0.number < $1.number }
    precondition(zip(sorted, 3...).allSatisfy { $0.number == $1 }, "passed descriptors are numbered 3, 4, ...")
    let numbers = sorted.map(\.descriptor.rawValue)
    lastNumber += 1
    do {
      try checked("sendmsg", "the connection to the fork server") {
        wp_fork_ask(
          channel.rawValue, lastNumber, request.role.cString, request.function ?? "", numbers, Int32(numbers.count),
          request.standardError?.rawValue ?? -1)
      }
    } catch {
      if error.code == .brokenPipe || error.code == .connectionReset { return nil }
      throw error
    }
    return lastNumber
  }

  /// Blocks until there is something to receive; `false` where the time (a span) passed first.
  package func waitForAnswer(timeoutNs: Int) throws(PosixError) -> Bool {
    var entries = [PollEntry(channel, .readable)]
    return try poll(&entries, timeoutNs: timeoutNs) > 0
  }

  /// Takes the message by which a process says that it is a server, which comes before all answers, out of the connection.
  package func readAnnouncement() { _ = LifeLine.readAnnouncement(channel) }

  /// Blocks for the next answer; `nil` where nobody is left to give one.
  package func receive() -> ForkAnswer? {
    var answer = wp_fork_answer()
    var descriptor: Int32 = -1
    guard wp_fork_receive(channel.rawValue, &answer, &descriptor) == 1 else { return nil }
    return ForkAnswer(
      number: answer.serial, pid: answer.pid,
      pidDescriptor: descriptor == -1 ? nil : FileDescriptor(rawValue: descriptor),
      error: answer.error == 0 ? nil : Self.error(answer))
  }

  /// Why no process was started.
  private static func error(_ answer: wp_fork_answer) -> PosixError {
    let call = withUnsafeBytes(of: answer.call) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    let code = Errno(rawValue: answer.error)
    let isForbidden = call == "clone" && [.notPermitted, .permissionDenied, .noFunction].contains(code)
    let remedy = "allow CLONE_PARENT and CLONE_PIDFD in the seccomp profile, or use the start method spawn"
    return PosixError(
      call: call, code: code, subject: call == "clone" ? nil : "the fork server", remedy: isForbidden ? remedy : nil)
  }

  package func close() { try? channel.close() }
}

extension ChildProcess {
  /// Takes over a child that a fork server has started.
  ///
  /// It makes a session and a group of its own before it runs anything of the program; until then a signal to the group reaches
  /// it alone.
  package static func adopt(_ answer: ForkAnswer) throws(PosixError) -> ChildProcess {
    if let descriptor = answer.pidDescriptor {
      return ChildProcess(pid: answer.pid, pidDescriptor: descriptor, leadsGroup: true)
    }
    return ChildProcess(pid: answer.pid, pidDescriptor: try openDescriptor(of: answer.pid), leadsGroup: true)
  }
}
