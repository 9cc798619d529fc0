import Foundation
import WorkerPools

/// What a task is told: its number, and how many seconds it takes.
struct Step: Codable, Sendable {
  var number: Int
  var seconds: Double
}

enum TakeTime: WorkerFunction {
  static func run(_ step: Step) -> Int {
    print("task \(step.number) begins")
    Thread.sleep(forTimeInterval: step.seconds)
    print("task \(step.number) ends")
    return step.number
  }
}

let seconds = CommandLine.arguments.dropFirst().first.flatMap(Double.init) ?? 0.5
let pool = try ProcessPool(.init(workers: 4))
for number in 0..<20 {
  try pool.applyAsync(TakeTime.self, Step(number: number, seconds: seconds))
}
print("all tasks are submitted")
pool.close()
try pool.join()
print("all tasks have ended")
