import WorkerPools

enum SumOfSquares: WorkerFunction {
  static func run(_ limit: Int) -> Int { (1...limit).reduce(0) { $0 + $1 * $1 } }
}

let pool = try ProcessPool()  // a worker for each core that this process may use
let one = try pool.applyAsync(SumOfSquares.self, 1_000)
let many = try pool.map(SumOfSquares.self, 1...20)
print(try one.get(), many.last ?? 0)
pool.close()
try pool.join()
