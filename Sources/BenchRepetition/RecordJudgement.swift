import BenchModel
import BenchStrategies

extension RepetitionRecord {
  /// Shorter tasks overlap by the error of their stamps as much as by running at once.
  private static let leastServiceForWidthNs = 20_000

  /// What follows from the times of the stamped tasks.
  mutating func note(_ times: [TaskTimes], listed: Bool, stampEvery: Int) {
    latencyNs = Buckets.of(times.map { $0.end - $0.submit })
    queueNs = Buckets.of(times.map { $0.start - $0.submit })
    let services = times.map { $0.end - $0.start }
    serviceNs = Buckets.of(services)
    if stampEvery == 1, Buckets.median(of: services) >= Self.leastServiceForWidthNs {
      widthEffectiveN = EffectiveWidth.of(times)
    }
    if listed { tasks = times }
  }

  /// The status: the first verdict that is not good, in the order of the phases.
  mutating func judge(_ verdicts: [BatchVerdict]) {
    status = Self.good
    switch verdicts.first(where: { $0 != .ok }) {
    case nil, .ok: break
    case .failed(let sentence): (status, statusDetail) = (.failed, sentence)
    case .wrongResult(let sentence): (status, statusDetail) = (.wrongResult, sentence)
    }
  }

  private static var good: RepetitionStatus {
    #if DEBUG
      .debug
    #else
      .ok
    #endif
  }
}
