internal import CFigures

/// A task came back with another value than it must.
struct WrongValue: Error {}

/// The nanoseconds that `body` takes.
func span(_ body: () throws -> Void) rethrows -> Double {
  let begin = figures_now_ns()
  try body()
  return Double(figures_now_ns() - begin)
}

/// The median span of calls of `body` one after another: so many of them, or fewer within the time.
func medianSpan(atMost count: Int, withinNs limit: Int64 = .max, _ body: () throws -> Void) rethrows -> Double {
  let end = limit == .max ? limit : figures_now_ns() + limit
  var spans: [Double] = []
  spans.reserveCapacity(count)
  repeat { spans.append(try span(body)) } while spans.count < count && figures_now_ns() < end
  return spans.sorted()[(spans.count - 1) / 2]
}

/// How many a second a batch gets done whose size doubles until it takes a fifth of a second.
func ratePerSecond(startingWith first: Int, _ batch: (Int) throws -> Void) rethrows -> Double {
  var count = first
  while true {
    let taken = try span { try batch(count) }
    if taken >= 200_000_000 { return Double(count) / taken * 1e9 }
    count *= 2
  }
}
