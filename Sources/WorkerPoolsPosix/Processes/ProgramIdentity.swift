internal import CWorkerPools

// Which build this program is, and what leads to it.
extension ProcessImage {
  /// The identifier that the linker gave this build of the program, in hexadecimal; `nil` if it gave none.
  package static let buildIdentifier: String? = {
    let text = [CChar](unsafeUninitializedCapacity: 2 * Int(wp_build_id_max) + 1) { buffer, count in
      count = wp_build_id(buffer.baseAddress) ? 2 * Int(wp_build_id_max) + 1 : 0
    }
    return text.isEmpty ? nil : text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
  }()

  /// The path of the program that `executablePath` leads to if that is not this one, else `nil`.
  ///
  /// Such a program is the dynamic loader, which was started by hand and then loaded this one. `nil` without procfs, too.
  package static func foreignExecutable() -> String? {
    // Only such a program lacks the loader that it asks for; what follows makes sure, and costs more.
    guard wp_lacks_interpreter(), let target = executableFile(), let own = mappedFile(at: wp_program_headers()) else {
      return nil
    }
    return target == own ? nil : target
  }

  /// The path of the file that is mapped at that address, as procfs shows it.
  static func mappedFile(at address: UInt) -> String? {
    guard let maps = FileSystemAccess.text(of: "/proc/self/maps") else { return nil }
    for line in maps.split(separator: "\n") {
      let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
      let bounds = fields.first?.split(separator: "-").compactMap { UInt($0, radix: 16) } ?? []
      guard bounds.count == 2, (bounds[0]..<bounds[1]).contains(address) else { continue }
      let path = fields.count == 6 ? fields[5].drop { $0 == " " } : ""
      return path.hasPrefix("/") ? String(path) : nil
    }
    return nil
  }
}
