import Files

/// All bytes that a non-blocking descriptor has now.
func availableBytes(_ descriptor: Int32) -> [UInt8] {
  var result: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 512)
  while true {
    let count = read(descriptor, &buffer, buffer.count)
    if count > 0 {
      result.append(contentsOf: buffer[..<count])
      if count < buffer.count { return result }
    } else if count == 0 || errno != EINTR {
      return result
    }
  }
}

/// `close` of the system, where a method of that name hides it.
func closeDescriptor(_ descriptor: Int32) { _ = close(descriptor) }
