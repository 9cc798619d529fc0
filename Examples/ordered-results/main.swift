import Foundation
import WorkerPools

/// What a task is told: its number, and how many seconds it takes.
struct Step: Codable, Sendable {
  var number: Int
  var seconds: Double
}

enum Square: WorkerFunction {
  static func run(_ step: Step) -> Int {
    Thread.sleep(forTimeInterval: step.seconds)
    return step.number * step.number
  }
}

let seconds = CommandLine.arguments.dropFirst().first.flatMap(Double.init) ?? 0.5
let pool = try ProcessPool(.init(workers: 4))
let results = try (0..<20).map { number in
  try pool.applyAsync(Square.self, Step(number: number, seconds: seconds))
}
for (number, result) in results.enumerated() {
  print("\(number) squared is \(try result.get())")
}
pool.close()
try pool.join()
