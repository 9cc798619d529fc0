import BenchFixtures
import BenchModel
import BenchPlan
import Testing

/// Runs a search against tasks of a fixed cost on top of a fixed cost for each batch.
private func settled(
  width: Int?, nominalNs: Int? = nil, batchNs: (Int) -> Int
) -> (tasks: Int, probes: [Int]) {
  let search = TaskCountSearch(width: width, taskDurationNs: nominalNs)
  var step = search.first
  var probes: [Int] = []
  while true {
    switch step {
    case .settled(let tasks): return (tasks, probes)
    case .probe(let tasks):
      probes.append(tasks)
      guard probes.count < 50 else { return (-1, probes) }
      step = search.after(tasks: tasks, batchNs: batchNs(tasks))
    }
  }
}

@Suite("The number of tasks of a batch")
struct SizingTests {
  @Test("cheap tasks grow at most twentyfold a step until a batch is long enough")
  func growth() {
    let result = settled(width: 1) { $0 * 1_000 }
    // 20 us, 400 us, 8 ms, 160 ms; then scaled to 200 ms.
    #expect(result.probes == [20, 400, 8_000, 160_000])
    #expect(result.tasks == 200_000)
  }

  @Test("a limit on the batch's time is stronger than twenty tasks")
  func limit() {
    let search = TaskCountSearch(width: 2, taskDurationNs: 100_000_000, targetNs: 40_000_000, limitNs: 300_000_000)
    #expect(search.first == .probe(2))
    #expect(search.after(tasks: 2, batchNs: 100_000_000) == .settled(6))
  }

  @Test("10 ms sleeps at width 2 settle at a batch of 200 ms with a full last wave")
  func sleeps() {
    let result = settled(width: 2, nominalNs: 10_000_000) { ($0 + 1) / 2 * 10_000_000 }
    #expect(result.probes == [20])
    #expect(result.tasks == 40)
  }

  @Test("tasks of 50 ms keep 20 tasks although a batch is longer than the target")
  func atLeastTwenty() {
    #expect(settled(width: 1, nominalNs: 50_000_000) { $0 * 50_000_000 }.tasks == 20)
  }

  @Test("2 s win over 20 tasks")
  func atMostTwoSeconds() {
    let result = settled(width: 1, nominalNs: 500_000_000) { $0 * 500_000_000 }
    #expect(result.probes == [1])
    #expect(result.tasks == 4)
  }

  @Test("the width wins over 2 s")
  func neverBelowTheWidth() {
    #expect(settled(width: 8, nominalNs: 1_000_000_000) { $0 * 1_000_000_000 }.tasks == 8)
  }

  @Test("a large width starts with one task for each unit and settles at a multiple of it")
  func largeWidth() {
    let result = settled(width: 512) { $0 * 80_000 }
    #expect(result.probes == [512, 2_500])
    #expect(result.tasks == 2_048)
  }

  @Test("a warm-up batch far from the target sets the number anew, one near it does not")
  func correction() {
    let search = TaskCountSearch(width: 1, taskDurationNs: nil)
    #expect(search.corrected(tasks: 1_000, batchNs: 160_000_000) == nil)
    #expect(search.corrected(tasks: 1_000, batchNs: 279_000_000) == nil)
    #expect(search.corrected(tasks: 1_000, batchNs: 100_000_000) == 2_000)
    #expect(search.corrected(tasks: 1_000, batchNs: 400_000_000) == 500)
    #expect(search.corrected(tasks: 20, batchNs: 900_000_000) == nil, "20 tasks are the fewest")
  }

  @Test("a full wave is added where leaving one out would go below 20 tasks")
  func roundsUp() {
    #expect(settled(width: 12) { $0 * 15_000_000 }.tasks == 24)
  }

  @Test("a batch that takes no measurable time ends in a number, not in an endless search")
  func immeasurable() {
    let result = settled(width: 1) { _ in 0 }
    #expect(result.tasks > 0)
    #expect(result.probes.count < 20)
  }

  @Test("tasks of 20 us and more are all stamped, shorter ones one in 64")
  func stamping() {
    func every(batchNs: Int, tasks: Int, width: Int?, nominal: Int? = nil) -> Int {
      StampingRule.stampEvery(
        batchNs: batchNs, tasks: tasks, width: width, cores: 2, taskDurationNs: nominal, batchTasks: tasks)
    }
    #expect(every(batchNs: 1_000_000, tasks: 100, width: 2) == 1)
    #expect(every(batchNs: 999_000, tasks: 100, width: 2) == 64)
    // At a width of 64 two cores still run two tasks at once.
    #expect(every(batchNs: 999_000, tasks: 100, width: 64) == 64)
    #expect(every(batchNs: 999_000, tasks: 100, width: nil) == 64)
    #expect(every(batchNs: 1_000, tasks: 100, width: 2, nominal: 20_000) == 1)
  }

  @Test("huge batches are stamped more rarely still")
  func rareStamping() {
    #expect(StampingRule.forShortTasks(batchTasks: 4_000_000) == 64)
    #expect(StampingRule.forShortTasks(batchTasks: 5_000_000) == 128)
    #expect(StampingRule.forShortTasks(batchTasks: 65_537 * 1024) == 2048)
  }

  @Test("the limit of an unbounded width follows the scarcest resource")
  func widthLimit() {
    func units(descriptors: Int? = nil, processes: [Int] = [], threads: Int? = nil, memory: Int? = nil) -> Int {
      func limits(_ left: Int?) -> [SystemLimit] { left.map { [SystemLimit("x", left: $0)] } ?? [] }
      return WidthLimit.units(
        within: WidthBudget(
          descriptors: limits(descriptors), processes: processes.flatMap { limits($0) }, threads: limits(threads),
          memoryBytes: limits(memory)))
    }
    #expect(units() == 4096)
    #expect(units(descriptors: 1024) == 240)
    #expect(units(descriptors: 1 << 20, processes: [9000, 600]) == 300)
    #expect(units(threads: 100) == 50)
    #expect(units(memory: 1 << 30) == 128)
    #expect(units(descriptors: 3) == 1)
    #expect(units(processes: [0]) == 1)
  }
}
