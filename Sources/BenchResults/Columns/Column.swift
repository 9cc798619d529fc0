/// A column of a result file: its name, what its fields look like and what they mean.
package struct Column: Hashable, Sendable {
  /// What a field that is not empty looks like.
  package enum Kind: Hashable, Sendable {
    case text
    /// A whole number, the unit of which is the name's suffix, or a plain number such as `seq`.
    case integer
    /// A derived number with a decimal point.
    case decimal
    /// `0` or `1`.
    case boolean
    /// ISO 8601 in UTC: `2026-01-31T08:05:09Z`.
    case timestamp
    /// One of a few words.
    case choice([String])
  }

  package let name: String
  package let kind: Kind
  /// One line for people.
  package let meaning: String
  /// When the field is empty; `nil` where it never is.
  package let emptyWhen: String?
  /// The first version of the schema that has the column; a file of an older one lacks it.
  package let since: Int

  init(_ name: String, _ kind: Kind, _ meaning: String, empty: String? = nil, since: Int = 1) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
    emptyWhen = empty
    self.since = since
  }

  /// The unit that the name's suffix states, for people; `nil` for identifiers, words and derived values.
  package var unit: String? {
    guard kind == .integer || kind == .decimal else { return nil }
    return Self.units.first { name.hasSuffix($0.suffix) }?.unit
  }

  private static let units: [(suffix: String, unit: String)] = [
    ("_per_s", "per second"), ("_ns", "nanoseconds"), ("_bytes", "bytes"), ("_ratio", "ratio"), ("_pct", "percent"),
    ("_n", "count"),
  ]
}
