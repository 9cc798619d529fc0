import Glibc

/// The allocator that serves this process.
enum Allocator {
  /// `jemalloc`, which this program is linked with as bench is, unless another one comes before it.
  static var name: String {
    guard getenv("LD_PRELOAD") == nil else { return "preloaded" }
    return dlsym(nil, "mallctl") == nil ? "system" : "jemalloc"
  }
}
