internal import WorkerPoolsPosix

/// Finds the line in which a crashing process says why, in what it writes to standard error: the last one with such words.
///
/// Sees bytes as they come, in parts of any size, and keeps one line and one candidate, each of at most `limit` bytes. Of a
/// longer line it keeps the words with some of what precedes them, and as much as there is room for of what follows.
struct FatalErrorWatch {
  /// The largest number of bytes that is kept of a line.
  static let limit = 1024
  private static let words: [StaticString] = ["Fatal error", "Assertion failed", "Assertion `"]
  /// What stands at the edge of source code in a backtrace, where the words are none of the process.
  private static let gutter: StaticString = "│"
  private static let newline = UInt8(ascii: "\n")

  /// The last line that says why, or `nil`.
  private(set) var line: String?
  /// How many such lines there were.
  private(set) var count = 0
  /// The beginning of the line that has not ended, or its latest part.
  private var current: [UInt8] = []
  /// Whether what follows in the line is dropped.
  private var isCut = false

  /// The next bytes.
  mutating func see(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while let end = ByteSearch.firstIndex(of: Self.newline, in: rest) {
      extend(rest[..<end])
      endLine()
      rest = rest[(end + 1)...]
    }
    extend(rest)
  }

  /// There are no more bytes, or none that belong to the line.
  mutating func endLine() {
    if wordsIndex != nil, ByteSearch.firstIndex(of: Self.gutter, in: current[...]) == nil {
      line = Self.text(current)
      count += 1
    }
    current.removeAll(keepingCapacity: true)
    isCut = false
  }

  private mutating func extend(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while !rest.isEmpty, !isCut {
      if current.count == Self.limit { makeRoom() }
      let part = rest.prefix(Self.limit - current.count)
      current += part
      rest = rest[part.endIndex...]
    }
  }

  /// Drops what comes before the words or, where these are near the beginning already, what comes after.
  private mutating func makeRoom() {
    // The last bytes may be the beginning of the words.
    let kept = wordsIndex ?? Self.limit - Self.limit / 8
    let excess = kept - Self.limit / 4
    if excess > 0 { current.removeFirst(excess) } else { isCut = true }
  }

  private var wordsIndex: Int? {
    Self.words.compactMap { ByteSearch.firstIndex(of: $0, in: current[...]) }.min()
  }

  /// The bytes as text, without a character that was cut at either end.
  private static func text(_ bytes: [UInt8]) -> String {
    var text = String(decoding: bytes.drop { $0 & 0xC0 == 0x80 }, as: UTF8.self)
    if bytes.count == limit, text.last == "\u{FFFD}" { text.removeLast() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
