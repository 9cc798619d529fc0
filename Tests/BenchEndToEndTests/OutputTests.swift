import Testing
import WorkerPoolsPosix

@Suite("Standard streams that are full, closed or without a reader", .serialized)
struct OutputTests {
  private let folder: TemporaryFolder
  private static let run = "$BENCH run --workloads noop --strategies serial --rounds 1 --tasks 20 --output run"

  init() throws { folder = try TemporaryFolder() }

  /// The exit code that the script prints last, and what it prints to standard error.
  private func code(_ script: String) throws -> (code: String, errors: String) {
    let result = try Bench.shell(script, in: folder)
    return (result.output.split(separator: "\n").last.map(String.init) ?? "", result.errors)
  }

  private func isWhole(_ run: String = "run") throws -> Bool {
    let rows = try folder.read("\(run)/reps.csv").split(separator: "\n")
    return rows.count == 7 && rows.dropFirst().allSatisfy { $0.hasPrefix("2,") }
  }

  @Test(
    "results that cannot be written are exit 1, and said", .timeLimit(.minutes(20)),
    arguments: ["list", "help", "help run", "--version", "run --dry-run", "task noop 1 1"], ["> /dev/full", ">&-"])
  func lost(command: String, redirection: String) throws {
    let (code, errors) = try code("(exec $BENCH \(command) \(redirection)); echo $?")
    #expect(code == "1")
    #expect(errors.contains("bench: the results could not be written to standard output"), "\(errors)")
  }

  @Test("the results of a run, too, which is whole all the same", .timeLimit(.minutes(20)))
  func lostRun() throws {
    #expect(try code("\(Self.run) > /dev/full; echo $?").code == "1")
    #expect(try isWhole())
    #expect(try code("$BENCH pivot run > /dev/full; echo $?").code == "1")
    #expect(try code("$BENCH pivot run > /dev/null; echo $?").code == "0")
  }

  @Test("with all streams closed no line of progress gets into a file of the run", .timeLimit(.minutes(20)))
  func closed() throws {
    #expect(try code("(exec \(Self.run) <&- >&- 2>&-); echo $?").code == "1")
    #expect(try isWhole())
    #expect(try folder.read("run/bench.log").isEmpty)
    #expect(try code("(exec \(Self.run)2 2>&-); echo $?").code == "0", "progress is no result")
    #expect(try isWhole("run2"))
  }

  @Test(
    "a stream that is closed is /dev/null before the program opens anything, and is for its arms",
    .timeLimit(.minutes(20)))
  func null() throws {
    _ = try folder.write("arm.sh", "for p in $PPID self; do readlink /proc/$p/fd/0 /proc/$p/fd/2; done > seen; exit 3")
    _ = try code("(exec \(Self.run) --arm 'a=/bin/sh arm.sh' <&- 2>&-)")
    let seen = try folder.read("seen").split(separator: "\n")
    #expect(seen.prefix(3) == ["/dev/null", "/dev/null", "/dev/null"] && seen.count == 4, "\(seen)")
  }

  @Test("a reader of progress that goes away does not end the run, nor change how it ends", .timeLimit(.minutes(20)))
  func vanishedReader() throws {
    #expect(try code("{ \(Self.run) 2>&1 > out; echo $? > code; } | head -c 1 > /dev/null; cat code").code == "0")
    #expect(try isWhole())
    #expect(try folder.read("out").contains("Files: run"))
    let both = "{ \(Self.run)2 2>&1; echo $? > code; } | true; cat code"
    #expect(try code(both).code == "1", "its results went the same way")
    #expect(try isWhole("run2"))
  }
}
