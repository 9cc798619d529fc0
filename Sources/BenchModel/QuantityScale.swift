extension Quantity {
  /// What a number counts, and with it the units that it is read in.
  package enum Kind: Hashable, Sendable {
    /// Nanoseconds, read in ns, us, ms and s.
    case duration
    /// Bytes, read in binary units.
    case size
    /// Things, read in thousands, millions and so on.
    case count
  }

  /// A number with three significant digits and the unit that keeps it between 1 and 1,000.
  package static func describe(_ value: Double, _ kind: Kind) -> String {
    let step = kind.step(of: value)
    let number = step.text(value)
    return step.unit.isEmpty ? number : "\(number) \(step.unit)"
  }

  /// The ends of an interval in the unit that `describe` gives to `value`: `1.20, 1.31` for 1.24 ms.
  package static func describeEnds(_ low: Double, _ high: Double, like value: Double, _ kind: Kind) -> String {
    let step = kind.step(of: value)
    return "\(step.text(low)), \(step.text(high))"
  }
}

extension Quantity.Kind {
  /// A unit and how many of the smallest one it is.
  fileprivate struct Step {
    let unit: String
    let factor: Double

    /// Three significant digits; whole numbers of the smallest unit stay whole.
    func text(_ value: Double) -> String {
      let scaled = value / factor
      let digits = scaled.magnitude >= 99.95 ? 0 : scaled.magnitude >= 9.995 ? 1 : 2
      return Quantity.fixed(scaled, digits: factor == 1 && value == value.rounded() ? 0 : digits)
    }
  }

  private var steps: [Step] {
    switch self {
    case .duration: [Step("ns", 1), Step("us", 1e3), Step("ms", 1e6), Step("s", 1e9)]
    case .size: [Step("B", 1), Step("KiB", 1024), Step("MiB", 0x1p20), Step("GiB", 0x1p30), Step("TiB", 0x1p40)]
    case .count: [Step("", 1), Step("k", 1e3), Step("M", 1e6), Step("G", 1e9)]
    }
  }

  /// A value that three digits would round up to the next unit belongs to that unit: 999.9 us reads 1.00 ms.
  fileprivate func step(of value: Double) -> Step {
    steps.last { value.magnitude >= $0.factor * 0.9995 } ?? steps[0]
  }
}

extension Quantity.Kind.Step {
  fileprivate init(_ unit: String, _ factor: Double) { self.init(unit: unit, factor: factor) }
}
