import Glibc
import Testing
import WorkerPools
import WorkerPoolsPosix

/// Says where it runs and what it was told.
enum Describe: WorkerFunction {
  static func run(_ name: String) -> [String] {
    let value = getenv(name).map { String(cString: $0) } ?? ""
    let folder = getcwd(nil, 0)
    defer { free(folder) }
    return [value, folder.map { String(cString: $0) } ?? ""]
  }
}

@Suite("Guide: surroundings")
struct SurroundingsExamples {
  @Test(
    "an environment, a folder and a core of one's own", .enabled(if: CoreCount.affinity.contains(0)),
    .timeLimit(.minutes(20)))
  func configured() throws {
    var configuration = ProcessPool.Configuration(workers: 2)
    configuration.environment = ["LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"]
    configuration.workingDirectory = "/tmp"
    configuration.affinity = [0]
    let found = try withProcessPool(configuration) { pool in
      try pool.apply(Describe.self, "OMP_NUM_THREADS")
    }
    #expect(found == ["1", "/tmp"])
  }
}
