import Glibc
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// A folder for programs, which goes away with this.
final class ProgramFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/workerpools-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw PosixError(call: "mkdtemp", code: Errno(rawValue: errno)) }
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    chmod(path, 0o755)
  }

  deinit {
    for name in (try? FileSystemAccess.entries(of: path)) ?? [] { FileSystemAccess.remove("\(path)/\(name)") }
    FileSystemAccess.remove(path)
  }

  /// A shell script.
  func script(_ lines: String, name: String = "script") throws -> String {
    let file = "\(path)/\(name)"
    try FileSystemAccess.writeAtomically(Array("#!/bin/sh\n\(lines)\n".utf8), to: file)
    chmod(file, 0o755)
    return file
  }

  /// A script that becomes this test program, after those lines.
  func wrapper(_ lines: String = "", command: String = "exec") throws -> String {
    try script("\(lines)\n\(command) '\(Self.testProgram)' \"$@\"", name: "wrapper")
  }

  /// A copy of a program, by default of this test program, of which there is only this one link.
  func copy(of program: String = testProgram, name: String = "program") throws -> String {
    let file = "\(path)/\(name)"
    let launch = Launch(path: "/bin/cp", arguments: ["cp", program, file])
    #expect(try ChildProcess.spawn(launch).wait().status == .exited(0))
    return file
  }

  static var testProgram: String { ProcessImage.executableFile() ?? "" }
}

extension StartMethod {
  /// What a pool of that executable fails with, when it is made or later; nothing is left of it.
  func failure(
    of executable: String?, _ sourceLocation: SourceLocation = #_sourceLocation,
    _ choose: (inout ProcessPool.Configuration) -> Void = { _ in }
  ) -> PoolError? {
    poolError(sourceLocation) {
      let pool = try make(2) {
        $0.executable = executable
        choose(&$0)
      }
      defer {
        pool.close()
        try? pool.join()
      }
      let results = try (0..<20).map { try pool.start(.double($0)) }
      let errors = results.map { result in poolError(sourceLocation) { _ = try result.get() } }
      #expect(Set(errors).count == 1, sourceLocation: sourceLocation)
      #expect(pool.statistics.workers.map(\.restarts).reduce(0, +) == 0, sourceLocation: sourceLocation)
      #expect(poolError { _ = try pool.start(.double(1)) } == errors[0], sourceLocation: sourceLocation)
      #expect(poolError { try pool.awaitReady() } == errors[0], sourceLocation: sourceLocation)
      if let error = errors[0] { throw error }
    }
  }
}

extension StartMethod {
  /// What a unit of that executable fails with.
  func unitFailure(of executable: String) -> PoolError? {
    poolError { _ = try UnitProcess.spawn(RunJob.self, .pid, executable: executable, startMethod: self).collect() }
  }
}

/// Runs each on a thread of its own, at the same time, and returns what they return.
func onThreads<Value: Sendable>(_ bodies: [@Sendable () -> Value]) async throws -> [Value] {
  try await withThrowingTaskGroup(of: Value.self) { group in
    for body in bodies {
      group.addTask {
        try await withCheckedThrowingContinuation { continuation in
          do {
            _ = try PlatformThread.start { continuation.resume(returning: body()) }
          } catch {
            continuation.resume(throwing: error)
          }
        }
      }
    }
    return try await group.reduce(into: []) { $0.append($1) }
  }
}

/// Whether this process may do all.
let isRoot = getuid() == 0
