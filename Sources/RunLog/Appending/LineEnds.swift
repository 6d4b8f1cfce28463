import Files

/// Takes back the beginning of a line that did not fit, when nobody has written after it.
func cutBack(_ descriptor: Int32, by count: Int) {
  let end = lseek(descriptor, 0, SEEK_CUR)
  guard count > 0, end >= off_t(count), let facts = try? FileFacts(of: descriptor) else { return }
  if facts.kind == .regular, facts.size == Int(end) { _ = ftruncate(descriptor, end - off_t(count)) }
}

/// Whether a line appended to a file begins a line; false where that cannot be seen, as a blank line is harmless.
func endsWithNewline(_ file: OwnedDescriptor) -> Bool {
  guard let facts = try? FileFacts(of: file.raw) else { return false }
  if facts.kind != .regular || facts.size == 0 { return true }
  return (try? file.bytes(at: facts.size - 1, count: 1)) == [0x0A]
}
