import Testing

@testable import WorkerPools

/// Who is woken when, without a thread.
@Suite("Wake policy")
struct WakePolicyTests {
  private let long = WakePolicy.unknownNs
  private let short = 100

  /// Three threads that have searched and gone to sleep while nobody was awake.
  private func asleep() -> WakePolicy {
    var policy = WakePolicy()
    for thread in 0..<3 {
      policy.searches()
      #expect(policy.sleeps(thread, othersAwake: 0, typicalNs: short) == false)
    }
    return policy
  }

  @Test("a submit wakes the thread that slept last, and no other while that one is on its way")
  func oneWakeUp() {
    var policy = asleep()
    #expect(policy.submitted(backlog: 1, typicalNs: long) == 2)
    #expect(policy.submitted(backlog: 2, typicalNs: long) == nil)
    #expect(policy.wakeUps == 1)
  }

  @Test("who finds work wakes the next one where something is left")
  func chain() {
    var policy = asleep()
    #expect(policy.submitted(backlog: 1, typicalNs: long) == 2)
    #expect(policy.found(left: 1, typicalNs: long) == 1)
    #expect(policy.found(left: 0, typicalNs: long) == nil)
    #expect(policy.sleepers == [0])
  }

  @Test("when the last thread that is awake goes to sleep, the next submit wakes one, however short tasks are")
  func nobodyToWatch() {
    var policy = WakePolicy()
    policy.searches()
    let isFirstSentry = policy.sleeps(0, othersAwake: 1, typicalNs: short)
    #expect(isFirstSentry)
    let early = policy.submitted(backlog: 1, typicalNs: short)
    #expect(early == nil)
    policy.searches()
    let isLastSentry = policy.sleeps(1, othersAwake: 0, typicalNs: short)
    #expect(!isLastSentry)
    let woken = policy.submitted(backlog: 1, typicalNs: short)
    #expect(woken == 1)
  }

  @Test("long tasks wake a thread each while there is one")
  func longTasks() {
    var policy = asleep()
    for expected in [2, 1, 0] {
      #expect(policy.submitted(backlog: 1, typicalNs: long) == expected)
      #expect(policy.found(left: 0, typicalNs: long) == nil)
    }
    #expect(policy.submitted(backlog: 9, typicalNs: long) == nil)
  }

  @Test("short tasks wake nobody while a sentry watches and the backlog is small")
  func sentry() {
    var policy = asleep()
    #expect(policy.submitted(backlog: 1, typicalNs: short) == 2)
    #expect(policy.found(left: 0, typicalNs: short) == nil)
    #expect(policy.submitted(backlog: 1, typicalNs: short) == 1, "there is no sentry yet")
    #expect(policy.sleeps(1, othersAwake: 1, typicalNs: short) == true, "now there is")
    #expect(policy.submitted(backlog: 10, typicalNs: short) == nil)
    #expect(policy.submitted(backlog: 1_000, typicalNs: short) == 1, "the backlog is worth it")
  }

  @Test("a sentry that is woken is none any more, and one whose time passes searches")
  func sentryComesBack() {
    var policy = asleep()
    _ = policy.wakeOne()
    #expect(policy.sleeps(2, othersAwake: 1, typicalNs: short) == true)
    #expect(policy.cameBack(2) == true)
    #expect(policy.sentry == nil && policy.searching == 1)
    #expect(policy.cameBack(2) == false, "it was not asleep")
  }

  @Test("threads are stuck where nothing ended between two looks")
  func stuck() {
    var policy = asleep()
    #expect(policy.isStuck(progress: 5) == false)
    #expect(policy.isStuck(progress: 6) == false)
    #expect(policy.isStuck(progress: 6) == true)
  }
}
