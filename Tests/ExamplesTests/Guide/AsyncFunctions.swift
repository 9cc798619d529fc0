import Testing
import WorkerPools

/// The length of several pages, which are fetched at the same time.
enum TotalLength: AsyncWorkerFunction {
  static func run(_ pages: [String]) async throws -> Int {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for page in pages { group.addTask { try await fetch(page).count } }
      return try await group.reduce(0, +)
    }
  }
}

/// Stands for what takes its time.
private func fetch(_ page: String) async throws -> String {
  try await Task.sleep(for: .milliseconds(1))
  return "the text of \(page)"
}

@MainActor
enum Screen {
  static func draw(_ text: String) -> String { "[\(text)]" }
}

enum Draw: AsyncWorkerFunction {
  static func run(_ text: String) async -> String { await Screen.draw(text) }
}

@Suite("Guide: asynchronous functions")
struct AsyncFunctionExamples {
  @Test("run as others do", .timeLimit(.minutes(20)))
  func functions() async throws {
    try await withProcessPool { pool in
      let length = try await pool.apply(TotalLength.self, ["one", "two"])
      let drawn = try await pool.map(Draw.self, ["a", "b", "c"])
      #expect(length == 30)
      #expect(drawn == ["[a]", "[b]", "[c]"])
    }
  }
}
