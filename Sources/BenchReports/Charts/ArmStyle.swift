import BenchAnalysis

/// A mark's form, so that arms can be told apart without colours.
package enum MarkShape: Int, CaseIterable, Hashable, Sendable {
  case circle
  case square
  case triangle
  case diamond
  case inverted
  case cross
  case pentagon
}

/// How an arm looks in every chart.
package struct ArmStyle: Hashable, Sendable {
  /// The place of its hue in the palette; the last one is that of programs from elsewhere.
  package var hue: Int
  package var shape: MarkShape
  /// Whether it varies its strategy: the same hue with hollow marks and broken lines.
  package var isVariant: Bool
}

/// Gives each strategy one look in all charts, by its place among the known ones.
package struct ArmStyles: Sendable {
  private let strategies: [String]

  /// - Parameter strategies: the names of all known strategies, always in the same order.
  package init(strategies: [String]) { self.strategies = strategies }

  /// The look of an arm: its strategy's, or that of a program from elsewhere, whose shape follows from its label.
  package func style(_ label: String, strategy: String?) -> ArmStyle {
    let shapes = MarkShape.allCases
    guard let strategy, let place = strategies.firstIndex(of: strategy), place < Palette.foreign else {
      let sum = label.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF }
      return ArmStyle(hue: Palette.foreign, shape: shapes[sum % shapes.count], isVariant: false)
    }
    return ArmStyle(hue: place, shape: shapes[place % shapes.count], isVariant: label != strategy)
  }

  func style(of arm: ArmResults) -> ArmStyle { style(arm.label, strategy: arm.subject?.strategy) }

  func style(of arm: SummaryRow.Arm) -> ArmStyle { style(arm.label, strategy: arm.subject?.strategy) }
}
