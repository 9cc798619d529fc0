internal import Benchmark
@_spi(Benchmarks) internal import WorkerPools

/// Single operations beneath the process pool.
func taskPathBenchmarks() {
  perMessage("Task path: push and pop of a request and its reply, one thread", .mega) {
    try TaskPathProbe().pushAndPop($0)
  }
  perMessage("Task path: there and back to a spinning thread", .kilo) { try TaskPathProbe().pingPong($0, spins: true) }
  perMessage("Task path: there and back to a sleeping thread", .kilo) { try TaskPathProbe().pingPong($0, spins: false) }
  codingBenchmark("an Int", 1)
  codingBenchmark("a [String: Double] of 100", dictionary(of: 100))
  codingBenchmark("a Codable struct", Person())
}

private func perMessage(
  _ name: String, _ scale: BenchmarkScalingFactor, _ body: @escaping @Sendable (Int) throws -> Void
) {
  Benchmark(name, configuration: Benchmark.Configuration(scalingFactor: scale)) { benchmark in
    try body(benchmark.scaledIterations.count)
  }
}

private func codingBenchmark<Value: Codable & Sendable>(_ what: String, _ value: Value) {
  let configuration = Benchmark.Configuration(scalingFactor: .kilo)
  Benchmark("Value: encode and decode \(what)", configuration: configuration) { benchmark in
    let probe = ValueProbe<Value>()
    for _ in benchmark.scaledIterations { blackHole(try probe.decode(try probe.encode(value))) }
  }
}
