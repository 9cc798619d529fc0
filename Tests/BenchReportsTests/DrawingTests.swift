import BenchStatistics
import Testing

@testable import BenchReports

@Suite("How charts are drawn")
struct DrawingTests {
  /// The relative luminance of a colour, by WCAG 2.
  private func luminance(_ colour: String) -> Double {
    let number = Int(colour.dropFirst(), radix: 16) ?? 0
    let parts = [number >> 16, number >> 8 & 255, number & 255].map { part in
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : (2.4 * ((share + 0.055) / 1.055).naturalLogarithm).exponential
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  private func contrast(_ one: String, _ other: String) -> Double {
    let values = [luminance(one), luminance(other)].sorted()
    return (values[1] + 0.05) / (values[0] + 0.05)
  }

  @Test("text stands out by 4.5 from what is behind it, and marks by 3", arguments: [Palette.light, .dark])
  func contrast(palette: Palette) {
    #expect(abs(contrast("#ffffff", "#000000") - 21) < 0.01)
    for text in [palette.ink, palette.dim] {
      for ground in [palette.paper, palette.shade] { #expect(contrast(text, ground) >= 4.5, "\(text) on \(ground)") }
    }
    for hue in palette.hues { #expect(contrast(hue, palette.paper) >= 3, "\(hue)") }
    #expect(Set(palette.hues).count == Palette.foreign + 1)
  }

  @Test("a strategy looks the same everywhere, its variants share its hue, and others have none")
  func styles() {
    let styles = ArmStyles(strategies: ["serial", "thread-pool"])
    let pool = styles.style("thread-pool", strategy: "thread-pool")
    let variant = styles.style("thread-pool@results", strategy: "thread-pool")
    #expect(pool.hue == 1 && variant.hue == 1 && pool.shape == variant.shape)
    #expect(!pool.isVariant && variant.isVariant)
    let foreign = styles.style("go", strategy: nil)
    #expect(foreign.hue == Palette.foreign && foreign == styles.style("go", strategy: nil))
  }

  private func ticks(_ low: Double, _ high: Double, _ unit: ChartAxis.Unit, isLogarithmic: Bool = false) -> [String] {
    let scale = AxisScale(isLogarithmic: isLogarithmic, low: low, high: high, start: 0, end: 400)
    return AxisTicks.values(scale, unit, wanted: 6).map { AxisTicks.label($0, unit) }
  }

  @Test("ticks are round numbers of the unit")
  func ticks() {
    #expect(ticks(0, 2_060, .metric(.perSecond)) == ["0", "500", "1 k", "1.5 k", "2 k"])
    #expect(ticks(0, 1, .metric(.ratio)) == ["0", "0.2", "0.4", "0.6", "0.8", "1"])
    #expect(
      ticks(80, 3e6, .metric(.nanoseconds), isLogarithmic: true) == ["100 ns", "1 us", "10 us", "100 us", "1 ms"])
    #expect(ticks(0, 0x1p22, .metric(.bytes)) == ["0", "1 MiB", "2 MiB", "3 MiB", "4 MiB"])
    #expect(ticks(1_000, 70_000, .metric(.bytes), isLogarithmic: true) == ["1 KiB", "4 KiB", "16 KiB", "64 KiB"])
    #expect(ticks(0.38, 2.1, .factor, isLogarithmic: true) == ["0.5x", "1x", "1.5x", "2x"])
    #expect(ticks(-12, 33, .percent) == ["-10 %", "0 %", "+10 %", "+20 %", "+30 %"])
    #expect(ticks(0.9, 4.2, .tasks, isLogarithmic: true) == ["1", "2", "4"])
    #expect(ticks(0.9, 600, .tasks, isLogarithmic: true) == ["1", "4", "16", "64", "256"])
    #expect(ticks(0, 2, .names(["a", "b", "c"])) == ["a", "b", "c"])
  }

  @Test("every axis has at least two ticks and not many more than were asked for")
  func tickCounts() {
    for exponent in -6...9 {
      let power = (Double(exponent) * 10.0.naturalLogarithm).exponential
      for factor in [1.0, 1.7, 2.2, 3.3, 4.9, 7.4, 9.9] {
        for (low, isLogarithmic) in [(0, false), (power / 3, true), (power / 5_000, true), (power * 0.8, true)] {
          let count = ticks(low, power * factor, .metric(.count), isLogarithmic: isLogarithmic).count
          #expect((2...9).contains(count), "\(low) to \(power * factor), \(isLogarithmic): \(count)")
        }
      }
    }
  }

  @Test("a scale holds all values, and its anchor")
  func scale() {
    let axis = ChartAxis(title: "", unit: .factor, isLogarithmic: true, anchor: 1)
    let scale = AxisScale(axis, [2, 8], start: 30, end: 410)
    #expect(scale.low < 1 && scale.high > 8)
    #expect(abs(scale.place(scale.low) - 30) < 1e-9 && abs(scale.place(scale.high) - 410) < 1e-9)
    #expect(abs(scale.place(4) - (scale.place(2) + scale.place(8)) / 2) < 1e-9)
    let bars = AxisScale(
      ChartAxis(title: "", unit: .factor, isLogarithmic: false, anchor: 0), [2, 8], start: 0, end: 100)
    #expect(bars.low == 0)
    let alone = AxisScale(axis, [1], start: 0, end: 100)
    #expect((20...80).contains(alone.place(1)))
  }

  @Test("labels at the ends of lines do not touch each other")
  func spread() {
    #expect(LineDrawing.spread([50, 50, 51, 90], step: 15, low: 0, high: 100) == [50, 65, 80, 95])
    #expect(LineDrawing.spread([98, 99, 100], step: 15, low: 0, high: 100) == [70, 85, 100])
  }

  @Test("text from elsewhere is no mark and no control character")
  func markup() {
    #expect(Markup.escaped("a<b>&\"'\n\u{1}\u{7F}") == "a&lt;b&gt;&amp;&quot;&#39; \u{FFFD}\u{FFFD}")
    #expect(Markup.number(12) == "12" && Markup.number(-0.04) == "0" && Markup.number(1.25) == "1.3")
  }

  @Test("text is broken between words and cut where it does not fit")
  func text() {
    #expect(TextMeasure.wrapped("one two three", size: 10, width: 50) == ["one two", "three"])
    #expect(TextMeasure.fitted("abcdefghij", size: 10, width: 30).hasSuffix("…"))
    #expect(TextMeasure.width(TextMeasure.fitted("abcdefghij", size: 10, width: 30), size: 10) <= 30)
  }
}
