import Testing
import WorkerPoolsPosix

@Suite("A debug build that becomes the release build")
struct HandoverTests {
  /// Takes the place of `swift build`: it says much and makes a program that notes what it was called with.
  private static let swift = """
    #!/bin/sh
    i=0; while [ $i -lt 20000 ]; do echo "compiling $i"; i=$((i + 1)); done
    mkdir -p package/.build/t/release
    echo '#!/bin/sh' > package/.build/t/release/bench
    echo 'printf %s "$3" | od -An -tx1 > became' >> package/.build/t/release/bench
    chmod +x package/.build/t/release/bench
    """

  @Test(
    "is handed every byte of the arguments, also if nobody reads how its build goes on", .timeLimit(.minutes(20)),
    .enabled(if: ProcessImage.environmentValue("BENCH_BINARY") == nil, "needs a debug build"))
  func handover() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("swift", Self.swift)
    let script = """
      mkdir -p bin package/.build/t/debug && mv swift bin && chmod +x bin/swift && touch package/Package.swift
      cp "$BENCH" package/.build/t/debug/bench && A=$(printf 'a=/bin/true \\377')
      { PATH=$PWD/bin:$PATH BENCH_ALLOW_DEBUG=0 package/.build/t/debug/bench run --arm "$A" 2>&1; } | head -c 1 > /dev/null
      """
    let result = try Bench.shell(script, in: folder)
    #expect(try folder.read("became").contains("74 72 75 65 20 ff"), "\(result.errors)")
  }
}
