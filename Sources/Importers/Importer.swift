/// Turns the bytes of another program's file into lines of a run log, chunk by chunk.
///
/// The lines do not depend on how the bytes are cut. Nothing traps: what cannot be read is a fault in its place.
package protocol Importer {
  /// How many bytes of the source end with the last whole record taken.
  var endOfWholeRecords: Int { get }

  /// Takes the next bytes.
  mutating func append(_ bytes: UnsafeRawBufferPointer, to log: inout ImportedLines)

  /// Takes the end of a source that does not grow.
  mutating func finish(to log: inout ImportedLines)

  /// Forgets what came after the last whole record: the source has lost it.
  mutating func dropPartial()
}
