import Testing
import WorkerPoolsPosix

@Suite("bench init")
struct NewPackageTests {
  @Test(
    "writes a package into an empty folder, and refuses one with something in it in a sentence", .timeLimit(.minutes(9))
  )
  func new() throws {
    let folder = try TemporaryFolder()
    let first = try Bench.shell("\"$BENCH\" init mine --path '\(Bench.packageRoot)'", in: folder)
    #expect(first.status == .exited(0), "\(first.errors)")
    #expect(first.output.contains("swift run mine --workloads bits"))
    #expect(try folder.read("mine/Package.swift").contains(Bench.packageRoot))
    let main = try folder.read("mine/Sources/mine/main.swift")
    let second = try Bench.shell("\"$BENCH\" init mine --url https://example.com/pools", in: folder)
    #expect(second.status == .exited(64))
    #expect(second.errors.split(separator: "\n").count == 1 && second.errors.contains("mine is not empty"))
    #expect(try folder.read("mine/Sources/mine/main.swift") == main)
  }

  @Test("asks where the package is that it should depend on, where it cannot know", .timeLimit(.minutes(9)))
  func origin() throws {
    let folder = try TemporaryFolder()
    let wrong = try Bench.shell("\"$BENCH\" init mine --path .", in: folder)
    #expect(wrong.status == .exited(64) && wrong.errors.contains("Sources/BenchKit"), "\(wrong.errors)")
    let both = try Bench.shell("\"$BENCH\" init mine --path . --url x", in: folder)
    #expect(both.status == .exited(64) && both.errors.contains("not from both"), "\(both.errors)")
    #expect(!folder.contains("mine"))
  }
}

@Suite("A stored run in a spreadsheet")
struct StoredSpreadsheetTests {
  private let reference = Bench.packageRoot + "/Tests/BenchFixtures/Runs/schema1-reference"

  @Test("is one document with charts, or the data of one chart", .timeLimit(.minutes(9)))
  func formats() throws {
    let document = try Bench.run(["export", reference, "--format", "fods"])
    #expect(document.status == .exited(0), "\(document.errors)")
    #expect(document.output.hasPrefix("<?xml") && document.output.hasSuffix("</office:document>\n"))
    let data = try Bench.run(["pivot", reference, "--chart", "throughput"])
    #expect(
      data.status == .exited(0) && data.output.hasPrefix("arm,noop width 2,noop width 2 minus,noop width 2 plus,"))
  }

  @Test("is refused where options contradict each other", .timeLimit(.minutes(9)))
  func contradictions() throws {
    let both = try Bench.run(["pivot", reference, "--chart", "throughput", "--rows", "width"])
    #expect(both.status == .exited(64) && both.errors.contains("leave --rows"), "\(both.errors)")
    let metric = try Bench.run(["export", reference, "--format", "fods", "--metric", "startup"])
    #expect(metric.status == .exited(64) && metric.errors.contains("leave --metric out"), "\(metric.errors)")
    let width = try Bench.run(["pivot", reference, "--chart", "scaling"])
    #expect(width.status == .exited(64) && width.errors.contains("--width"), "\(width.errors)")
  }
}
