internal import Benchmark
internal import WorkerPools

func threadPoolBenchmarks() {
  let open = OpenPool.ofThreads()

  Benchmark(
    "Thread pool: apply", configuration: Benchmark.Configuration(scalingFactor: .kilo),
    closure: { benchmark in
      let pool = open.current
      for number in benchmark.scaledIterations { blackHole(try pool.apply { number + 1 }) }
    }, setup: open.open, teardown: open.close)

  Benchmark(
    "Thread pool: submit to result, 1,000 in flight", configuration: Benchmark.Configuration(scalingFactor: .kilo),
    closure: { benchmark in
      let pool = open.current
      let results = try benchmark.scaledIterations.map { number in try pool.applyAsync { number + 1 } }
      for result in results { blackHole(try result.get()) }
    }, setup: open.open, teardown: open.close)

  Benchmark("Thread pool of 2: create, one task, close, join") { _ in
    let pool = try ThreadPool(ThreadPool.Configuration(threads: 2))
    blackHole(try pool.apply { 1 })
    pool.close()
    try pool.join()
  }
}
