package import WorkerPools

/// Prepares the workload in a worker of a pool; its initializer.
package enum PrepareUnit: WorkerFunction {
  package static func run(_ setup: UnitSetup) throws -> Bool {
    UnitSession.current = try UnitSession(setup.workload, countsHeap: setup.countsHeap)
    return true
  }
}

/// Runs one task in a worker that was prepared.
package enum RunTask: WorkerFunction {
  package static func run(_ request: TaskRequest) throws -> TaskReply { try UnitSession.prepared().run(request) }
}

/// Runs one task that has no payload and is not stamped: its index is all that crosses, and its value all that comes back.
package enum RunPlainTask: WorkerFunction {
  package static func run(_ task: UInt64) throws -> UInt64 {
    try UnitSession.prepared().run(TaskRequest(task: task, isStamped: false, payload: [])).value
  }
}

/// Says what a worker that was prepared has done and used since it began.
package enum ReportTotals: WorkerFunction {
  package static func run(_: Bool) throws -> UnitTotals { try UnitSession.prepared().totals }
}

/// Prepares the workload, runs one task and says what that took; the whole life of a process for one task.
package enum RunUnit: WorkerFunction {
  package static func run(_ request: UnitRequest) throws -> UnitReply {
    let session = try UnitSession(request.setup.workload, countsHeap: request.setup.countsHeap)
    return UnitReply(reply: try session.run(request.task), totals: session.totals)
  }
}

/// Everything that a process for one task needs to know.
package struct UnitRequest: Codable, Sendable, WireValue {
  package var setup: UnitSetup
  package var task: TaskRequest

  package init(setup: UnitSetup, task: TaskRequest) {
    self.setup = setup
    self.task = task
  }

  package func encode(into writer: inout WireWriter) {
    setup.encode(into: &writer)
    task.encode(into: &writer)
  }

  package init(from reader: inout WireReader) throws {
    setup = try UnitSetup(from: &reader)
    task = try TaskRequest(from: &reader)
  }
}

/// The answer of a process for one task, and what the process did in all.
package struct UnitReply: Codable, Sendable, WireValue {
  package var reply: TaskReply
  package var totals: UnitTotals

  package init(reply: TaskReply, totals: UnitTotals) {
    self.reply = reply
    self.totals = totals
  }

  package func encode(into writer: inout WireWriter) {
    reply.encode(into: &writer)
    writer.write(totals)
  }

  package init(from reader: inout WireReader) throws {
    reply = try TaskReply(from: &reader)
    totals = try reader.read()
  }
}
