/// The number that a task starts from: a hash of the seed and the task's index.
///
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014): the finaliser of SplitMix64 over a
/// Weyl sequence. All arithmetic wraps at 64 bits.
enum TaskBase {
  private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The finaliser: a bijection whose output bits each depend on all input bits.
  @inline(__always)
  static func mix(_ input: UInt64) -> UInt64 {
    var z = input
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The base of the task with this index.
  @inline(__always)
  static func of(seed: UInt64, task: UInt64) -> UInt64 {
    mix(seed &+ (task &+ 1) &* increment)
  }
}
