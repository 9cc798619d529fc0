import CJemalloc

/// Reads how many allocations jemalloc has served in this process.
///
/// `nmalloc` counts what passes a thread's cache, so it is exact only under `MALLOC_CONF=tcache:false`. A reading
/// allocates nothing and takes a few microseconds. Not safe for use from several threads at once.
package final class HeapCounter {
  // All arenas merged; MALLCTL_ARENAS_ALL is a macro that Swift does not import as a number of this type.
  private static let allArenas = 4096

  private let epoch: MallocControl
  private let classes: [SizeClass]

  /// A counter, or `nil` where malloc is not jemalloc's: it was preloaded away, or built without statistics.
  package init?() {
    guard let epoch = MallocControl("epoch"), let classes = Self.sizeClasses() else { return nil }
    self.epoch = epoch
    self.classes = classes
    guard serves() else { return nil }
  }

  /// The allocations since the process began.
  package func read() -> HeapCount {
    // jemalloc takes a snapshot when the epoch is written, and answers from it until the next one.
    epoch.write(1)
    var count = HeapCount.zero
    for sizeClass in classes {
      let allocations = Int(sizeClass.allocations.read())
      count.allocations += allocations
      count.bytes += allocations * sizeClass.size
    }
    return count
  }

  /// Whether an allocation moves the counter; larger than any that a thread's cache could serve.
  private func serves() -> Bool {
    let before = read()
    let block = UnsafeMutableRawPointer.allocate(byteCount: 1 << 23, alignment: 16)
    block.storeBytes(of: 1, as: UInt8.self)
    let after = read()
    block.deallocate()
    return after.bytes - before.bytes >= 1 << 23
  }

  private static func sizeClasses() -> [SizeClass]? {
    let kinds = [("arenas.nbins", "bin", "bins"), ("arenas.nlextents", "lextent", "lextents")]
    var classes: [SizeClass] = []
    for (total, singular, plural) in kinds {
      guard let count = MallocControl(total)?.readUInt32() else { return nil }
      for index in 0..<count {
        guard let size = MallocControl("arenas.\(singular).\(index).size")?.read(),
          let allocations = MallocControl("stats.arenas.\(allArenas).\(plural).\(index).nmalloc")
        else { return nil }
        classes.append(SizeClass(size: Int(size), allocations: allocations))
      }
    }
    return classes
  }

  private struct SizeClass {
    let size: Int
    let allocations: MallocControl
  }
}

/// One entry of jemalloc's control tree, its name resolved once.
private struct MallocControl {
  private let path: [Int]

  /// `nil` where there is no such entry.
  init?(_ name: String) {
    var path = [Int](repeating: 0, count: 8)
    var length = path.count
    guard mallctlnametomib(name, &path, &length) == 0 else { return nil }
    self.path = Array(path.prefix(length))
  }

  func read() -> UInt64 {
    var value: UInt64 = 0
    var size = MemoryLayout<UInt64>.size
    return mallctlbymib(path, path.count, &value, &size, nil, 0) == 0 ? value : 0
  }

  func readUInt32() -> UInt32? {
    var value: UInt32 = 0
    var size = MemoryLayout<UInt32>.size
    return mallctlbymib(path, path.count, &value, &size, nil, 0) == 0 ? value : nil
  }

  func write(_ value: UInt64) {
    var value = value
    _ = mallctlbymib(path, path.count, nil, nil, &value, MemoryLayout<UInt64>.size)
  }
}
