import BenchModel
import Testing

@Suite("Quantities are read and written as people do")
struct QuantityTests {
  @Test(arguments: [
    ("250us", 250_000), ("1ms", 1_000_000), ("2s", 2_000_000_000), ("1.5ms", 1_500_000), ("7ns", 7), ("0.5us", 500),
  ])
  func durations(text: String, nanoseconds: Int) {
    #expect(Quantity.nanoseconds(text) == nanoseconds)
  }

  @Test(arguments: ["", "ms", "5", "5 ms", "-1ms", "1m", "0.5ns", "1e9999s", "nanms", "infs", "9999999999999s"])
  func durationsThatAreNone(text: String) {
    #expect(Quantity.nanoseconds(text) == nil)
  }

  @Test(arguments: [("64B", 64), ("4KiB", 4096), ("1MiB", 1 << 20), ("0B", 0), ("2GiB", 2 << 30), ("1TiB", 1 << 40)])
  func sizes(text: String, bytes: Int) {
    #expect(Quantity.bytes(text) == bytes)
  }

  @Test(arguments: [
    (7.0, "7 ns"), (999.4, "999 ns"), (999.9, "1.00 us"), (1_240_000, "1.24 ms"), (12_345_678, "12.3 ms"),
    (123_456, "123 us"), (2_000_000_000, "2.00 s"), (0, "0 ns"),
  ])
  func durationsHaveThreeDigits(value: Double, text: String) {
    #expect(Quantity.describe(nanoseconds: value) == text)
  }

  @Test(arguments: [(42.0, "42"), (12.3, "12.3"), (398.5, "399"), (3_412_000, "3.41 M"), (12_000, "12.0 k")])
  func countsHaveThreeDigits(value: Double, text: String) {
    #expect(Quantity.describe(count: value) == text)
  }

  @Test(
    "a label is read back as the same value", arguments: [1, 999, 1_000, 1_500, 250_000, 1_000_000, 3_600_000_000_000])
  func labelsRoundTrip(value: Int) {
    #expect(Quantity.nanoseconds(Quantity.label(nanoseconds: value)) == value)
    #expect(Quantity.bytes(Quantity.label(bytes: value)) == value)
  }

  @Test("decimals have a point, the asked digits and no negative zero")
  func fixed() {
    #expect(Quantity.fixed(1.005, digits: 1) == "1.0")
    #expect(Quantity.fixed(-2.25, digits: 2) == "-2.25")
    #expect(Quantity.fixed(-0.001, digits: 2) == "0.00")
    #expect(Quantity.fixed(12.04, digits: 2) == "12.04")
  }
}
