internal import Benchmark
internal import CHeap
internal import WorkerPools

/// Holds a worker until the pool is terminated.
enum Hold: WorkerFunction {
  static func run(_ input: Bool) -> Bool {
    while true { heap_rest() }
  }
}

/// What malloc has handed out for each task that waits, with the result that the caller holds: of 100,000 queued tasks.
func heapBenchmarks() {
  let metric = BenchmarkMetric.custom("Heap bytes a task", polarity: .prefersSmaller, useScalingFactor: false)
  let configuration = Benchmark.Configuration(metrics: [metric], warmupIterations: 0, maxIterations: 5)
  Benchmark("Process pool: heap of a queued task", configuration: configuration) { benchmark in
    let count = 100_000
    let pool = try ProcessPool(ProcessPool.Configuration(workers: 2))
    for _ in 0..<2 { try pool.applyAsync(Hold.self, true) }
    var results: [AsyncResult<Int>] = []
    results.reserveCapacity(count)
    let before = heap_bytes_in_use()
    for number in 0..<count { results.append(try pool.applyAsync(AddOne.self, number)) }
    benchmark.measurement(metric, Int(heap_bytes_in_use() - before) / count)
    pool.terminate()
    try pool.join()
    withExtendedLifetime(results) {}
  }
}
