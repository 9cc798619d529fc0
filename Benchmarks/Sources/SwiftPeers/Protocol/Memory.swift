import Foundation

/// The resident memory of this process, in bytes.
enum Memory {
  /// Has the peak begin anew; false where that is not permitted.
  static func resetPeak() -> Bool {
    guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return false }
    return (try? file.write(contentsOf: Data("5".utf8))) != nil
  }

  static func residentBytes() -> Int? { status("VmRSS:") }
  static func peakBytes() -> Int? { status("VmHWM:") }

  private static func status(_ key: String) -> Int? {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(key) }
    return line?.split(separator: " ").compactMap { Int($0) }.first.map { $0 * 1024 }
  }
}
