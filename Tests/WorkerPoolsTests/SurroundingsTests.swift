import Glibc
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// What workers find around them, however they were started.
@Suite("Workers find")
struct SurroundingsTests {
  @Test("their host's arguments, byte for byte", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func arguments(_ method: StartMethod) throws {
    let odd: [[UInt8]] = [Array("host".utf8), [], [0xFF, 0xFE, 0x80], Array("a b\n\"=".utf8), Array("ü".utf8)]
    let many = (0..<3000).map { Array("argument \($0)".utf8) }
    let arguments = odd + many + [[]]
    let surroundings = Surroundings(arguments: CStrings(arguments))
    let report = try UnitProcess.spawn(ArgumentsOfWorkers.self, method, in: surroundings).collect().output
    let expected = Array(arguments.joined(separator: [0])) + [0]
    #expect(report.bytes.allSatisfy { $0 == expected })
    #expect(report.counts == [arguments.count, arguments.count])
  }

  @Test(
    "the environment, folder and cores of when their pool was made, replacements too", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func snapshot(_ method: StartMethod) throws {
    let report = try UnitProcess.spawn(ChangeSurroundings.self, method).collect().output
    #expect(report.own[0] != report.own[1])
    #expect(report.own.map { $0.value("SURROUNDINGS_TEST") } == ["one", "two"])
    #expect(report.firstPool.allSatisfy { $0 == report.own[0] })
    #expect(report.secondPool == report.own[1])
  }

  @Test(
    "the environment, folder and cores that the configuration says", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func configured(_ method: StartMethod) throws {
    let report = try UnitProcess.spawn(ConfigureSurroundings.self, method).collect().output
    #expect(report.places.allSatisfy { $0.variables == ["EMPTY=", "ONLY=this"] && $0.cores == [report.core] })
    #expect(report.places[0].folder.hasPrefix("/tmp/surroundings-"))
    #expect(report.executables == [42])
  }

  @Test(
    "SIGPIPE, SIGXFSZ and SIGHUP ignored where their host ignored them, and all others at their defaults",
    .timeLimit(.minutes(20)), arguments: StartMethod.allCases, [SIGPIPE, SIGXFSZ, SIGHUP])
  func signals(_ method: StartMethod, signal: Int32) throws {
    let states = try UnitProcess.spawn(ChangeDispositions.self, .init(method: method, signal: signal)).collect().output
    let ignored = [0, SignalBits.of([signal]), 0, SignalBits.of([SIGPIPE, SIGXFSZ, SIGHUP])]
    #expect(states.map(\.sets) == ignored.map { [0, $0, 0] })
  }

  @Test("what cannot be around them is refused in one sentence")
  func refusals() {
    let choices: [(String, (inout ProcessPool.Configuration) -> Void)] = [
      ("/nowhere", { $0.workingDirectory = "/nowhere" }), ("/etc/passwd", { $0.workingDirectory = "/etc/passwd" }),
      ("\"A=B\"", { $0.environment = ["A=B": "1"] }), ("\"\"", { $0.environment = ["": "1"] }),
      ("A\0B", { $0.environment = ["A\0B": "1"] }), ("zero character", { $0.environment = ["A": "1\0"] }),
      ("at least 1 core", { $0.affinity = [] }), ("core -1", { $0.affinity = [-1] }),
      ("core 60000", { $0.affinity = [CoreCount.affinity[0], 60000] }), ("core \(Int.max)", { $0.affinity = [.max] }),
    ]
    for (words, choose) in choices {
      let error = poolError { _ = try StartMethod.spawn.make(1, choose) }
      #expect(error?.code == .invalidConfiguration)
      #expect(error?.description.contains(words) == true, "\(error.debugDescription)")
    }
  }
}

/// What pools do to the signals and streams of their host.
@Suite("A host of pools")
struct HostSurroundingsTests {
  @Test(
    "has internal threads that block all signals but those of faults, and tasks and callbacks with its own mask",
    .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func masks(_ method: StartMethod) throws {
    let report = try UnitProcess.spawn(MasksOfPools.self, method).collect().output
    #expect(report.internalThreads.count >= 4, "\(report.internalThreads)")
    #expect(report.internalThreads.values.allSatisfy { $0 == SignalBits.internalThread }, "\(report.internalThreads)")
    let makers = SignalBits.of([SIGUSR2])
    #expect(report.tasks == [makers, makers, makers])
    #expect(report.callbacks.count == 40 && report.callbacks.allSatisfy { $0 == makers })
    #expect(report.worker.sets[0] == 0)
  }

  @Test("gets the signals that it waits for", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func waitedFor(_ method: StartMethod) throws {
    #expect(try UnitProcess.spawn(WaitForSignalBesidePools.self, method).collect().output == 100)
  }

  @Test(
    "is not ended by SIGPIPE because of what pools and workers write", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func brokenPipe(_ method: StartMethod) throws {
    #expect(try UnitProcess.spawn(LogWithoutReader.self, method).collect().output == [false, false])
  }

  private static let choicesOfStreams: [[Int32]] = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]]

  @Test(
    "with streams closed loses none of their numbers to a pool, and its workers have /dev/null",
    .timeLimit(.minutes(20)), arguments: StartMethod.allCases, choicesOfStreams)
  func closedStreams(_ method: StartMethod, streams: [Int32]) throws {
    // Once for those that are closed later: each host starts a dozen processes.
    for closesFirst in streams.count == 3 ? [true, false] : [true] {
      let input = CloseStreams.Input(streams: streams, method: method, closesFirst: closesFirst)
      let report = try UnitProcess.spawn(CloseStreams.self, input).collect().output
      #expect(report.outputs == [0, 0, 42, 1, 8])
      #expect(report.taken == [] && report.takenAtEnd == [])
      #expect(report.firstFile > 2)
      for stream in streams.map(Int.init) {
        #expect(report.unitStreams[stream] == "/dev/null")
        // A pool has a pipe for what its workers write to standard error.
        if stream != 2 { #expect(report.workerStreams[stream] == "/dev/null") }
      }
      #expect(Set(report.workerStreams.keys).isSuperset(of: [0, 1, 2]))
    }
  }

  @Test(
    "with a file of its own where a stream was does not give it to workers", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func reusedStreams(_ method: StartMethod) throws {
    let found = try UnitProcess.spawn(ReuseStreams.self, method).collect().output
    #expect(found.filter { (1...2).contains($0.key) } == [1: "/dev/null", 2: "/dev/null"])
  }

  @Test(
    "with a terminal that stops those who write in the background has workers that print there",
    .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func terminal(_ method: StartMethod) throws {
    let text = try UnitProcess.spawn(PrintOnTerminal.self, method).collect().output
    #expect(text == "from a pool\r\nfrom a unit\r\n")
  }
}
