import Testing

@testable import BenchKit

@Suite("A debug build finds the package that it belongs to")
struct ReleaseHandoverTests {
  private func handover(_ executable: String, in folder: String = "/", packages: Set<String>) -> ReleaseHandover? {
    ReleaseHandover(executable: executable, workingDirectory: folder) { packages.contains($0) }
  }

  @Test("from the path of the running program")
  func fromTheProgram() throws {
    let found = try #require(
      handover("/src/pkg/.build/x86_64-unknown-linux-gnu/debug/bench", packages: ["/src/pkg/Package.swift"]))
    #expect(found.product == "bench" && found.package == "/src/pkg" && found.scratch == "/src/pkg/.build")
    #expect(found.releaseBinary == "/src/pkg/.build/x86_64-unknown-linux-gnu/release/bench")
    #expect(found.buildArguments.contains("--static-swift-stdlib"))
  }

  @Test("a product of another name, with a scratch folder elsewhere, from the working directory")
  func fromTheWorkingDirectory() throws {
    let found = try #require(
      handover("/tmp/scratch/triple/debug/mine", in: "/src/other/sub", packages: ["/src/other/Package.swift"]))
    #expect(found.product == "mine" && found.package == "/src/other" && found.scratch == "/tmp/scratch")
  }

  @Test("a program outside any build folder or package has none")
  func none() {
    #expect(handover("/usr/local/bin/bench", packages: ["/Package.swift"]) == nil)
    #expect(handover("/tmp/.build/triple/debug/bench", packages: []) == nil)
  }
}
