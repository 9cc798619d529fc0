import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchResults
import Testing
import WorkerPoolsPosix

@Suite("A run that is read from its folder")
struct RunReadingTests {
  private let folder = TemporaryFolder()

  @Test("a summary that was stored is read where the histograms are gone, and says the same")
  func storedSummary() throws {
    let run = try RunDirectory.create(at: folder.file("run"))
    let outcomes = RunFixture().outcomes
    try run.writeEnvironment(RunFixture().facts)
    try run.appending(to: .repetitions).append(outcomes.map(\.row))
    try run.appending(to: .histograms).append(outcomes.flatMap(\.histogramRows))
    let derived = try run.writeSummary()
    #expect(!derived.summary.isEmpty)
    #expect(try run.results().summary.map(\.tableRow) == derived.summary.map(\.tableRow))
    FileSystemAccess.remove(run.path(of: .histograms))
    let stored = try run.results()
    #expect(stored.summary.map(\.tableRow) == derived.summary.map(\.tableRow))
    #expect(stored.summary.contains { $0.metric.name == "roundtrip_p99" })
  }
}
