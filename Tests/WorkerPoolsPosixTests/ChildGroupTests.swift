import Glibc
import Testing
import WorkerPoolsPosix

@Suite("Groups of child processes")
struct ChildGroupTests {
  /// A shell that starts a sleeper in its group, says its number, and goes on with the rest of the script.
  private func leader(then rest: String, isKnownByNumber: Bool = false) throws -> (ChildProcess, Int32) {
    var launch = Launch(path: "/bin/sh", arguments: ["sh", "-c", "sleep 1000 >/dev/null & echo $!; \(rest)"])
    let pair = try SocketPair()
    launch.standardOutput = pair.theirs
    let child = try ChildProcess.spawn(launch, groupIsKnownByNumber: isKnownByNumber)
    try pair.theirs.close()
    defer { try? pair.ours.close() }
    var text = ""
    while let byte = try Loopback.receive(1, from: pair.ours), byte != [10] {
      text += String(decoding: byte, as: UTF8.self)
    }
    return (child, try #require(Int32(text)))
  }

  /// Collects the child as a program does that waits for all its children.
  private func collectBehindItsBack(_ child: ChildProcess) {
    while waitpid(child.pid, nil, 0) == -1, errno == EINTR {}
  }

  @Test("are signalled after something else has collected their leader", .timeLimit(.minutes(20)))
  func collectedLeader() throws {
    let (child, sleeper) = try leader(then: "exit 0")
    let watch = try ProcessWatch(pid: sleeper)
    collectBehindItsBack(child)
    child.signalGroup(SignalNumber.kill)
    #expect(try watch.waitForEnd())
    #expect(child.wait().status == .unknown)
    child.close()
  }

  @Test("are not signalled by number once somebody may have it", .timeLimit(.minutes(20)))
  func unknownNumber() throws {
    let (child, sleeper) = try leader(then: "exit 0", isKnownByNumber: true)
    let watch = try ProcessWatch(pid: sleeper)
    collectBehindItsBack(child)
    child.signalGroup(SignalNumber.kill)
    #expect(try !watch.waitForEnd(timeoutNs: 100_000_000))
    SignalNumber.send(SignalNumber.kill, to: sleeper)
    #expect(child.wait().status == .unknown)
    child.close()
  }

  @Test(
    "end as a whole, by either way, while their leader is not collected", .timeLimit(.minutes(20)),
    arguments: [false, true], ["exit 0", "wait"])
  func whole(isKnownByNumber: Bool, rest: String) throws {
    let (child, sleeper) = try leader(then: rest, isKnownByNumber: isKnownByNumber)
    let watch = try ProcessWatch(pid: sleeper)
    if rest == "exit 0" {
      var entries = [PollEntry(child.pidDescriptor, .readable)]
      _ = try poll(&entries, timeoutNs: nil)
    }
    #expect(child.endGroup().status == (rest == "wait" ? .signaled(9) : .exited(0)))
    #expect(try watch.waitForEnd())
    child.close()
  }

  @Test("of a child that leads none yet: it is reached itself", .timeLimit(.minutes(20)), arguments: [false, true])
  func noGroupYet(isKnownByNumber: Bool) throws {
    var launch = Launch(path: "/bin/sleep", arguments: ["sleep", "1000"])
    launch.processGroup = .inherited
    let started = try ChildProcess.spawn(launch)
    let child = ChildProcess(
      pid: started.pid, pidDescriptor: FileDescriptor(rawValue: dup(started.pidDescriptor.rawValue)),
      leadsGroup: true, groupIsKnownByNumber: isKnownByNumber)
    child.signalGroup(SignalNumber.terminate)
    #expect(child.wait().status == .signaled(SignalNumber.terminate))
    #expect(started.wait().status == .unknown)
    child.close()
  }

  @Test("that were left leave other children of the program alone", .timeLimit(.minutes(20)), arguments: [false, true])
  func others(isKnownByNumber: Bool) throws {
    let launch = Launch(path: "/bin/true", arguments: ["true"])
    let child = try ChildProcess.spawn(launch, groupIsKnownByNumber: isKnownByNumber)
    let other = try ChildProcess.spawn(launch)
    _ = child.wait()
    var entries = [PollEntry(other.pidDescriptor, .readable)]
    _ = try poll(&entries, timeoutNs: nil)
    #expect(child.collectGroup())
    #expect(other.wait().status == .exited(0))
    child.close()
  }
}
