import BenchDriver
import BenchFixtures
import BenchMachine
import BenchModel
import BenchPlan
import BenchResults
import BenchWorkloads
import Synchronization
import Testing
import WorkerPoolsPosix

@Suite("Before a run")
struct PreflightTests {
  private func problem(_ change: (inout RunConfiguration) -> Void) -> String? {
    var configuration = RunConfiguration.forTests(arms: [Arm(label: "a", command: ["/bin/sh"], strategy: "serial")])
    change(&configuration)
    do {
      _ = try Preflight.plan(configuration, services: .forTests())
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test("a missing executable is one sentence that names the arm")
  func missingExecutable() throws {
    let found = problem { $0.arms.append(Arm(label: "peer", command: ["no-such-program-here", "x"])) }
    let sentence = try #require(found)
    #expect(sentence.contains("'no-such-program-here' of the arm 'peer'"))
    #expect(!sentence.contains("\n"))
  }

  @Test("what cannot be run is refused before anything runs")
  func refusals() {
    #expect(problem { _ in } == nil)
    #expect(problem { $0.arms = [] }?.contains("strategy") == true)
    #expect(problem { $0.cells = [] }?.contains("workload") == true)
    #expect(problem { $0.arms.append($0.arms[0]) }?.contains("'a'") == true)
    #expect(problem { $0.arms[0].label = "a b" }?.contains("'a b'") == true)
    #expect(problem { $0.settings.seed = 1 << 49 }?.contains("out of range") == true)
    #expect(problem { $0.arms[0].command = ["/etc/passwd"] }?.contains("not executable") == true)
  }

  @Test("the control is a second copy of the first arm and shares its size")
  func control() throws {
    var configuration = RunConfiguration.forTests(arms: [
      Arm(label: "a", command: ["/bin/sh"], strategy: "serial"), Arm(label: "b", command: ["/bin/sh"]),
    ])
    configuration.hasControl = true
    let arms = try Preflight.plan(configuration, services: .forTests()).arms.map(\.arm)
    #expect(arms.map(\.label) == ["a", "b", "a-control"])
    #expect(arms.map(\.isControl) == [false, false, true])
    #expect(arms[2].sizingGroup == arms[0].sizingGroup)
  }

  @Test("the program, its scripts and preloaded libraries are identity; data, logs, pipes and devices are not")
  func identities() throws {
    let folder = TemporaryFolder()
    for (name, text) in [
      ("arm.py", "x"), ("shebang", "#!/bin/sh\n"), ("library", "x"), ("data.csv", "x"), ("log", "x"), ("empty.py", ""),
    ] {
      try folder.write(text, to: name)
    }
    let pipe = try folder.makeFifo("pipe.py", .readWrite)
    defer { try? pipe.close() }
    let words = ["arm.py", "shebang", "data.csv", "log", "empty.py", "pipe.py"].map(folder.file)
    var arm = Arm(label: "a", command: ["/bin/sh", "-u", "/dev/zero", "/proc/kmsg", "/bin/cat"] + words)
    arm.environment = ["LD_PRELOAD": folder.file("library")]
    let plan = try Preflight.plan(.forTests(arms: [arm]), services: .forTests())
    #expect(
      plan.executables.map(\.path) == ["/bin/sh", "/bin/cat"] + ["arm.py", "shebang", "library"].map(folder.file))
  }

  @Test("an executable that is a pipe is no executable")
  func pipe() throws {
    let folder = TemporaryFolder()
    try folder.makeFifo("program", .readWrite).close()
    FileSystemAccess.remove(folder.file("program"))
    let pipe = try folder.makeFifo("program", .readWrite)
    defer { try? pipe.close() }
    #expect(problem { $0.arms[0].command = [folder.file("program")] }?.contains("not executable") == true)
  }

  private func refusal(_ change: (inout MachineFingerprint) -> Void) throws -> String? {
    var plan = try Preflight.plan(
      .forTests(arms: [Arm(label: "a", command: ["/bin/sh"], strategy: "serial")]), services: .forTests())
    change(&plan.machine)
    do {
      try Preflight.verify(plan, services: .forTests())
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test("a run is completed on its machine, its processors and its quota only")
  func otherMachine() throws {
    #expect(try refusal { _ in } == nil)
    #expect(try refusal { $0.hostId = "aa" }?.contains("another machine (host_id aa, here it is unknown)") == true)
    #expect(try refusal { $0.affinity = [4096] }?.contains("began on the processors 4096") == true)
    #expect(try refusal { $0.coresN = 4096 }?.contains("began with 4096 usable cores") == true)
    #expect(try refusal { $0.coresN = nil } == nil, "a plan that does not say it")
  }

  @Test("a gate is completed as a gate, and a run as a run", arguments: [RunMode.gate, .custom])
  func otherKind(mode: RunMode) throws {
    let folder = TemporaryFolder()
    var plan = try Preflight.plan(
      .forTests(arms: [Arm(label: "a", command: ["/bin/sh"], strategy: "serial")]), services: .forTests())
    plan.settings.mode = mode
    let directory = try RunDirectory.create(at: folder.file("run"))
    try directory.writePlan(plan)
    let (own, other) = mode == .gate ? (PlanKind.gate, PlanKind.run) : (.run, .gate)
    #expect(try Preflight.plan(Plan.self, of: own, in: directory) == plan)
    for kind in [other, .selfTest] {
      #expect(throws: DriverError.otherKind(own)) { try Preflight.plan(Plan.self, of: kind, in: directory) }
    }
  }

  @Test("another boot is a remark")
  func otherBoot() throws {
    let remarks = Mutex<[String]>([])
    let services = SessionServices.forTests { event in
      if case .remark(let text) = event { remarks.withLock { $0.append(text) } }
    }
    var plan = try Preflight.plan(
      .forTests(arms: [Arm(label: "a", command: ["/bin/sh"], strategy: "serial")]), services: services)
    try Preflight.verify(plan, services: services)
    #expect(remarks.withLock { $0 } == [])
    plan.machine.bootId = "other"
    try Preflight.verify(plan, services: services)
    #expect(remarks.withLock { $0 }.map { $0.hasPrefix("the machine was started anew") } == [true])
  }

  @Test("the cpu workload's iterations follow from the calibration")
  func iterations() throws {
    var configuration = RunConfiguration.forTests(arms: [Arm(label: "a", command: ["/bin/sh"])])
    configuration.cells = [
      Cell(workload: "cpu", taskDurationNs: 1_000_000, width: .bounded(1)),
      Cell(workload: "sleep", taskDurationNs: 1_000_000, width: .bounded(1)),
    ]
    var services = SessionServices.forTests()
    services.needs = { $0 == "cpu" ? [.calibratedIterations] : [] }
    let plan = try Preflight.plan(configuration, services: services)
    let expected = Int((1_000_000 / plan.calibration.iterationNs).rounded())
    #expect(plan.cells.map(\.taskIterationsN) == [expected, nil])
  }

  @Test(
    "SHA-256 of the examples of FIPS 180-4 is what the standard says",
    arguments: [
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func hash(text: String, expected: String) throws {
    let folder = TemporaryFolder()
    try folder.write(text, to: "back\\slash")
    #expect(Digest.sha256(ofText: text) == expected)
    #expect(try Digest.sha256(ofFile: folder.file("back\\slash")) == expected)
  }

  private func services(_ files: MachineFiles) -> SessionServices {
    var services = SessionServices.forTests()
    services.files = files
    return services
  }

  @Test("the facts name every key once, and nothing is blank")
  func facts() throws {
    let plan = try Preflight.plan(
      .forTests(arms: [Arm(label: "a", command: ["/bin/sh"], strategy: "serial")]), services: .forTests())
    for files in [MachineFiles.system, MachineFiles { _ in nil }] {
      let facts = RunFacts.collect(plan: plan, folder: "/tmp", services: services(files)).facts
      #expect(Set(facts.map(\.key)).count == facts.count)
      #expect(facts.allSatisfy { !$0.value.isEmpty && !$0.value.contains("\n") })
    }
  }
}
