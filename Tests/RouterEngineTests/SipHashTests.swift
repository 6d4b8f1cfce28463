import Testing

@testable import RouterEngine

@Suite struct SipHashTests {
  /// The authors' vectors: key 00…0f, message of the bytes 0, 1, 2, …
  @Test func equalsTheAuthorsVectors() {
    let hashes: [UInt64] = [
      0x726F_DB47_DD0E_0E31, 0x74F8_39C5_93DC_67FD, 0x0D6C_8009_D9A9_4F5A, 0x8567_6696_D7FB_7E2D,
      0xCF27_94E0_2771_87B7, 0x1876_5564_CD99_A68D, 0xCBC9_466E_58FE_E3CE, 0xAB02_00F5_8B01_D137,
      0x93F5_F579_9A93_2462,
    ]
    for (length, expected) in hashes.enumerated() {
      var hash = SipHash(key0: 0x0706_0504_0302_0100, key1: 0x0F0E_0D0C_0B0A_0908)
      hash.append((0..<length).map { UInt8($0) })
      #expect(hash.finish() == expected)
    }
    var hash = SipHash(key0: 0x0706_0504_0302_0100, key1: 0x0F0E_0D0C_0B0A_0908)
    hash.append((0..<15).map { UInt8($0) })
    #expect(hash.finish() == 0xA129_CA61_49BE_45E5)
  }
}
