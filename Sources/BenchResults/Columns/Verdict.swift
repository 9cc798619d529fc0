/// What a run says of an arm against the baseline; the column `verdict`.
package enum Verdict: String, CaseIterable, Sendable {
  /// The row is the baseline's.
  case baseline
  /// Better by more than chance, more than 2 % and more than the clock.
  case better
  /// Worse by more than chance, more than 2 % and more than the clock.
  case worse
  /// No difference that matters is left.
  case same
  case undecided
  /// The whole interval lies on the better side of 1 (runs of schema 1).
  case faster
  /// The whole interval lies on the worse side of 1 (runs of schema 1).
  case slower
}
