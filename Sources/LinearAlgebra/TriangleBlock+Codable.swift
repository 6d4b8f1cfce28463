/// S alone is saved: L is made again by whoever asks for it.
extension TriangleBlock: Codable {
  private struct Saved: Codable {
    var width: Int
    /// The columns of S, each down to its diagonal; none where there is no memory.
    var columns: [Double] = []
  }

  package func encode(to encoder: any Encoder) throws {
    var saved = Saved(width: width)
    if !isEmpty {
      saved.columns.reserveCapacity(width * (width + 1) / 2)
      forEachColumn { saved.columns.append(contentsOf: $0) }
    }
    var container = encoder.singleValueContainer()
    try container.encode(saved)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let saved = try container.decode(Saved.self)
    self.init(width: saved.width)
    guard !saved.columns.isEmpty else { return }
    guard saved.width >= 0, saved.width < 1 << 16, saved.columns.count == saved.width * (saved.width + 1) / 2
    else { throw DecodingError.dataCorruptedError(in: container, debugDescription: "numbers are missing") }
    allocate()
    var next = 0
    for column in 0..<width {
      let start = (column + 1) * width
      for row in 0...column { numbers[start + row] = saved.columns[next + row] }
      next += column + 1
    }
  }
}
