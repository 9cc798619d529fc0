import BenchStrategies
import WorkerPoolsPosix

/// The allocator that serves this process.
enum Allocator {
  /// `jemalloc`, `system`, or the path of the library that was preloaded in their place.
  static func name() -> String { name(isJemalloc: HeapCounter() != nil, preloaded: preloaded) }

  /// The same, from what is known of the process.
  static func name(isJemalloc: Bool, preloaded: String?) -> String {
    if isJemalloc { return "jemalloc" }
    guard let library = preloaded?.split(whereSeparator: { $0 == ":" || $0 == " " }).first else { return "system" }
    let file = library.split(separator: "/").last ?? library
    return file.hasPrefix("libc.so") || file.hasPrefix("libc-") ? "system" : String(library)
  }

  private static var preloaded: String? { ProcessImage.environmentValue("LD_PRELOAD") }
}
