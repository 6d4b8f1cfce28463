// The C library as a whole, under one name on every platform: who does I/O imports `Files`.

#if canImport(Glibc)
  @_exported import Glibc
#else
  @_exported import Darwin
#endif

/// A variable of the environment; `nil` where it is absent or empty.
package func environmentValue(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}
