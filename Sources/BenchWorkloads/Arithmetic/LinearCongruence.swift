/// The recurrence of the `cpu` kernel: x becomes x * multiplier + increment, wrapping at 64 bits.
///
/// The constants are Knuth's for MMIX. Each step needs the one before it, so the loop runs at the latency of one
/// multiplication and one addition and cannot be vectorised. The constants are values of an instance rather than
/// literals in the loop: a compiler that knew them could unroll the loop and fold several steps into one.
struct LinearCongruence: Sendable {
  let multiplier: UInt64
  let increment: UInt64

  static let standard = LinearCongruence(multiplier: 6_364_136_223_846_793_005, increment: 1_442_695_040_888_963_407)

  /// The state after one step.
  func step(_ x: UInt64) -> UInt64 { x &* multiplier &+ increment }

  /// The state after `count` steps, one after another: the work that is measured.
  @inline(never)
  func iterate(_ start: UInt64, count: Int) -> UInt64 {
    var x = start
    for _ in 0..<max(0, count) { x = x &* multiplier &+ increment }
    return x
  }

  /// The state after `count` steps, by one multiplication: the check of the work.
  func jump(_ start: UInt64, count: Int) -> UInt64 { map(count: count).step(start) }

  /// The map of `count` steps at once, found in a number of operations logarithmic in it.
  ///
  /// Brown, "Random number generation with arbitrary strides" (1994): the composition of two affine maps is affine, so
  /// the map of `count` steps follows by squaring.
  func map(count: Int) -> LinearCongruence {
    var remaining = max(0, count)
    var (scale, offset): (UInt64, UInt64) = (1, 0)
    var (power, shift) = (multiplier, increment)
    while remaining > 0 {
      if remaining & 1 == 1 {
        (scale, offset) = (scale &* power, offset &* power &+ shift)
      }
      shift = (power &+ 1) &* shift
      power = power &* power
      remaining >>= 1
    }
    return LinearCongruence(multiplier: scale, increment: offset)
  }
}
