internal import Benchmark
internal import WorkerPools

enum AddOne: WorkerFunction {
  static func run(_ input: Int) -> Int { input + 1 }
}

func processPoolBenchmarks() {
  let open = OpenPool.ofProcesses()

  Benchmark(
    "Process pool: apply", configuration: Benchmark.Configuration(scalingFactor: .kilo),
    closure: { benchmark in
      let pool = open.current
      for number in benchmark.scaledIterations { blackHole(try pool.apply(AddOne.self, number)) }
    }, setup: open.open, teardown: open.close)

  Benchmark(
    "Process pool: submit to result, 1,000 in flight", configuration: Benchmark.Configuration(scalingFactor: .kilo),
    closure: { benchmark in
      let pool = open.current
      let results = try benchmark.scaledIterations.map { try pool.applyAsync(AddOne.self, $0) }
      for result in results { blackHole(try result.get()) }
    }, setup: open.open, teardown: open.close)

  Benchmark(
    "Process pool: map over a million integers", configuration: Benchmark.Configuration(scalingFactor: .mega),
    closure: { benchmark in
      blackHole(try open.current.map(AddOne.self, Array(benchmark.scaledIterations)))
    }, setup: open.open, teardown: open.close)

  Benchmark("Process pool of 2: create, one task, close, join") { _ in
    let pool = try ProcessPool(ProcessPool.Configuration(workers: 2))
    blackHole(try pool.apply(AddOne.self, 1))
    pool.close()
    try pool.join()
  }
}
