import Glibc
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

@Suite("A host whose own image its workers run")
struct OwnImageTests {
  private static let loader = "/lib64/ld-linux-x86-64.so.2"

  @Test(
    "goes on when its file was removed or replaced", .timeLimit(.minutes(20)), arguments: StartMethod.allCases,
    [false, true])
  func replacedFile(_ method: StartMethod, isReplaced: Bool) throws {
    let folder = try ProgramFolder()
    let program = try folder.copy()
    let successor = isReplaced ? try folder.copy(of: "/bin/false", name: "successor") : nil
    let host = try UnitProcess.spawn(
      HostOfReplacedFile.self, .init(method: method, file: program, successor: successor), executable: program)
    let report = try host.collect().output
    #expect(report.outputs == [2, 2, 4, 4, 6, 6, 8])
    #expect(report.image == program + " (deleted)")
  }

  @Test(
    "refuses at once, in one sentence, if it was started through the dynamic loader", .timeLimit(.minutes(20)),
    .enabled(if: FileSystemAccess.exists(loader)), arguments: StartMethod.allCases)
  func dynamicLoader(_ method: StartMethod) throws {
    let folder = try ProgramFolder()
    let wrapper = try folder.wrapper(command: "exec \(Self.loader)")
    func attempt(_ executable: String?) throws -> Attempt {
      try UnitProcess.spawn(PoolOfExecutable.self, .init(executable: executable, method: method), executable: wrapper)
        .collect().output
    }
    let refused = try attempt(nil)
    #expect(refused.isTyped && refused.left.allSatisfy { $0 == 0 })
    #expect(refused.description.hasPrefix("this program was started through the dynamic loader /"))
    #expect(try attempt(ProgramFolder.testProgram).output == 42)
    #expect(try attempt(wrapper).output == 42)
  }

  @Test("knows the file that it was mapped from, and its build")
  func identity() throws {
    #expect(ProcessImage.foreignExecutable() == nil)
    let identifier = try #require(ProcessImage.buildIdentifier)
    #expect(identifier.count >= 16 && identifier.count % 2 == 0)
    #expect(identifier.allSatisfy { $0.isHexDigit })
  }
}
