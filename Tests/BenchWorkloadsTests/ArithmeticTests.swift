import Testing

@testable import BenchWorkloads

@Suite("Arithmetic of the kernels")
struct ArithmeticTests {
  @Test("the base of a task is the published SplitMix64 sequence")
  func baseIsSplitMix() {
    // The first outputs of SplitMix64 for the seed 1234567, as published with its reference implementation.
    let published: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect((0..<5).map { TaskBase.of(seed: 1_234_567, task: $0) } == published)
  }

  @Test("the jump over n steps ends where n single steps end", arguments: [0, 1, 2, 3, 7, 64, 1000, 12_345])
  func jumpAgreesWithSteps(count: Int) {
    for start in [0, 1, UInt64.max, 0x0123_4567_89AB_CDEF] {
      let recurrence = LinearCongruence.standard
      #expect(recurrence.jump(start, count: count) == recurrence.iterate(start, count: count))
    }
  }

  @Test("the map of n steps at once is one step of it", arguments: [0, 1, 2, 1000])
  func map(count: Int) {
    let recurrence = LinearCongruence.standard
    #expect(recurrence.map(count: count).step(42) == recurrence.iterate(42, count: count))
  }

  @Test("two jumps in a row are one jump over the sum")
  func jumpsCompose() {
    let recurrence = LinearCongruence.standard
    let far = recurrence.jump(recurrence.jump(42, count: 1_000_000_007), count: 998_244_353)
    #expect(far == recurrence.jump(42, count: 1_000_000_007 + 998_244_353))
  }

  @Test("one step is the multiplication and the addition")
  func oneStep() {
    #expect(LinearCongruence.standard.iterate(1, count: 1) == 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407)
  }

  @Test("the closed form of a payload's sum is the sum over its bytes", arguments: Array(0...40) + [4096, 65_537])
  func closedFormAgreesWithBytes(count: Int) {
    for base in [0, 1, UInt64.max - 2, 0xDEAD_BEEF_CAFE_F00D] {
      let bytes = WordSequence.bytes(count: count, base: base)
      #expect(bytes.count == count)
      #expect(bytes.withUnsafeBytes { WordSequence.sum(of: $0) } == WordSequence.expectedSum(count: count, base: base))
    }
  }

  @Test("a payload is little-endian words, the last one cut off")
  func layoutOfPayload() {
    let bytes = WordSequence.bytes(count: 11, base: 0x0102_0304_0506_07FF)
    #expect(bytes == [0xFF, 7, 6, 5, 4, 3, 2, 1, 0, 8, 6])
  }
}
