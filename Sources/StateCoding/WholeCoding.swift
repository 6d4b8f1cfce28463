/// Types of the standard library that are written and read as a whole: their own conformances ask containers for what
/// this form does not have, names and ends.
protocol WholeCoding {
  func write(to output: Output) throws
  static func read(from input: Input) throws -> Self
}

extension String: WholeCoding {
  func write(to output: Output) throws {
    var text = self
    try text.withUTF8 { utf8 in
      try output.write(utf8.count)
      output.bytes.append(contentsOf: utf8)
    }
  }

  static func read(from input: Input) throws -> String {
    let utf8 = try input.take(try input.readCount())
    guard let text = String(validating: utf8, as: UTF8.self) else { throw StateReadingError.isMalformed }
    return text
  }
}

extension Optional: WholeCoding where Wrapped: Codable {
  func write(to output: Output) throws {
    output.write(present: self != nil)
    if let self { try output.write(self) }
  }

  static func read(from input: Input) throws -> Wrapped? {
    try input.readPresent() ? try input.read(Wrapped.self) : nil
  }
}

extension Array: WholeCoding where Element: Codable {
  func write(to output: Output) throws {
    try output.write(count)
    if Element.self is any PlainData.Type {
      withUnsafeBytes { output.bytes.append(contentsOf: $0) }
    } else {
      for element in self { try output.write(element) }
    }
  }

  static func read(from input: Input) throws -> [Element] {
    guard Element.self is any PlainData.Type else {
      let count = try input.readCount()
      var elements: [Element] = []
      elements.reserveCapacity(count)
      for _ in 0..<count { elements.append(try input.read(Element.self)) }
      return elements
    }
    let count = try input.readPlain(Int.self)
    let (length, overflows) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard !overflows else { throw StateReadingError.endsEarly }
    let bytes = try input.take(length)
    return [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
      filled = count
    }
  }
}

extension Set: WholeCoding where Element: Codable {
  func write(to output: Output) throws { try Array(self).write(to: output) }
  static func read(from input: Input) throws -> Set { Set(try [Element].read(from: input)) }
}

extension Dictionary: WholeCoding where Key: Codable, Value: Codable {
  func write(to output: Output) throws {
    try Array(keys).write(to: output)
    try Array(values).write(to: output)
  }

  static func read(from input: Input) throws -> [Key: Value] {
    let keys = try [Key].read(from: input)
    let values = try [Value].read(from: input)
    guard keys.count == values.count else { throw StateReadingError.isMalformed }
    return Dictionary(zip(keys, values)) { first, _ in first }
  }
}
