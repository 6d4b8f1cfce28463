/// The compressed formats that are read here, and how the first bytes tell them apart.
enum PackedFormat: Equatable {
  case gzip
  case zstd

  /// The format of a source that begins with these bytes, at least four or all there are.
  init?(beginning: some Collection<UInt8>) {
    let magics = PackedFormat.magics.filter { beginning.starts(with: $0.bytes) }
    guard let magic = magics.first else { return nil }
    self = magic.format
  }

  /// Whether more bytes than these may still make a packed source of one that is none so far.
  static func isUndecided(_ bytes: [UInt8]) -> Bool {
    magics.contains { bytes.count < $0.bytes.count && $0.bytes.starts(with: bytes) }
  }

  func makeInflater() throws(SourceError) -> any Inflater {
    switch self {
    case .gzip: try GzipInflater()
    case .zstd: try ZstdInflater()
    }
  }

  private static var magics: [(format: PackedFormat, bytes: [UInt8])] {
    [(.gzip, [0x1F, 0x8B]), (.zstd, [0x28, 0xB5, 0x2F, 0xFD])]
      // A zstd file may begin with a frame to skip: parallel packers write one.
      + (0x50...0x5F).map { (.zstd, [$0, 0x2A, 0x4D, 0x18]) }
  }
}
