internal import CWorkerPools
internal import Glibc

/// An unnamed file in memory that processes share; see memfd_create(2).
///
/// It can grow and never shrinks, so that no mapping of it can lose its pages; it is sealed so that nobody who has it can
/// change that, nor forbid to write to it or to let it grow. The descriptor is the owner's to close.
package enum SharedFile {
  /// The unit in which parts of the file are allocated and mapped, in bytes.
  package static let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))

  /// The fewest whole pages that hold so many bytes, in bytes; 0 or more, and no more than an address space has.
  package static func wholePages(_ bytes: Int) -> Int { (bytes + pageSize - 1) / pageSize * pageSize }

  /// Where the file ends, at most where an address space does, and how many bytes of it have memory.
  package static func size(of file: FileDescriptor) throws(PosixError) -> (end: Int, allocated: Int) {
    var information = stat()
    try checked("fstat") { fstat(file.rawValue, &information) }
    return (min(Int(information.st_size), 1 << 46), min(Int(information.st_blocks), 1 << 37) * 512)
  }

  /// Makes an empty file; the name is for /proc alone.
  package static func create(name: String) throws(PosixError) -> FileDescriptor {
    let file = try newDescriptor("memfd_create") { wp_shared_file(name) }
    do throws(PosixError) {
      try checked("fcntl", "F_ADD_SEALS") { wp_seal(file.rawValue) }
      return file
    } catch {
      try? file.close()
      throw error
    }
  }

  /// Whether the file has the seals that it was made with and no others; `nil` where the system does not say.
  package static func isSealedAsMade(_ file: FileDescriptor) -> Bool? {
    let answer = wp_has_own_seals(file.rawValue)
    return answer < 0 ? nil : answer == 1
  }

  /// Allocates the pages of a part of the file, which grows where it must.
  ///
  /// Fails, instead of leaving pages that kill whoever touches them, where memory or the limit on file sizes is exhausted.
  package static func allocate(_ file: FileDescriptor, _ part: Range<Int>) throws(PosixError) {
    if let limit = ResourceLimit.fileSize.current().soft, part.upperBound > limit {
      throw PosixError(call: "fallocate", code: .fileTooLarge)
    }
    try checked("fallocate") { wp_allocate(file.rawValue, Int64(part.lowerBound), Int64(part.count)) }
  }

  /// Gives the pages of a part of the file back to the system; they read as zeros from then on.
  package static func release(_ file: FileDescriptor, _ part: Range<Int>) {
    wp_punch_hole(file.rawValue, Int64(part.lowerBound), Int64(part.count))
  }
}

/// A part of a shared file that is mapped, for reading and where asked for writing, until this goes away.
package final class SharedMapping: @unchecked Sendable {  // constants; who may touch the memory is its users' agreement
  package let base: UnsafeMutableRawPointer
  /// Where it lies in the file; whole pages.
  package let part: Range<Int>

  package init(_ file: FileDescriptor, _ part: Range<Int>, isWritable: Bool = true) throws(PosixError) {
    let protection = isWritable ? PROT_READ | PROT_WRITE : PROT_READ
    let address = mmap(nil, part.count, protection, MAP_SHARED, file.rawValue, part.lowerBound)
    guard let address, address != MAP_FAILED else { throw PosixError(call: "mmap", code: Errno(rawValue: errno)) }
    base = address
    self.part = part
  }

  deinit { munmap(base, part.count) }
}
