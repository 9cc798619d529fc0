import Testing
import WorkerPoolsPosix

@Suite("Child processes")
struct ChildProcessTests {
  private func shell(_ script: String) -> Launch { Launch(path: "/bin/sh", arguments: ["sh", "-c", script]) }

  /// A program that sleeps and has no child that could outlive it.
  private let sleeper = Launch(path: "/bin/sleep", arguments: ["sleep", "1000"])

  /// Runs a script and returns what it wrote to its standard output.
  private func output(of launch: Launch) throws -> String {
    var launch = launch
    let pair = try SocketPair()
    launch.standardOutput = pair.theirs
    let child = try ChildProcess.spawn(launch)
    try pair.theirs.close()
    defer { try? pair.ours.close() }
    var bytes: [UInt8] = []
    while let byte = try Loopback.receive(1, from: pair.ours) { bytes += byte }
    _ = child.wait()
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("the end of a child is a value", .timeLimit(.minutes(20)))
  func ends() throws {
    #expect(try ChildProcess.spawn(shell("exit 7")).wait().status == .exited(7))
    #expect(try ChildProcess.spawn(shell("kill -9 $$")).wait().status == .signaled(9))
    let child = try ChildProcess.spawn(sleeper)
    child.signal(SignalNumber.kill)
    _ = child.wait()
    let again = child.wait()
    #expect(again.status == child.wait().status)
  }

  @Test("a child that runs is not collected, and its pidfd tells when it can be", .timeLimit(.minutes(20)))
  func pidDescriptor() throws {
    let child = try ChildProcess.spawn(sleeper)
    #expect(child.tryWait() == nil)
    child.signalGroup(SignalNumber.terminate)
    var entries = [PollEntry(child.pidDescriptor, .readable)]
    #expect(try poll(&entries, timeoutNs: nil) == 1)
    #expect(child.tryWait()?.status == .signaled(15))
    child.close()
    child.close()
  }

  @Test("a child's usage is measured", .timeLimit(.minutes(20)))
  func usage() throws {
    let usage = try ChildProcess.spawn(shell("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done")).wait().usage
    #expect(usage.userNs + usage.systemNs > 0)
    #expect(usage.minorFaults > 0)
  }

  @Test("a child inherits no descriptor but its own, and /dev/null for input", .timeLimit(.minutes(20)))
  func descriptors() throws {
    let file = try TemporaryFile.openUnlinked(in: "/tmp")
    let other = try TemporaryFile.openUnlinked(in: "/tmp")
    defer {
      try? file.close()
      try? other.close()
    }
    let open = "for n in $(seq 3 300); do [ -e /proc/$$/fd/$n ] && echo $n; done"
    var launch = shell("readlink /proc/$$/fd/0; \(open)")
    launch.passedDescriptors = [.init(file, as: 3), .init(other, as: 4)]
    let lines = try output(of: launch).split(separator: "\n")
    #expect(lines == ["/dev/null", "3", "4"])
  }

  @Test("passed descriptors may exchange their numbers", .timeLimit(.minutes(20)))
  func crossedDescriptors() throws {
    let first = try TemporaryFile.openUnlinked(in: "/tmp")
    let second = try TemporaryFile.openUnlinked(in: "/tmp")
    // The child's 3 and 4 are whatever is lowest here, so that one of the two may well lie on the other's number.
    var launch = shell("echo -n first >&3; echo -n second >&4")
    launch.passedDescriptors = [.init(second, as: 4), .init(first, as: 3)]
    _ = try ChildProcess.spawn(launch).wait()
    #expect(FileSystemAccess.text(of: "/proc/self/fd/\(first.rawValue)") == "first")
    #expect(FileSystemAccess.text(of: "/proc/self/fd/\(second.rawValue)") == "second")
    try first.close()
    try second.close()
  }

  @Test("the environment is what was asked for", .timeLimit(.minutes(20)))
  func environment() throws {
    var launch = Launch(path: "/usr/bin/env", arguments: ["env"], environment: ["A": "1", "B": "2"])
    launch.additionalEnvironment = ["B": "3"]
    #expect(try output(of: launch).split(separator: "\n").sorted() == ["A=1", "B=3"])
    var inheriting = shell("echo $PATH/$HOME")
    inheriting.additionalEnvironment = ["HOME": "mine"]
    let path = try #require(ProcessImage.environmentValue("PATH"))
    #expect(try output(of: inheriting) == "\(path)/mine\n")
  }

  @Test("a group's signal reaches what a child has started", .timeLimit(.minutes(20)))
  func group() throws {
    var launch = shell("sleep 1000 & echo $!; wait")
    let pair = try SocketPair()
    launch.standardOutput = pair.theirs
    let child = try ChildProcess.spawn(launch)
    try pair.theirs.close()
    var text = ""
    while let byte = try Loopback.receive(1, from: pair.ours), byte != [10] {
      text += String(decoding: byte, as: UTF8.self)
    }
    let grandchild = try ProcessWatch(pid: try #require(Int32(text)))
    child.signalGroup(SignalNumber.kill)
    #expect(child.wait().status == .signaled(9))
    #expect(try grandchild.waitForEnd())
    try pair.ours.close()
  }

  @Test("a program that is missing or no program is a typed error that says what to do")
  func refusals() {
    let missing = #expect(throws: SpawnError.self) {
      try ChildProcess.spawn(Launch(path: "/nowhere", arguments: ["x"]))
    }
    #expect(missing?.code == .noSuchFileOrDirectory)
    #expect(missing?.description == "cannot start /nowhere: No such file or directory; check that the path exists")
    let folder = #expect(throws: SpawnError.self) { try ChildProcess.spawn(Launch(path: "/tmp", arguments: ["x"])) }
    #expect(folder?.code == .permissionDenied)
  }

  @Test("a program can be looked for in PATH", .timeLimit(.minutes(20)))
  func search() throws {
    var launch = Launch(path: "true", arguments: ["true"])
    launch.searchesPath = true
    #expect(try ChildProcess.spawn(launch).wait().status == .exited(0))
  }

  @Test("the lifeline kills the group when the host's end closes", .timeLimit(.minutes(20)))
  func lifeLine() throws {
    let child = try ChildProcess.spawn(shell("sleep 1000 & wait"))
    let pair = try SocketPair()
    try LifeLine.arm(pair.theirs, group: child.pid)
    try pair.ours.close()
    #expect(child.wait().status == .signaled(9))
    try pair.theirs.close()
  }

  @Test(
    "a lifeline whose host is gone cannot be armed, and one that is disarmed does nothing", .timeLimit(.minutes(20)))
  func lifeLineLimits() throws {
    let child = try ChildProcess.spawn(sleeper)
    let gone = try SocketPair()
    try gone.ours.close()
    #expect(throws: PosixError.self) { try LifeLine.arm(gone.theirs, group: 1 << 22) }
    let disarmed = try SocketPair()
    try LifeLine.arm(disarmed.theirs, group: child.pid)
    try LifeLine.disarm(disarmed.theirs)
    try disarmed.ours.close()
    #expect(child.tryWait() == nil)
    child.signalGroup(SignalNumber.terminate)
    #expect(child.wait().status == .signaled(15))
    try gone.theirs.close()
    try disarmed.theirs.close()
  }
}
