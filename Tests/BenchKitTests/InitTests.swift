import ArgumentParser
import Testing
import WorkerPoolsPosix

@testable import BenchKit

@Suite("A new package")
struct InitTests {
  private static let root = String(
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/"))
  private static let fixture = root + "/Tests/Fixtures/OwnWorkloads"

  @Test("is what Tests/Fixtures/OwnWorkloads is, which .ci/run builds and runs")
  func fixture() throws {
    let folder = NewPackageFolder("Tests/Fixtures/OwnWorkloads", in: Self.root)
    let package = NewPackage(folder: folder.path, origin: .path(folder.manifestPath(of: ".")))
    #expect(package.name == "OwnWorkloads" && package.files.count == 5)
    for file in package.files {
      #expect(FileSystemAccess.text(of: "\(Self.fixture)/\(file.path)") == file.text, "\(file.path)")
    }
  }

  @Test("takes 15 lines to bring a workload along")
  func fifteenLines() {
    let lines = NewPackageSources.main.split(separator: "\n").filter { !$0.isEmpty }
    #expect(lines.count <= 15)
  }

  @Test("is what the guide shows")
  func guide() throws {
    let folder = Self.root + "/Sources/BenchKit/BenchKit.docc"
    let sources = NewPackageSources.main + NewPackageSources.more
    var count = 0
    for name in try FileSystemAccess.entries(of: folder) where name.hasSuffix(".md") {
      let text = try #require(FileSystemAccess.text(of: "\(folder)/\(name)"))
      for block in text.split(separator: "```swift\n").dropFirst() {
        let code = String(block.prefix(while: { $0 != "`" }))
        #expect(sources.contains(code), "\(name): \(code)")
        count += 1
      }
    }
    #expect(count == 5)
    let workload = try #require(NewPackageSources.main.split(separator: "BenchMain").first)
    #expect(FileSystemAccess.text(of: Self.root + "/README.md")?.contains(workload) == true)
  }

  @Test(
    "is named after its folder, with a name that a target can have",
    arguments: [
      ("/a/my-bench", "my-bench"), ("/a/my bench", "my-bench"), ("/a/bench", "bench-workloads"),
      ("/a/WorkerPools", "WorkerPools-workloads"), ("/a/123", "123-workloads"), ("/", "workloads"),
    ])
  func names(folder: String, name: String) {
    #expect(NewPackage(folder: folder, origin: .path("p")).name == name)
  }

  @Test("depends on a checkout or on a URL, quoted as Swift quotes")
  func origins() {
    func manifest(_ origin: NewPackage.Origin) -> String { NewPackage(folder: "/a/b-c", origin: origin).files[0].text }
    #expect(manifest(.path("/x\"y")).contains(".package(name: \"WorkerPools\", path: \"/x\\\"y\")"))
    let url = manifest(.url("https://example.com/some/pools.git", branch: "main"))
    #expect(url.contains(".package(url: \"https://example.com/some/pools.git\", branch: \"main\")"))
    #expect(url.contains(".product(name: \"BenchKit\", package: \"pools\")"))
  }

  @Test("names a relative checkout from where it is, and an absolute one as it is")
  func paths() {
    let folder = NewPackageFolder("../mine/./x", in: "/home/me/work")
    #expect(folder.path == "/home/me/mine/x")
    #expect(folder.manifestPath(of: "pools") == "../../work/pools")
    #expect(folder.manifestPath(of: "../..") == "../../..")
    #expect(folder.manifestPath(of: "/opt/pools") == "/opt/pools")
  }

  @Test("finds the checkout that its program was built in")
  func checkout() {
    let files: Set = ["/w/pools/Package.swift", "/w/pools/Sources/BenchKit/BenchMain.swift", "/w/Package.swift"]
    func checkout(_ executable: String) -> String? {
      NewPackageFolder.checkout(of: executable) { files.contains($0) }
    }
    #expect(checkout("/w/pools/.build/x86_64/debug/bench") == "/w/pools")
    #expect(checkout("/w/mine/.build/x86_64/debug/mine") == nil)
  }
}
