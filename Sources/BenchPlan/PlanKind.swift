/// What a folder's plan.json is the plan of.
///
/// It reads no more of the document than tells, so that plans of every version are recognised.
package enum PlanKind: String, Decodable, Sendable {
  case run
  case gate
  case selfTest = "selftest"

  private struct Settings: Decodable {
    var mode: String?
  }

  private enum CodingKeys: CodingKey {
    case settings
    case gatesN
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if container.contains(.gatesN) {
      self = .selfTest
    } else {
      let settings = try container.decodeIfPresent(Settings.self, forKey: .settings)
      self = settings?.mode == RunMode.gate.rawValue ? .gate : .run
    }
  }

  /// The command that completes such a folder: `bench gate --resume`.
  package var resuming: String { "bench \(rawValue) --resume" }
}
