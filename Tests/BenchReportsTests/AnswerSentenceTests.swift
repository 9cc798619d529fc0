import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchReports
import BenchResults
import Testing

@Suite("The answer of a cell in words")
struct AnswerSentenceTests {
  private func texts(
    _ speed: [String: Double], _ metric: Metric = .throughput,
    _ adjust: @escaping @Sendable (RunFixture.Repetition, inout RepetitionRecord) -> Void = { _, _ in }
  ) throws -> [String] {
    var fixture = RunFixture()
    fixture.arms = ["serial", "pool", "threads"].map { RunFixture.arm($0) }
    fixture.speed = speed
    fixture.adjust = adjust
    let results = fixture.results
    return AnswerSentence.texts(try #require(CellAnswer(metric, in: results.cells[0], of: results)))
  }

  @Test("who does the most, and who is near")
  func near() throws {
    #expect(
      try texts(["pool": 1.98, "threads": 1.93])
        == ["pool does the most, 1.98x [1.98, 1.98] serial; threads is within 3 %."])
  }

  @Test("or how far all others are, unless the baseline is the nearest, whose ratio is said already")
  func next() throws {
    #expect(
      try texts(["pool": 2, "threads": 1.5])
        == ["pool does the most, 2.00x [2.00, 2.00] serial; no other is above 0.750x of that."])
    #expect(
      try texts(["pool": 0.5, "threads": 0.25])
        == ["serial does the most; no other is above 0.500x of that."])
    #expect(try texts(["pool": 2, "threads": 0.5])[0] == "pool does the most, 2.00x [2.00, 2.00] serial.")
  }

  @Test("what is too close to call is said so, and what is the same")
  func tooClose() throws {
    let same = "too close to call between pool (2.00x [2.00, 2.00] serial) and threads (2.00x [2.00, 2.00])"
    #expect(try texts(["pool": 2, "threads": 2]) == [same + ", the same within 1 %."])
    let texts = try texts(["pool": 2, "threads": 1.96]) { repetition, record in
      guard repetition.arm.label == "threads", repetition.round % 3 == 0 else { return }
      record.batchNs = record.batchNs.map { $0 * 4 / 5 }
    }
    #expect(texts.count == 1 && texts[0].hasPrefix("too close to call between pool (2.00x "))
    #expect(!texts[0].contains("the same"))
  }

  @Test("each result mode has a sentence of its own")
  func modes() throws {
    let texts = try texts(["pool": 2, "threads": 3]) { $1.resultMode = $0.arm.label == "threads" ? .all : .each }
    #expect(
      texts == [
        "With a result for each task: pool does the most, 2.00x [2.00, 2.00] serial.",
        "With one wait for all tasks: only threads has such a figure, 3.00x [3.00, 3.00] serial.",
      ])
  }

  @Test("another metric is named")
  func metric() throws {
    let texts = try texts([:], #require(Metric.named("startup"))) { repetition, record in
      if repetition.arm.label != "serial" { record.startupNs = 80_000 }
    }
    #expect(texts[0].hasPrefix("serial has the lowest startup; no other is below"))
  }
}
