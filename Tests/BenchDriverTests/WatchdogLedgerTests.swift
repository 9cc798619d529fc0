import BenchDriver
import Testing

@Suite("The watchdog's ledger")
struct WatchdogLedgerTests {
  @Test("what was added and not struck out would be killed, however the lines arrive")
  func lines() {
    var ledger = WatchdogLedger()
    for byte in "+12\n+345\n-12\n+7".utf8 { ledger.feed([byte]) }
    #expect(ledger.groups == [345])
    ledger.feed("8\n".utf8)
    #expect(ledger.groups == [345, 78])
    ledger.feed((WatchdogLedger.removal(345) + WatchdogLedger.entry(9)).utf8)
    #expect(ledger.groups == [78, 9])
  }

  @Test("a line that could make it kill itself, init or everybody is ignored")
  func dangerousLines() {
    var ledger = WatchdogLedger()
    ledger.feed("+0\n+1\n+-1\n+\n\nx5\n5\n+5x\n+99999999999999999999999999999999999999\n".utf8)
    #expect(ledger.groups.isEmpty)
  }
}
