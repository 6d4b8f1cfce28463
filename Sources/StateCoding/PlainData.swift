/// A type whose values are written as they lie in memory: numbers, and structs of numbers. Arrays of them are one copy.
///
/// What is written is read by the build that wrote it alone (`StateCoding` knows no other), so that neither padding nor
/// the order of bytes matters.
package protocol PlainData: Codable, BitwiseCopyable {}

extension Bool: PlainData {}
extension Double: PlainData {}
extension Float: PlainData {}
extension Int: PlainData {}
extension Int32: PlainData {}
extension UInt8: PlainData {}
extension UInt16: PlainData {}
extension UInt32: PlainData {}
extension UInt64: PlainData {}
