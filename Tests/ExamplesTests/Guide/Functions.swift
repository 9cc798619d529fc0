import Testing
import WorkerPools

/// Several arguments are one struct.
struct Rectangle: Codable, Sendable {
  var width: Double
  var height: Double
}

enum Area: WorkerFunction {
  static func run(_ input: Rectangle) -> Double { input.width * input.height }
}

enum Statistic {
  /// Nested and generic: a worker finds `Statistic.Largest<Double>` by its name.
  enum Largest<Element: Comparable & Codable & Sendable>: WorkerFunction {
    static func run(_ values: [Element]) -> Element? { values.max() }
  }
}

private enum Hidden: WorkerFunction {
  static func run(_ input: Int) -> Int { input }
}

struct NegativeNumber: Error, Codable {
  var number: Double
}

enum SquareRoot: WorkerFunction {
  static func run(_ number: Double) throws -> Double {
    guard number >= 0 else { throw NegativeNumber(number: number) }
    return number.squareRoot()
  }
}

enum Lexicon {
  static let words = WorkerLocal<Set<String>>()
}

/// Runs once in each worker, before its first task.
enum LoadLexicon: WorkerFunction {
  static func run(_ words: [String]) -> Bool {
    Lexicon.words.value = Set(words)
    return true
  }
}

enum IsKnown: WorkerFunction {
  static func run(_ word: String) -> Bool { Lexicon.words.value.contains(word) }
}

/// Runs once in each worker, after its last task.
enum SayGoodbye: WorkerFunction {
  static func run(_ text: String) -> Bool {
    print(text)
    return true
  }
}

@Suite("Guide: writing a worker function")
struct FunctionExamples {
  @Test("structs, nested and generic functions", .timeLimit(.minutes(20)))
  func functions() throws {
    try withProcessPool { pool in
      let areas = try pool.map(Area.self, [Rectangle(width: 2, height: 3), Rectangle(width: 4, height: 5)])
      let largest = try pool.apply(Statistic.Largest<Double>.self, [1.5, 9.5, 4])
      #expect(areas == [6, 20])
      #expect(largest == 9.5)
      #expect {
        _ = try pool.apply(Hidden.self, 1)
      } throws: {
        ($0 as? PoolError)?.code == .unreachableFunction
      }
    }
  }

  @Test("the error that a task threw", .timeLimit(.minutes(20)))
  func errors() throws {
    try withProcessPool { pool in
      do {
        print(try pool.apply(SquareRoot.self, -4))
      } catch let error as RemoteError {
        print(error)  // the task threw in worker 4711: NegativeNumber(number: -4.0)
        if let original = error.underlying as? NegativeNumber { print(original.number) }
      }
      #expect {
        _ = try pool.apply(SquareRoot.self, -4)
      } throws: { error in
        guard let error = error as? RemoteError else { return false }
        return error.description == "the task threw in worker \(error.workerPid): NegativeNumber(number: -4.0)"
          && (error.underlying as? NegativeNumber)?.number == -4
      }
    }
  }

  @Test("state that an initializer makes", .timeLimit(.minutes(20)))
  func initializer() throws {
    var configuration = ProcessPool.Configuration(workers: 2)
    try configuration.setInitializer(LoadLexicon.self, ["worker", "task", "queue"])
    try configuration.setExitHook(SayGoodbye.self, "a worker has done its work")
    let known = try withProcessPool(configuration) { pool in
      try pool.map(IsKnown.self, ["task", "tusk"])
    }
    #expect(known == [true, false])
  }
}
