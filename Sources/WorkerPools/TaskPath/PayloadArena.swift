internal import DequeModule

/// Which parts of a payload region are in use: first in, first out, in a circle; the bookkeeping of the side that writes.
///
/// Each part belongs to the message of that number. Messages may be released in any order, but room comes back in the order
/// of writing.
struct PayloadArena {
  private struct Part {
    let number: UInt64
    let range: Range<Int>
    var isReleased = false
  }

  /// Payloads begin at multiples of this many bytes.
  private static let alignment = 64

  /// Bytes in the region.
  let capacity: Int
  private var parts: Deque<Part> = []

  init(capacity: Int) { self.capacity = capacity }

  /// Whether no part is in use.
  var isEmpty: Bool { parts.isEmpty }

  /// The place of so many bytes for the message of that number; `nil` where there is no room now.
  mutating func reserve(_ count: Int, for number: UInt64) -> Int? {
    guard let start = place(for: count) else { return nil }
    let end = (start + count + Self.alignment - 1) / Self.alignment * Self.alignment
    parts.append(Part(number: number, range: start..<end))
    return start
  }

  private func place(for count: Int) -> Int? {
    guard let oldest = parts.first?.range.lowerBound, let newest = parts.last?.range.upperBound else {
      return count <= capacity ? 0 : nil
    }
    if newest > oldest {
      if newest + count <= capacity { return newest }
      return count < oldest ? 0 : nil
    }
    return newest + count < oldest ? newest : nil
  }

  /// The message of that number needs its part no longer.
  mutating func release(_ number: UInt64) {
    if parts.first?.number == number {
      parts.removeFirst()
    } else if let index = parts.firstIndex(where: { $0.number == number }) {
      parts[index].isReleased = true
    }
    while parts.first?.isReleased == true { parts.removeFirst() }
  }

  /// No message below that number needs its part any longer.
  mutating func release(below number: UInt64) {
    while let first = parts.first, first.number < number { parts.removeFirst() }
  }
}
