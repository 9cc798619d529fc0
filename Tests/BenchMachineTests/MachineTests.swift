import BenchMachine
import BenchModel
import Synchronization
import Testing
import WorkerPoolsPosix

private func files(_ tree: [String: String]) -> MachineFiles { MachineFiles { tree[$0] } }

private let versionOne: [String: String] = [
  "/proc/self/cgroup": "5:cpuset:/\n4:cpu,cpuacct:/docker/abc/job\n0::/\n",
  "/proc/self/mountinfo": """
  31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
  32 31 0:29 /docker/abc /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
  41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
  """,
  "/sys/fs/cgroup/cpu,cpuacct/cpu.stat": "nr_periods 9\nnr_throttled 4\nthrottled_time 7\n",
  "/sys/fs/cgroup/cpu,cpuacct/job/cpu.stat": "nr_periods 9\nnr_throttled 3\nthrottled_time 7\n",
]

private let versionTwo: [String: String] = [
  "/proc/self/cgroup": "0::/user.slice/bench\n",
  "/proc/self/mountinfo": "41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup rw,nsdelegate\n",
  "/sys/fs/cgroup/user.slice/bench/cpu.stat": "usage_usec 1\nnr_periods 0\nnr_throttled 5\n",
  "/sys/fs/cgroup/user.slice/cpu.stat": "usage_usec 1\n",
]

@Suite("What is read of the machine")
struct MachineTests {
  @Test("throttling is summed over the groups that hold the process, in version 1")
  func throttlingOne() {
    #expect(files(versionOne).throttledCount() == 7)
  }

  @Test("throttling is summed over the groups that hold the process, in version 2")
  func throttlingTwo() {
    #expect(files(versionTwo).throttledCount() == 5)
    #expect(
      files(versionTwo).controlGroup("cpu")?.folders == [
        "/sys/fs/cgroup/user.slice/bench", "/sys/fs/cgroup/user.slice", "/sys/fs/cgroup",
      ])
  }

  @Test("a group outside of the mount is taken to be the top of what is mounted")
  func groupOutside() {
    var tree = versionOne
    tree["/proc/self/cgroup"] = "4:cpu,cpuacct:/kubepods/x\n"
    #expect(files(tree).controlGroup("cpu")?.folders == ["/sys/fs/cgroup/cpu,cpuacct"])
  }

  @Test("where nobody counts throttling, it is unknown and not zero")
  func unknownThrottling() {
    #expect(files([:]).throttledCount() == nil)
    #expect(files(versionTwo.filter { !$0.key.hasSuffix("cpu.stat") }).throttledCount() == nil)
  }

  @Test("steal is the eighth figure, in hundredths of a second")
  func steal() {
    #expect(ProcText.stealNs(stat: "cpu  1 2 3 4 5 6 7 12 9 10\ncpu0 1 2 3 4 5 6 7 99 9 10\n") == 120_000_000)
    #expect(ProcText.stealNs(stat: "cpu0 1 2 3\n") == nil)
  }

  @Test("pressure is the total of the line for some tasks, in microseconds")
  func pressure() {
    let text = "some avg10=0.01 avg60=5.19 avg300=6.33 total=683\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=9\n"
    #expect(ProcText.pressureNs(text: text) == 683_000)
  }

  private func observation(canary: Int = 100, steal: Int? = 0, throttled: Int? = 0) -> MachineObservation {
    MachineObservation(canaryNs: canary, elapsedNs: 1_000, stealNs: steal, throttledN: throttled)
  }

  private func verdicts(
    _ observations: [MachineObservation], processors: Int = 2
  ) -> [Bool] {
    let judge = DisturbanceJudge(processors: processors, canaries: observations.map(\.canaryNs))
    return observations.map { judge.isDisturbed($0) }
  }

  @Test("a canary above 1.25 times the median of the run disturbs")
  func slowCanary() {
    let observations = [125, 126, 60, 100, 90, 110, 100].map { observation(canary: $0) }
    #expect(verdicts(observations) == [false, true, false, false, false, false, false])
  }

  @Test("steal above 2 % of all processors' time disturbs")
  func stolenTime() {
    #expect(verdicts([40, 41, nil].map { observation(steal: $0) }) == [false, true, false])
    #expect(verdicts([observation(steal: 21)], processors: 1) == [true])
  }

  @Test("throttling disturbs")
  func throttling() {
    #expect(verdicts([1, 0, nil].map { observation(throttled: $0) }) == [true, false, false])
  }

  @Test("the watch reports what the counters grew by over canary and repetition")
  func watch() throws {
    let tree = versionTwo.merging(["/proc/stat": "cpu  0 0 0 0 0 0 0 1 0 0\n"]) { $1 }
    nonisolated(unsafe) var time = 0
    var watch = MachineWatch(
      files: files(tree), processors: 1, now: { time },
      canary: {
        time += 15
        return 15
      })
    let before = try watch.before()
    time += 100
    let reading = watch.after(before)
    #expect(reading.observation == MachineObservation(canaryNs: 15, elapsedNs: 115, stealNs: 0, throttledN: 0))
    #expect(!reading.isDisturbed)
  }

  @Test("while a run goes on, a canary is held against those so far")
  func runningMedian() throws {
    nonisolated(unsafe) var canaries = [60, 100, 126]
    var watch = MachineWatch(
      files: files([:]), processors: 1, earlierCanaries: [100], now: { 0 }, canary: { canaries.removeFirst() })
    let verdicts = try (0..<3).map { _ in watch.after(try watch.before()).isDisturbed }
    #expect(verdicts == [false, false, true])
  }

  @Test("the canary takes as long as its slowest processor, and each one works", .timeLimit(.minutes(20)))
  func canary() throws {
    let runs = Mutex<[Int]>([])
    let canary = Canary(iterations: 7) { iterations in
      runs.withLock { $0.append(iterations) }
      return 0
    }
    #expect(try canary.run() >= 0)
    #expect(runs.withLock { $0 } == CoreCount.affinity.map { _ in 7 })
  }

  @Test("a fact without a value is unavailable, never empty")
  func facts() {
    #expect(Fact("a", " \n").value == "unavailable")
    #expect(Fact("a", nil as Int?).value == "unavailable")
    #expect(Fact("a", 0).value == "0")
  }

  @Test("no path names a user")
  func redaction() {
    let redact = Redaction(home: "/data/users/alice")
    #expect(redact("--output=/data/users/alice/out") == "--output=~/out")
    #expect(redact("/data/users/alice2/out") == "/data/users/alice2/out")
    #expect(redact("a /home/bob/x /home/carol") == "a ~/x ~")
    #expect(Redaction(home: nil)("/home/") == "/home/")
    #expect(Redaction(home: "/")("/usr/bin") == "/usr/bin")
  }
}
