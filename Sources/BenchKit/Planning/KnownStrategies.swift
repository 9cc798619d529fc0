import BenchPlan
import BenchStrategies

extension StrategyCatalog {
  /// The variant of that name; `others` are labels of arms that may be named in the place of a strategy.
  ///
  /// - Returns: the variant, if there is one of that name.
  /// - Throws: `SuiteError` that lists what there is.
  static func known(_ name: String, beside others: [String] = []) throws(SuiteError) -> StrategyVariant {
    if let known = variant(named: name) { return known }
    throw SuiteError("unknown strategy '\(name)'; known are \((variants.map(\.name) + others).joined(separator: ", "))")
  }
}
