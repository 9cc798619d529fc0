import Foundation
import WorkerPools

/// What a task is told: its number, and how many seconds it takes.
struct Step: Codable, Sendable {
  var number: Int
  var seconds: Double
}

enum ReportWorker: WorkerFunction {
  static func run(_ step: Step) -> String {
    Thread.sleep(forTimeInterval: step.seconds)
    return "task \(step.number) ran in \(ProcessInfo.processInfo.processIdentifier)"
  }
}

let seconds = CommandLine.arguments.dropFirst().first.flatMap(Double.init) ?? 0.5
print("the parent is \(ProcessInfo.processInfo.processIdentifier)")
let pool = try ProcessPool(.init(workers: 4))
for number in 0..<20 {
  try pool.applyAsync(
    ReportWorker.self, Step(number: number, seconds: seconds),
    callback: { report in print("\(report), its callback in \(ProcessInfo.processInfo.processIdentifier)") },
    errorCallback: { error in print("a task failed in its worker: \(error)") })
}
pool.close()
try pool.join()
