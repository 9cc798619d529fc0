import Logging
import Metrics
import Tracing
import WorkerPools

/// Crashes its worker for sevens.
enum Parse: WorkerFunction {
  static func run(_ number: Int) -> Int {
    precondition(number != 7, "sevens cannot be parsed")
    return number * number
  }
}

extension ProcessPool.Configuration {
  /// Workers go to the log and to counters.
  mutating func observeWorkers() {
    let logger = Logger(label: name)
    let live = Meter(label: "\(name).workers")
    eventHandler = { event in
      logger.log(level: event.cause == nil && event.error == nil ? .info : .warning, "\(event)")
      Counter(label: "\(logger.label).events", dimensions: [("kind", "\(event.kind)")]).increment()
      switch event.kind {
      case .workerStarted: live.increment()
      case .workerDied, .workerRetired: live.decrement()
      default: break
      }
    }
  }
}

extension ProcessPool {
  /// A task with a span and a timer.
  func observedApply<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input, options: TaskOptions = TaskOptions()
  ) async throws -> Function.Output {
    try await withSpan("\(function)") { _ in  // which records what is thrown
      let began = ContinuousClock.now
      defer { Timer(label: "tasks", dimensions: [("function", "\(function)")]).record(duration: .now - began) }
      return try await apply(function, input, options: options)
    }
  }
}

// A program bootstraps its backends first: LoggingSystem, MetricsSystem, InstrumentationSystem.
LoggingSystem.bootstrap(StreamLogHandler.standardOutput)
var configuration = ProcessPool.Configuration(workers: 2, name: "parser")
configuration.observeWorkers()
try await withProcessPool(configuration) { pool in
  for number in 5...8 {
    do {
      print(number, try await pool.observedApply(Parse.self, number, options: TaskOptions(timeLimit: .seconds(10))))
    } catch {
      print(number, error)
    }
  }
}
