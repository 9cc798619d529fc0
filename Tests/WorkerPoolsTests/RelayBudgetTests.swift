import Testing

@testable import WorkerPools

/// How much of what workers write to standard error is kept.
@Suite("The budget of standard error")
struct RelayBudgetTests {
  /// Reads as much of the slot as there is room for, piece by piece.
  private func flood(_ budget: inout RelayBudget, _ slot: Int) -> Int {
    var total = 0
    while case let room = budget.room(for: slot), room > 0 {
      budget.keep(min(room, 1000), of: slot)
      total += min(room, 1000)
    }
    return total
  }

  @Test("workers that flood leave room for others, and all together stay within it")
  func fairness() {
    var budget = RelayBudget()
    let counts = (0..<10).map { flood(&budget, $0) }
    #expect(counts[0] == RelayBudget.capacity / 2 && counts[1] == RelayBudget.capacity / 3)
    #expect(counts.reduce(0, +) <= RelayBudget.capacity)
  }

  @Test("workers that flood without end have equal parts of what is passed on")
  func equality() {
    var budget = RelayBudget()
    var queue: [(slot: Int, count: Int)] = []
    var passed = Array(repeating: 0, count: 5)
    var reading = Set(0..<5)
    for _ in 0..<20_000 {
      for slot in reading.sorted() {
        let room = budget.room(for: slot)
        if room == 0 { reading.remove(slot) } else { queue.append((slot, min(room, 1 << 16))) }
        if room > 0 { budget.keep(min(room, 1 << 16), of: slot) }
      }
      let (slot, count) = queue.removeFirst()
      passed[slot] += count
      if budget.release(count, of: slot) { reading.formUnion(budget.takeResumed()) }
    }
    #expect(passed.min()! * 2 > passed.max()!, "\(passed)")
  }

  @Test("workers that were paused go on when half of it is free, and not before")
  func resumption() {
    var budget = RelayBudget()
    let first = flood(&budget, 0)
    let second = flood(&budget, 1)
    #expect(budget.takeResumed() == [])
    let excess = first + second - RelayBudget.capacity / 2
    let tooEarly = budget.release(excess - 1, of: 0)
    let inTime = budget.release(1, of: 0)
    #expect(!tooEarly && inTime)
    #expect(budget.takeResumed() == [0, 1])
    #expect(budget.takeResumed() == [])
  }

  @Test("what ended workers have left has room of its own, beyond which it is counted as dropped")
  func remainders() {
    var budget = RelayBudget()
    let living = flood(&budget, 0)
    #expect(budget.keepRemainder(1 << 16, of: 0) == 1 << 16)
    let room = RelayBudget.capacity + RelayBudget.remainderCapacity - living - (1 << 16)
    #expect(budget.keepRemainder(room + 5, of: 1) == room)
    #expect(budget.keepRemainder(7, of: 2) == 0)
    #expect(budget.takeDropped() == 12)
    #expect(budget.takeDropped() == 0)
    #expect(budget.room(for: 3) == 0)
    // It has ended: nobody is to read it again.
    _ = budget.release(room, of: 1)
    _ = budget.release(living + (1 << 16), of: 0)
    #expect(budget.takeResumed() == [3])
  }

  @Test("at random: never more than the limit, and nobody is paused for ever")
  func random() {
    var generator = SystemRandomNumberGenerator()
    var budget = RelayBudget()
    var kept = Array(repeating: 0, count: 6)
    var paused: Set<Int> = []
    for _ in 0..<50_000 {
      let slot = Int.random(in: 0..<6, using: &generator)
      if Bool.random(using: &generator), !paused.contains(slot) {
        let room = budget.room(for: slot)
        let count = min(room, Int.random(in: 1...70_000, using: &generator))
        if room == 0 { paused.insert(slot) } else { budget.keep(count, of: slot) }
        kept[slot] += count
      } else if kept[slot] > 0 {
        let count = Int.random(in: 1...kept[slot], using: &generator)
        kept[slot] -= count
        if budget.release(count, of: slot) { paused.subtract(budget.takeResumed()) }
      }
      #expect(kept.reduce(0, +) <= RelayBudget.capacity)
      if kept.allSatisfy({ $0 == 0 }) { #expect(paused.isEmpty) }
    }
  }
}
