import CKernels

/// SHA-256 (FIPS 180-4), by which a log knows its prior file.
package enum SHA256 {
  /// 64 lower-case hexadecimal digits.
  ///
  /// - Complexity: O(bytes), about 200 MB/s.
  package static func hexDigest(of bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    bytes.withUnsafeBufferPointer { rmtop_sha256($0.baseAddress, $0.count, &digest) }
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
