import BenchModel
import BenchWorkloads
import Testing

@testable import BenchStrategies

@Suite("The bookkeeping of a batch")
struct BookkeepingTests {
  @Test(
    "no two tasks share a slot, and neighbours lie in different cache lines",
    arguments: [1, 255, 256, 257, 16_384, 40_000])
  func slots(count: Int) {
    let layout = SlotLayout(count: count)
    let slots = (0..<count).map { layout.slot(of: $0) }
    #expect(Set(slots).count == count)
    #expect(slots.allSatisfy { (0..<layout.capacity).contains($0) })
    for distance in [1, 2, 64, 128, 256, 512] where count > distance {
      #expect(zip(slots, slots.dropFirst(distance)).allSatisfy { $0 / 64 != $1 / 64 }, "\(distance)")
    }
  }

  @Test("a task that ended more often than a byte can say ended 255 times")
  func manyEndings() {
    let counts = EndingCounts(tasks: 300)
    for _ in 0..<600 { counts.note(299) }
    #expect(counts.count(of: 299) == 255 && counts.count(of: 298) == 0)
  }

  @Test("room for units is taken and leaves the log empty")
  func reserve() {
    var log = UnitLog()
    log.reserve(100)
    #expect(log.spawnNs.isEmpty && log.spawnNs.capacity >= 100)
  }

  @Test("one task in k is stamped, from the first on, in the order submit, start, end")
  func stamping() throws {
    let workload = try Workloads().named("noop").init(WorkloadSettings(seed: 1))
    let batch = TaskBatch(of: workload, count: 10, stampEvery: 4)
    for task in 0..<10 {
      batch.submitted(task)
      batch.execute(task, input: [])
    }
    let times = batch.times
    #expect(times.map(\.index) == [0, 4, 8])
    #expect(times.allSatisfy { 0 < $0.submit && $0.submit <= $0.start && $0.start <= $0.end })
  }

  @Test("tasks submitted by one call have one submit time, and the others none")
  func submittedByOneCall() throws {
    let workload = try Workloads().named("noop").init(WorkloadSettings(seed: 1))
    let batch = TaskBatch(of: workload, count: 10, stampEvery: 2)
    batch.submitted(3..<9)
    let times = batch.times.map(\.submit)
    #expect(times[0] == 0 && times[1] == 0 && times[2] > 0)
    #expect(times[2...] == [times[2], times[2], times[2]])
  }

  @Test("tasks are collected in their order, and taken once")
  func collected() {
    var collected = CollectedTasks()
    #expect(collected.take().isEmpty)
    collected.add(4..<5)
    collected.add(5..<9)
    #expect(collected.take() == 4..<9)
    #expect(collected.take().isEmpty)
  }

  @Test("outstanding results are taken oldest first, over and over, and never more than there is room for")
  func outstanding() {
    var results = OutstandingResults<Int>()
    let capacity = OutstandingResults<Int>.capacity
    var (next, expected) = (0, 0)
    for take in [capacity, 1, capacity - 1, 0, capacity] {
      while !results.isFull {
        results.append(next, -next)
        next += 1
      }
      for _ in 0..<take {
        let oldest = results.takeFirst()
        #expect(oldest?.task == expected && oldest?.result == -expected)
        expected += 1
      }
    }
    #expect(results.takeFirst() == nil && expected == next)
  }

  @Test("the times of a task that ran elsewhere are the ones of its answer")
  func timesOfReply() throws {
    let workload = try Workloads().named("noop").init(WorkloadSettings(seed: 1))
    let batch = TaskBatch(of: workload, count: 2)
    batch.complete(1, TaskReply(output: TaskOutput(value: 0), start: 11, end: 13))
    #expect(batch.times[1] == TaskTimes(index: 1, submit: 0, start: 11, end: 13))
  }

  @Test("the effective width is the greatest overlap, and touching tasks do not overlap")
  func effectiveWidth() {
    func tasks(_ spans: [(Int, Int)]) -> [TaskTimes] {
      spans.enumerated().map { TaskTimes(index: $0.offset, submit: 0, start: $0.element.0, end: $0.element.1) }
    }
    #expect(EffectiveWidth.of([]) == 0)
    #expect(EffectiveWidth.of(tasks([(0, 10)])) == 1)
    #expect(EffectiveWidth.of(tasks([(0, 10), (10, 20), (20, 30)])) == 1)
    #expect(EffectiveWidth.of(tasks([(0, 10), (5, 20), (9, 30), (20, 40)])) == 3)
    #expect(EffectiveWidth.of(tasks([(0, 100), (1, 2), (3, 4), (5, 6)])) == 2)
  }

  @Test("what was created since the last look is taken once")
  func unitLog() {
    var log = UnitLog()
    log.spawnNs = [1, 2]
    log.processes = 2
    let taken = log.take()
    #expect(taken.spawnNs == [1, 2] && taken.processes == 2)
    #expect(log.spawnNs.isEmpty && log.processes == 0 && log.threads == 0)
    var unknown = UnitLog()
    unknown.threads = nil
    #expect((taken + unknown).threads == nil)
    #expect((taken + taken).processes == 4)
  }
}
