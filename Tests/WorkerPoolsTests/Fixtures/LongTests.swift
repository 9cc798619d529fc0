import WorkerPoolsPosix

/// Whether the tests are to take as long as they should, which `WORKERPOOLS_LONG_TESTS=1` asks for.
enum LongTests {
  static let areWanted = ProcessImage.environmentValue("WORKERPOOLS_LONG_TESTS") == "1"
}
