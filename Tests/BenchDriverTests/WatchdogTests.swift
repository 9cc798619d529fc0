import BenchDriver
import BenchFixtures
import Testing
import WorkerPoolsPosix

/// The watchdog as a process of its own, deaf to Ctrl-C, belongs to the end-to-end tests: this program has no
/// subcommands.
@Suite("The watchdog")
struct WatchdogTests {
  @Test("when the driver's end closes, registered groups are killed and others live", .timeLimit(.minutes(20)))
  func endOfDriver() throws {
    let pair = try SocketPair()
    let sleeper = Launch(path: "/bin/sleep", arguments: ["sleep", "1000"])
    let doomed = try ChildProcess.spawn(sleeper)
    let spared = try ChildProcess.spawn(sleeper)
    let thread = try PlatformThread.start { WatchdogMain.watch(pair.theirs) }
    let lines = [
      WatchdogLedger.entry(doomed.pid), WatchdogLedger.entry(spared.pid), WatchdogLedger.removal(spared.pid),
    ]
    try Loopback.send(Array(lines.joined().utf8), to: pair.ours)
    #expect(doomed.tryWait() == nil)
    try pair.ours.close()
    #expect(doomed.wait().status == .signaled(SignalNumber.kill))
    thread.join()
    #expect(spared.tryWait() == nil)
    spared.signal(SignalNumber.kill)
    _ = spared.wait()
    try pair.theirs.close()
  }

  @Test("a watchdog that was killed is replaced, and told what the first one knew", .timeLimit(.minutes(20)))
  func replacement() throws {
    let folder = TemporaryFolder()
    // The first one reads a line and is gone; the second one keeps all that it reads.
    let script = """
      if [ -e \(folder.file("first")) ]; then exec cat > \(folder.file("second")); fi
      head -n 1 > \(folder.file("first")); exec kill -KILL $$
      """
    try folder.write(script, to: "dog.sh")
    let watchdog = try Watchdog(command: ["/bin/sh", folder.file("dog.sh")])
    try watchdog.add(1_000_001)
    // Sending fails only once the first one is gone.
    while !FileSystemAccess.exists(folder.file("second")) { try watchdog.add(1_000_002) }
    watchdog.close()
    var ledger = WatchdogLedger()
    ledger.feed((FileSystemAccess.text(of: folder.file("second")) ?? "").utf8)
    #expect(ledger.groups == [1_000_001, 1_000_002])
  }
}
