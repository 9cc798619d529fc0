internal import CWorkerPools
internal import Glibc

/// A folder that programs are started in, by descriptors instead of paths, which may come to lead elsewhere.
package enum Folder {
  /// What tells one folder from another as long as one of the two exists.
  package struct Identity: Hashable, Sendable {
    private let device: UInt
    private let inode: UInt

    fileprivate init(_ information: stat) {
      device = UInt(information.st_dev)
      inode = UInt(information.st_ino)
    }
  }

  /// Opens a folder that this process may enter; the caller closes it.
  package static func open(_ path: String) throws(PosixError) -> FileDescriptor {
    let folder = try newDescriptor("open", path) { wp_open_folder(path) }
    if wp_may_enter(path) { return folder }
    let code = errno
    try? folder.close()
    throw PosixError(call: "faccessat", code: Errno(rawValue: code), subject: path)
  }

  /// The folder that is open; `nil` where the system does not tell.
  package static func identity(of folder: FileDescriptor) -> Identity? {
    var information = stat()
    return fstat(folder.rawValue, &information) == 0 ? Identity(information) : nil
  }

  /// The working directory of this process; `nil` where it may not be looked at.
  package static var currentIdentity: Identity? {
    var information = stat()
    return stat(".", &information) == 0 ? Identity(information) : nil
  }
}
