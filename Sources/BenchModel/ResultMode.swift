/// Who learns what a task returned: the keys `result_mode` of the spec and of the record.
///
/// It is most of what a trivial task costs, so only strategies of the same mode are compared.
package enum ResultMode: String, Codable, Hashable, Sendable, CaseIterable {
  /// Every task has a result, and the submitting side waits for each of them and checks it.
  case each
  /// One wait for all tasks; each is checked where it ran, since nobody else sees its result.
  case all
}
