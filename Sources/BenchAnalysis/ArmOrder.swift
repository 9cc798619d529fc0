import BenchModel
import BenchResults

/// The baseline and the order of the arms, from the facts where they say so.
///
/// Else the baseline is the arm whose copy the control is, or the first arm of the plan, and arms follow in the order of their
/// first repetition. The baseline comes first in any case.
struct ArmOrder {
  let baseline: String
  let labels: [String]

  /// The order with the baseline that was asked for, if any.
  init(_ repetitions: [Repetition], facts: EnvironmentFacts, baseline asked: String?) {
    var found: [String] = []
    var control: String?
    for repetition in repetitions.sorted(by: { $0.seq < $1.seq }) {
      if !found.contains(repetition.arm) { found.append(repetition.arm) }
      if repetition.isControl, control == nil { control = repetition.arm }
    }
    let planned = (facts.value(EnvironmentFacts.Key.arms) ?? "").split(separator: " ").map(String.init)
    let ordered = planned.filter(found.contains) + found.filter { !planned.contains($0) }
    let original = control.flatMap(Arm.original(ofControl:))
    let first = asked ?? facts.value(EnvironmentFacts.Key.baselineArm) ?? original ?? ordered.first ?? ""
    baseline = first
    labels = ordered.filter { $0 == first } + ordered.filter { $0 != first }
  }
}
