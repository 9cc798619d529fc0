internal import CWorkerPools
internal import Glibc

/// A file without a name, which is gone when its last descriptor is.
package enum TemporaryFile {
  /// Opens one for reading and writing on the file system of `directory`; the caller closes it.
  package static func openUnlinked(in directory: String) throws(PosixError) -> FileDescriptor {
    do {
      return try newDescriptor("open", directory) { wp_open_unnamed(directory) }
    } catch {
      // File systems without unnamed files say so in one of these ways.
      guard [.notSupportedOnSocket, .isDirectory, .invalidArgument].contains(error.code) else { throw error }
      return try createAndUnlink(in: directory)
    }
  }

  static func createAndUnlink(in directory: String) throws(PosixError) -> FileDescriptor {
    var template = Array("\(directory)/.workerpools-XXXXXX".utf8CString)
    let file = try newDescriptor("mkostemp", directory) { wp_make_temporary(&template) }
    unlink(template)
    return file
  }
}

/// What kind of file system a path lies on.
package enum FileSystemType {
  private static let names: [Int: String] = [
    0xEF53: "ext4", 0x5846_5342: "xfs", 0x9123_683E: "btrfs", 0x0102_1994: "tmpfs", 0x794C_7630: "overlayfs",
    0x6969: "nfs", 0xF2F5_2010: "f2fs", 0x2FC1_2FC1: "zfs", 0x6573_5546: "fuse", 0x0102_1997: "9p",
    0x8584_58F6: "ramfs", 0x7371_7368: "squashfs", 0x4D44: "vfat", 0xFF53_4D42: "cifs", 0xCA45_1A4E: "bcachefs",
  ]

  /// The name, such as `ext4` (also for ext2 and ext3) or `tmpfs`, else the number in hexadecimal; `nil` without the path.
  package static func name(of path: String) -> String? {
    var type = 0
    guard wp_file_system_type(path, &type) == 0 else { return nil }
    return names[type] ?? "0x" + String(type, radix: 16)
  }
}
