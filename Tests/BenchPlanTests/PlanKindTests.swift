import BenchModel
import BenchPlan
import Testing

@Suite("What a plan is of")
struct PlanKindTests {
  private func kind(_ json: String) throws -> PlanKind {
    try SnakeCaseJSON.decode(PlanKind.self, from: Array(json.utf8))
  }

  @Test("is told from the document, of whatever version it is")
  func kinds() throws {
    #expect(try kind(#"{"settings": {"mode": "gate", "rounds": 0}, "cells": []}"#) == .gate)
    #expect(try kind(#"{"settings": {"mode": "quick"}}"#) == .run)
    #expect(try kind(#"{"settings": {"mode": "of a later version"}}"#) == .run)
    #expect(try kind(#"{"schema_version": 1}"#) == .run)
    #expect(try kind(#"{"gates_n": 200, "seed": 1}"#) == .selfTest)
    #expect(PlanKind.selfTest.resuming == "bench selftest --resume")
  }
}
