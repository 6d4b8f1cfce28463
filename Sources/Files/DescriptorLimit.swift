/// How many descriptors the process may have open, after raising that to what is wanted as far as the system lets it.
package func descriptorLimit(wanted: Int) -> Int {
  #if canImport(Glibc)
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    let resource = RLIMIT_NOFILE
  #endif
  var limit = rlimit()
  guard getrlimit(resource, &limit) == 0 else { return wanted }
  if limit.rlim_cur < rlim_t(wanted) {
    var raised = limit
    raised.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
    if setrlimit(resource, &raised) == 0 { limit = raised }
  }
  return Int(clamping: limit.rlim_cur)
}
