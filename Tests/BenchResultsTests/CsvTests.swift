import Testing

@testable import BenchResults

@Suite("CSV in and out")
struct CsvTests {
  private func rows(_ text: String) throws(CsvError) -> [[String]] {
    try CsvReader.rows(of: Array(text.utf8), file: "x.csv").map(\.fields)
  }

  private func problem(_ text: String) -> CsvError? {
    do {
      _ = try rows(text)
      return nil
    } catch {
      return error
    }
  }

  @Test("fields with separators, quotes and line breaks come back as they were")
  func roundTrip() throws {
    let fields = ["plain", "a,b", "say \"hi\"", "two\nlines", "", "µs", "cr\rhere", "\""]
    let line = CsvWriter.line(fields)
    #expect(line.hasPrefix("plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",,µs,"))
    #expect(try rows(line) == [fields])
  }

  @Test("with a semicolon between fields, a comma needs no quotes")
  func semicolon() {
    #expect(CsvWriter.line(["1,5", "a;b"], separator: ";") == "1,5;\"a;b\"\n")
  }

  @Test(
    "a damaged file is refused with the line and the reason",
    arguments: [
      ("", 1, CsvError.Problem.empty),
      ("\u{FEFF}a,b\n", 1, .byteOrderMark),
      ("a,b\n1,2\n3", 3, .truncated),
      ("a,b\n1,2\n3,4", 3, .truncated),
      ("a,b\n1\n", 2, .fieldCount(found: 1, expected: 2)),
      ("a,b\n1,2,3\n", 2, .fieldCount(found: 3, expected: 2)),
      ("a,b\n1,\"x\n2,3\n", 2, .unclosedQuote),
      ("a,b\n1,x\"y\"\n", 2, .strayQuote),
      ("a,b\n1,\"x\"y\n", 2, .strayQuote),
      ("a,b\r\n1,2\r\n", 1, .carriageReturn),
      ("a,b\n\n1,2\n", 2, .emptyLine),
      ("a,b\n\"1\n1\",2\nx\n", 4, .fieldCount(found: 1, expected: 2)),
    ])
  func damaged(text: String, line: Int, expected: CsvError.Problem) throws {
    let error = try #require(problem(text))
    #expect(error.problem == expected)
    #expect(error.line == line)
    #expect(error.description.hasPrefix("x.csv, line \(line): "))
    #expect(!error.description.contains("\n"))
  }

  @Test("bytes that are not UTF-8 are refused")
  func encoding() {
    #expect(throws: CsvError(file: "x.csv", line: 2, problem: .notUtf8)) {
      try CsvReader.rows(of: [0x61, 0x0A, 0xFF, 0x0A], file: "x.csv")
    }
  }

  @Test(
    "a number has six significant digits, a point and no exponent",
    arguments: [
      (0, "0"), (1, "1"), (-2.5, "-2.5"), (1.0 / 3, "0.333333"), (2.0 / 3, "0.666667"), (1234567.89, "1234570"),
      (999999.5, "1000000"), (0.00001234567, "0.0000123457"), (1e-9, "0.000000001"), (3.2e18, "3200000000000000000"),
      (99.99996, "100"), (100, "100"), (381.25, "381.25"), (0.1 + 0.2, "0.3"),
    ] as [(Double, String)])
  func numbers(value: Double, text: String) {
    #expect(CsvNumber.text(value) == text)
  }

  @Test("what is not a number is written as not measured")
  func notANumber() {
    #expect(CsvNumber.text(.nan).isEmpty)
    #expect(CsvNumber.text(.infinity).isEmpty)
  }
}
