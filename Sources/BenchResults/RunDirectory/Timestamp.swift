/// A moment of the calendar in UTC, to the second.
package struct Timestamp: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z.
  package let unixSeconds: Int

  package init(unixSeconds: Int) { self.unixSeconds = unixSeconds }

  /// Reads `2026-01-31T08:05:09Z`; `nil` for anything else.
  package init?(iso8601 text: String) {
    guard text.utf8.count == 20, text.hasSuffix("Z") else { return nil }
    let numbers = text.dropLast().split { $0 == "-" || $0 == "T" || $0 == ":" }.map { Int($0) }
    guard numbers.count == 6, let year = numbers[0], let month = numbers[1], let day = numbers[2],
      let hour = numbers[3], let minute = numbers[4], let second = numbers[5],
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
    else { return nil }
    unixSeconds = Self.days(year: year, month: month, day: day) * 86_400 + hour * 3_600 + minute * 60 + second
    guard iso8601 == text else { return nil }
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.unixSeconds < right.unixSeconds }

  /// ISO 8601: `2026-01-31T08:05:09Z`.
  package var iso8601: String { text(dateMark: "-", timeMark: ":") }

  /// The same without marks, for names of files: `20260131T080509Z`.
  package var compact: String { text(dateMark: "", timeMark: "") }

  private func text(dateMark: String, timeMark: String) -> String {
    let days = Int((Double(unixSeconds) / 86_400).rounded(.down))
    let second = unixSeconds - days * 86_400
    let (year, month, day) = Self.date(ofDay: days)
    let date = [Self.padded(year, 4), Self.padded(month, 2), Self.padded(day, 2)]
    let time = [second / 3_600, second / 60 % 60, second % 60].map { Self.padded($0, 2) }
    return "\(date.joined(separator: dateMark))T\(time.joined(separator: timeMark))Z"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  // Both conversions count years from March on, so that the leap day is the last of its year, in eras of 400 years
  // (146,097 days): the usual arithmetic of the proleptic Gregorian calendar. Dates before the year 0 are not needed.

  private static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }
}

/// The name of a run.
package enum RunIdentifier {
  /// 36^10: of 10,000 runs that are created within a second, two have the same name once in 70 million times.
  private static let randomCharacters = 10

  /// When the run was created and ten random characters: names sort by time and do not collide.
  package static func make(
    at time: Timestamp, using generator: inout some RandomNumberGenerator
  ) -> String {
    let alphabet = Array("0123456789abcdefghijklmnopqrstuvwxyz")
    let suffix = (0..<randomCharacters).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] }
    return "\(time.compact)-\(String(suffix))"
  }

  package static func make(at time: Timestamp) -> String {
    var generator = SystemRandomNumberGenerator()
    return make(at: time, using: &generator)
  }
}
