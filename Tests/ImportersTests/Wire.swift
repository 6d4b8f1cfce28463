@testable import Importers

/// Bytes as other programs write them, made by rules of their own.
enum Wire {
  static func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  static func varint(_ number: UInt64) -> [UInt8] {
    number < 0x80 ? [UInt8(number)] : [UInt8(number & 0x7F) | 0x80] + varint(number >> 7)
  }

  // Fields of a protobuf message.

  static func field(_ number: Int, varint value: Int64) -> [UInt8] {
    varint(UInt64(number) << 3) + varint(UInt64(bitPattern: value))
  }

  static func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
    varint(UInt64(number) << 3 | 2) + varint(UInt64(bytes.count)) + bytes
  }

  static func field(_ number: Int, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

  static func field(_ number: Int, _ value: Double) -> [UInt8] {
    varint(UInt64(number) << 3 | 1) + littleEndian(value.bitPattern)
  }

  static func field(_ number: Int, _ value: Float) -> [UInt8] {
    varint(UInt64(number) << 3 | 5) + littleEndian(value.bitPattern)
  }

  /// A reflected CRC, bit by bit.
  static func crc(_ bytes: [UInt8], polynomial: UInt32) -> UInt32 {
    var rest = ~UInt32(0)
    for byte in bytes {
      rest ^= UInt32(byte)
      for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ polynomial : rest >> 1 }
    }
    return ~rest
  }

  /// A record of a TFRecord file.
  static func tfRecord(_ data: [UInt8]) -> [UInt8] {
    func masked(_ bytes: [UInt8]) -> [UInt8] {
      let crc = crc(bytes, polynomial: 0x82F6_3B78)
      return littleEndian(((crc >> 15) | (crc << 17)) &+ 0xA282_EAD8)
    }
    let length = littleEndian(UInt64(data.count))
    return length + masked(length) + data + masked(data)
  }

  /// A W&B run file of records.
  static func wandb(_ records: [[UInt8]]) -> [UInt8] {
    var file: [UInt8] = [0x3A, 0x57, 0x26, 0x42, 0xE1, 0xBE, 0]
    for record in records {
      var rest = record[...]
      var isFirst = true
      repeat {
        var left = 32_768 - file.count % 32_768
        if left < 7 {
          file += [UInt8](repeating: 0, count: left)
          left = 32_768
        }
        let data = Array(rest.prefix(left - 7))
        rest = rest.dropFirst(data.count)
        let type: UInt8 = rest.isEmpty ? (isFirst ? 1 : 4) : (isFirst ? 2 : 3)
        file += littleEndian(crc([type] + data, polynomial: 0xEDB8_8320))
        file += littleEndian(UInt16(data.count)) + [type] + data
        isFirst = false
      } while !rest.isEmpty
    }
    return file
  }
}
