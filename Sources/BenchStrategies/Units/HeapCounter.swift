/// Reads how many allocations jemalloc has served in this process.
///
/// `nmalloc` counts what passes a thread's cache, so it is exact only under `MALLOC_CONF=tcache:false`. Neither making a
/// counter nor reading it adds to what it counts. A reading takes tens of microseconds.
package struct HeapCounter {
  /// Larger than what a thread's cache serves under any configuration.
  private static let probeSize = 1 << 23

  private let epoch: MallocControl
  private let kinds: [2 of SizeClasses]
  /// What finding out whether malloc is jemalloc's has added.
  private var own = HeapCount.zero

  /// A counter, or `nil` where malloc is not jemalloc's: it was preloaded away, or built without statistics.
  package init?() {
    // All arenas merged are arena 4096, MALLCTL_ARENAS_ALL.
    guard let epoch = MallocControl("epoch"),
      let small = SizeClasses(
        count: "arenas.nbins", size: "arenas.bin.0.size", allocations: "stats.arenas.4096.bins.0.nmalloc"),
      let large = SizeClasses(
        count: "arenas.nlextents", size: "arenas.lextent.0.size", allocations: "stats.arenas.4096.lextents.0.nmalloc")
    else { return nil }
    self.epoch = epoch
    kinds = [small, large]
    own = probe()
    guard own.bytes >= Self.probeSize else { return nil }
  }

  /// The allocations since the process began.
  package func read() -> HeapCount {
    // jemalloc takes a snapshot when the epoch is written, and answers from it until the next one.
    epoch.write(1)
    return kinds[0].total + kinds[1].total - own
  }

  /// By how much one allocation moves the counter.
  private func probe() -> HeapCount {
    let before = read()
    let block = UnsafeMutableRawPointer.allocate(byteCount: Self.probeSize, alignment: 16)
    block.storeBytes(of: 1, as: UInt8.self)
    let after = read()
    block.deallocate()
    return after - before
  }
}

/// The size classes of one kind, small or large, and where jemalloc counts their allocations.
private struct SizeClasses {
  private let count: Int
  private let size: MallocControl
  private let allocations: MallocControl

  init?(count: String, size: String, allocations: String) {
    guard let count = MallocControl(count)?.readUInt32(), let size = MallocControl(size),
      let allocations = MallocControl(allocations)
    else { return nil }
    self.count = Int(count)
    self.size = size
    self.allocations = allocations
  }

  /// The allocations of all these classes in the present snapshot.
  var total: HeapCount {
    var total = HeapCount.zero
    for index in 0..<count {
      let served = Int(allocations.read(at: index))
      total.allocations += served
      total.bytes += served * Int(size.read(at: index))
    }
    return total
  }
}
