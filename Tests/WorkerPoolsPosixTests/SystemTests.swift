import Testing
import WorkerPoolsPosix

@Suite("Files, limits, signals and the clock")
struct SystemTests {
  @Test("a sleep never ends early")
  func sleep() {
    let deadline = MonotonicTime.now() + 2_000_000
    MonotonicTime.sleep(until: deadline)
    #expect(MonotonicTime.now() >= deadline)
  }

  @Test("usage grows, and adds up")
  func usage() {
    let before = ResourceUsage.current(.thread)
    while ResourceUsage.current(.thread) == before {}
    let difference = ResourceUsage.current(.thread) - before
    #expect(before + difference - difference == before)
    #expect(ResourceUsage.zero + .zero == .zero)
  }

  @Test("an atomic write leaves the new file whole and nothing beside it")
  func atomicWrite() throws {
    let directory = try TemporaryDirectory()
    try directory.write("old", to: "/file")
    try directory.write("new and longer", to: "/file")
    #expect(FileSystemAccess.text(of: directory.path + "/file") == "new and longer")
    #expect(try FileSystemAccess.entries(of: directory.path) == ["file"])
    #expect(throws: PosixError.self) { try FileSystemAccess.writeAtomically([], to: directory.path + "/no/file") }
  }

  @Test("what is appended comes to the end")
  func append() throws {
    let directory = try TemporaryDirectory()
    for text in ["one ", "two"] {
      let file = try FileSystemAccess.openForAppending(directory.path + "/log")
      try FileSystemAccess.write(Array(text.utf8), to: file)
      try file.close()
    }
    #expect(FileSystemAccess.text(of: directory.path + "/log") == "one two")
  }

  @Test("folders are made with those above them, once or twice")
  func folders() throws {
    let directory = try TemporaryDirectory()
    try FileSystemAccess.makeDirectory(directory.path + "/a/b/c")
    try FileSystemAccess.makeDirectory(directory.path + "/a/b/c")
    #expect(FileSystemAccess.isDirectory(directory.path + "/a/b/c"))
    try directory.write("", to: "/file")
    #expect(throws: PosixError.self) { try FileSystemAccess.makeDirectory(directory.path + "/file/x") }
    #expect(!FileSystemAccess.isExecutable(directory.path + "/file"))
    #expect(!FileSystemAccess.isExecutable(directory.path))
    #expect(FileSystemAccess.isExecutable("/bin/sh"))
  }

  @Test("temporary files have no name and hold what is written")
  func temporaryFile() throws {
    let directory = try TemporaryDirectory()
    let file = try TemporaryFile.openUnlinked(in: directory.path)
    try FileSystemAccess.write([1, 2, 3], to: file)
    #expect(try FileSystemAccess.entries(of: directory.path).isEmpty)
    #expect(try FileSystemAccess.bytes(of: "/proc/self/fd/\(file.rawValue)") == [1, 2, 3])
    try file.close()
    #expect(throws: PosixError.self) { try TemporaryFile.openUnlinked(in: directory.path + "/missing") }
    #expect(FileSystemType.name(of: "/proc") != nil)
    #expect(FileSystemType.name(of: directory.path + "/missing") == nil)
  }

  @Test("the memory of this process is known, of another that does not exist not")
  func memory() throws {
    let peak = try #require(ProcessMemory.peakResidentBytes())
    #expect(peak > 1 << 20)
    #expect(ProcessMemory.peakResidentBytes(pid: ProcessImage.processIdentifier).map { $0 >= peak } == true)
    #expect(try #require(ProcessMemory.proportionalSetBytes()) > 0)
    #expect(ProcessMemory.peakResidentBytes(pid: 1 << 30) == nil)
  }

  @Test("a limit can be read")
  func limits() {
    let (soft, hard) = ResourceLimit.descriptors.current()
    #expect((soft ?? .max) <= (hard ?? .max))
    #expect((soft ?? .max) > 0)
  }

  @Test("a signal can be read from a descriptor", .timeLimit(.minutes(20)))
  func signals() throws {
    let thread = try PlatformThread.start {
      #expect(throws: Never.self) {
        let signals = try SignalDescriptor([SignalNumber.hangUp])
        #expect(signals.next() == nil)
        // To this thread alone: the process's other threads have not blocked it.
        SignalNumber.sendToCurrentThread(SignalNumber.hangUp)
        var entries = [PollEntry(signals.descriptor, .readable)]
        #expect(try poll(&entries, timeoutNs: nil) == 1)
        #expect(signals.next() == SignalNumber.hangUp)
      }
    }
    thread.join()
  }

  @Test("poll waits its time out, and epoll tells what happened where", .timeLimit(.minutes(20)))
  func events() throws {
    let event = try EventDescriptor()
    var entries = [PollEntry(event.descriptor, .readable)]
    #expect(try poll(&entries, timeoutNs: 1_000_000) == 0)
    let epoll = try Epoll()
    try epoll.add(event.descriptor, token: .max)
    #expect(try epoll.wait(until: 0).isEmpty)
    event.raise()
    let happened = try epoll.wait(until: nil)
    #expect(happened.map(\.token) == [.max])
    #expect(happened.first?.isReadable == true && happened.first?.isOver == false)
    event.clear()
    #expect(try epoll.wait(until: MonotonicTime.now() + 1_000_000).isEmpty)
    epoll.remove(event.descriptor)
  }
}
