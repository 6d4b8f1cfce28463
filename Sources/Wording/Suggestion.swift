/// What follows the mention of a name that is not known: ` (did you mean “math”?)`.
///
/// - Parameter otherwise: what follows where none of the names is near.
package func suggestion(
  for name: String, among names: some Sequence<String>, otherwise: @autoclosure () -> String = ""
) -> String {
  suggestion(nearestName(to: name, among: names), otherwise: otherwise())
}

/// The same of a name that has been found.
package func suggestion(_ nearest: String?, otherwise: @autoclosure () -> String = "") -> String {
  nearest.map { " (did you mean \(quoted($0, limit: 200))?)" } ?? otherwise()
}
