internal import Benchmark
internal import WorkerPools

/// Sends the value back, which encodes and decodes it twice.
enum Echo<Value: Codable & Sendable>: WorkerFunction {
  static func run(_ input: Value) -> Value { input }
}

/// A value that has no faster way than its own `Codable` conformance.
struct Person: Codable, Sendable {
  var name = "Ada"
  var born = 1815
  var papers: [String] = ["Note A", "Note G"]
}

func valueBenchmarks() {
  echoBenchmark("an Int", 1, scale: .kilo)
  echoBenchmark("a String of 100 letters", String(repeating: "a", count: 100), scale: .kilo)
  echoBenchmark("a [String: Double] of 100", dictionary(of: 100))
  echoBenchmark("a Codable struct", Person())
  echoBenchmark("64 KiB", [UInt8](repeating: 0x5A, count: 64 << 10))
  echoBenchmark("1 MiB", [UInt8](repeating: 0x5A, count: 1 << 20), scale: .one)
}

private func echoBenchmark<Value: Codable & Sendable>(
  _ what: String, _ value: Value, scale: BenchmarkScalingFactor = .one
) {
  let open = OpenPool.ofProcesses()
  Benchmark(
    "Process pool: echo of \(what)", configuration: Benchmark.Configuration(scalingFactor: scale),
    closure: { benchmark in
      let pool = open.current
      for _ in benchmark.scaledIterations { blackHole(try pool.apply(Echo<Value>.self, value)) }
    }, setup: open.open, teardown: open.close)
}

func dictionary(of count: Int) -> [String: Double] {
  Dictionary(uniqueKeysWithValues: (0..<count).map { ("key \($0)", Double($0)) })
}
