internal import Benchmark

/// Registers all microbenchmarks and returns the number of groups; the plugin's `main`, which calls it, wants a value.
func benchmarks() -> Int {
  Benchmark.defaultConfiguration = Benchmark.Configuration(
    metrics: [.wallClock, .throughput], warmupIterations: 3, maxDuration: .seconds(2))
  let groups = [taskPathBenchmarks, processPoolBenchmarks, valueBenchmarks, threadPoolBenchmarks, heapBenchmarks]
  for register in groups { register() }
  return groups.count
}
