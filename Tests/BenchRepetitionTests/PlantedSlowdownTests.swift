import BenchModel
import BenchStrategies
import BenchWorkloads
import Testing

@testable import BenchRepetition

@Suite("A planted slowdown", .serialized)
struct PlantedSlowdownTests {
  @Test(
    "does more tasks than the batch says, and its record says nothing of them",
    arguments: [(0, 24), (20, 29), (100, 48)])
  func extraTasks(percent: Int, executed: Int) {
    CountingStrategy.batches = []
    var spec = RepetitionSpec.small("counting")
    spec.warmupTasksN = 0
    spec.roundtripMaxN = 0
    spec.roundtripIdleN = 0
    let record = RepetitionMain.run(spec, workloads: Workloads(), planted: PlantedSlowdown(percent: percent)) { _ in
      CountingStrategy.self
    }
    #expect(record.status == good, "\(record.statusDetail ?? "")")
    #expect(CountingStrategy.batches.reduce(0, +) == executed)
    #expect(record.tasksN == 24)
  }

  @Test(
    "is no wrong result of strategies whose units count what they run", .timeLimit(.minutes(20)),
    arguments: ["process-per-task", "thread-pool", "concurrent-perform"])
  func counted(strategy: String) {
    let record = RepetitionMain.run(
      .small(strategy), workloads: Workloads(), planted: PlantedSlowdown(percent: 50), strategy: StrategyCatalog.named)
    #expect(record.status == good, "\(record.statusDetail ?? "")")
    if strategy == "process-per-task" {
      #expect(record.processesSpawnedN == 24 + 12, "the batch and half a batch more")
    }
  }

  @Test("is left out where allocations are counted, and plants a task at least")
  func alloc() {
    for (phase, executed) in [(Phase.alloc, 24), (.measure, 25)] {
      CountingStrategy.batches = []
      var spec = RepetitionSpec.small("counting", phase: phase)
      spec.warmupTasksN = 0
      spec.roundtripMaxN = 0
      spec.roundtripIdleN = 0
      _ = RepetitionMain.run(spec, workloads: Workloads(), planted: PlantedSlowdown(percent: 1)) { _ in
        CountingStrategy.self
      }
      #expect(CountingStrategy.batches.reduce(0, +) == executed, "\(phase)")
    }
  }

  @Test("is asked for in percent; what is out of range is taken into it")
  func range() {
    #expect(PlantedSlowdown(percent: -5) == .none)
    #expect(PlantedSlowdown(percent: 5_000) == PlantedSlowdown(percent: 1_000))
    #expect(PlantedSlowdown(percent: 20).environment == ["BENCH_PLANTED_SLOWDOWN_PCT": "20"])
  }
}

/// Notes how many tasks each batch has that it is handed.
private final class CountingStrategy: SoundStrategy {
  // Written and read by the one serialized suite that uses this type.
  nonisolated(unsafe) static var batches: [Int] = []

  override func drain(_ batch: TaskBatch) throws { Self.batches.append(batch.count) }
}
