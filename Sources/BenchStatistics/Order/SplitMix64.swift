/// The generator behind every random order of a run: Steele, Lea and Flood's SplitMix64 (OOPSLA 2014).
///
/// The order of a run must come back from its seed on every machine and with every toolchain, so neither the generator
/// nor the shuffle is the standard library's, whose algorithms are free to change.
package struct SplitMix64: Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  /// A generator for one part of a run, independent of those of the other parts.
  package init(seed: Int, stream: Int) {
    var outer = SplitMix64(seed: UInt64(bitPattern: Int64(seed)))
    let base = outer.next()
    state = base ^ Self.mix(UInt64(bitPattern: Int64(stream)) &+ 0x9E37_79B9_7F4A_7C15)
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// A number in `0 ..< bound`, without bias (Lemire 2019, with rejection); `bound` is at least 1.
  package mutating func next(below bound: Int) -> Int {
    let bound = UInt64(bound)
    let threshold = (0 &- bound) % bound
    while true {
      let product = next().multipliedFullWidth(by: bound)
      if product.low >= threshold { return Int(product.high) }
    }
  }

  /// The elements in a random order, each order being equally likely (Fisher and Yates).
  package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var result = elements
    for last in stride(from: result.count - 1, to: 0, by: -1) {
      result.swapAt(last, next(below: last + 1))
    }
    return result
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
