import CSimdjson

extension StrictJSONReader {
  /// The byte at the position; 0 at the end, which no JSON begins with.
  var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  mutating func append(_ kind: rmtop_json_kind, bits: UInt64 = 0) throws(JSONFault) {
    if nodes.count >= Int(RMTOP_JSON_MOST_NODES) {
      throw JSONFault(.tooManyValues, "the line holds more than \(RMTOP_JSON_MOST_NODES) values")
    }
    let next = UInt32(truncatingIfNeeded: nodes.count + 1)
    nodes.append(rmtop_json_node(kind: kind, next: next, length: 0, place: 0, bits: bits, text: nil))
  }

  /// Reads a value, or the beginning of one that others are inside.
  mutating func readValue() throws(JSONFault) {
    switch current {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let isObject = current == UInt8(ascii: "{")
      if open.count >= Self.deepest {
        throw JSONFault(.notJSON, "the line is nested deeper than \(Self.deepest) levels")
      }
      open.append(Container(node: nodes.count, isObject: isObject, count: 0))
      try append(isObject ? RMTOP_JSON_OBJECT : RMTOP_JSON_ARRAY)
      position += 1
      skipSpace()
      if current != (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { try beginMember() }
    case UInt8(ascii: "\""):
      try readString()
    case UInt8(ascii: "t"):
      try readWord("true", RMTOP_JSON_TRUE)
    case UInt8(ascii: "f"):
      try readWord("false", RMTOP_JSON_FALSE)
    case UInt8(ascii: "n"):
      try readWord("null", RMTOP_JSON_NULL)
    case UInt8(ascii: "N"):
      try readWord("NaN", RMTOP_JSON_DOUBLE, bits: Double.nan.bitPattern)
    case UInt8(ascii: "I"):
      try readWord("Infinity", RMTOP_JSON_DOUBLE, bits: Double.infinity.bitPattern)
    case UInt8(ascii: "-") where position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "I"):
      try readWord("-Infinity", RMTOP_JSON_DOUBLE, bits: (-Double.infinity).bitPattern)
    default:
      try readNumber()
    }
  }

  /// Counts a member of the innermost container, and reads its key when that is an object.
  private mutating func beginMember() throws(JSONFault) {
    guard let innermost = open.indices.last else { return }
    open[innermost].count += 1
    guard open[innermost].isObject else { return }
    guard current == UInt8(ascii: "\"") else { throw refused("a field name in quotes") }
    try readString()
    skipSpace()
    guard current == UInt8(ascii: ":") else { throw refused("“:”") }
    position += 1
    skipSpace()
  }

  /// After a value: closes every container that ends here, or goes on to the next member.
  mutating func closeFinished() throws(JSONFault) {
    while let container = open.last {
      // A container that was just opened and is not empty has its first value still to come.
      if container.count == 1, container.node == nodes.count - (container.isObject ? 2 : 1) { return }
      skipSpace()
      let end = container.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
      if current == end {
        position += 1
        close(container)
        open.removeLast()
      } else if container.count > 0, current == UInt8(ascii: ",") {
        position += 1
        skipSpace()
        return try beginMember()
      } else {
        throw refused(container.isObject ? "“,” or “}”" : "“,” or “]”")
      }
    }
  }

  /// Writes length and end of a container; an array of nothing but numbers becomes one node.
  private mutating func close(_ container: Container) {
    let members = container.node + 1
    let isNumbers =
      !container.isObject && container.count > 0
      && nodes[members...].allSatisfy {
        $0.kind == RMTOP_JSON_INTEGER || $0.kind == RMTOP_JSON_UNSIGNED || $0.kind == RMTOP_JSON_DOUBLE
      }
    if isNumbers {
      nodes[container.node].kind = RMTOP_JSON_NUMBERS
      nodes[container.node].bits = UInt64(numbers.count)
      for node in nodes[members...] {
        switch node.kind {
        case RMTOP_JSON_INTEGER: numbers.append(Double(Int64(bitPattern: node.bits)))
        case RMTOP_JSON_UNSIGNED: numbers.append(Double(node.bits))
        default: numbers.append(Double(bitPattern: node.bits))
        }
      }
      nodes.removeSubrange(members...)
    }
    nodes[container.node].length = UInt32(truncatingIfNeeded: container.count)
    nodes[container.node].next = UInt32(truncatingIfNeeded: nodes.count)
  }
}
