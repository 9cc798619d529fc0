import BenchFixtures
import BenchModel
import BenchPlan
import Testing

@Suite("The order of a run")
struct OrderTests {
  @Test(
    "in every round of a cell each arm runs once, and after as many rounds as arms each followed each other one once")
  func balance() {
    let arms = ["serial", "a", "b", "c", "d", "e", "f", "g"]
    let repetitions = makePlan(rounds: 8, arms: arms, cells: 1).repetitions.filter { $0.phase == .measure }
    let rounds = Dictionary(grouping: repetitions, by: \.round).values.map { $0.map(\.arm) }
    #expect(rounds.allSatisfy { $0.sorted() == Array(0..<8) })
    let followers = rounds.flatMap { zip($0, $0.dropFirst()).map { [$0, $1] } }
    #expect(Set(followers).count == 56)
  }

  @Test("the same seed gives the same order, another seed another one")
  func seedDecides() {
    #expect(makePlan(seed: 7).repetitions == makePlan(seed: 7).repetitions)
    #expect(makePlan(seed: 7).repetitions != makePlan(seed: 8).repetitions)
  }

  @Test("the plan numbers warm-up, rounds and allocation counts from 1 without a gap")
  func enumeration() {
    let plan = makePlan(rounds: 2)
    let repetitions = plan.repetitions
    #expect(repetitions.map(\.seq) == Array(1...(2 * 3 * 4)))
    #expect(repetitions.prefix(6).allSatisfy { $0.phase == .warmup && $0.round == 0 })
    #expect(repetitions.prefix(6).map(\.cell) == [0, 0, 0, 1, 1, 1])
    #expect(repetitions.dropFirst(6).prefix(12).map(\.round) == [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2])
    #expect(repetitions.suffix(6).allSatisfy { $0.phase == .alloc && $0.round == 3 })
    #expect(repetitions.map(\.position) == Array(repeating: [0, 1, 2], count: 8).flatMap { $0 })
  }

  @Test("external arms and other allocators have no repetition that counts allocations")
  func onlyOwnArmsCountAllocations() {
    var plan = makePlan(rounds: 1, cells: 1)
    plan.arms[1].arm = Arm(label: "peer", command: ["/bin/true"])
    plan.arms[2].arm = Arm(label: "other", command: ["/bin/true"], strategy: "thread-pool", allocator: "system")
    #expect(plan.repetitions.filter { $0.phase == .alloc }.map(\.arm) == [0])
  }

  @Test("a plan survives its file, unbounded widths and missing sizes included")
  func roundTrip() throws {
    var plan = makePlan()
    plan.cells[0].cell.width = .unbounded
    plan.cells[1].sizes["process-pool"] = BatchSize(tasksN: 40, stampEveryN: 64)
    let text = try SnakeCaseJSON.encode(plan)
    let lines = String(decoding: text, as: UTF8.self)
    #expect(lines.contains("\"stamp_every_n\" : 64"))
    #expect(lines.contains("\"process-pool\""))
    #expect(try SnakeCaseJSON.decode(Plan.self, from: text) == plan)
  }
}
