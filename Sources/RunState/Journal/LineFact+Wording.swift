import RunEvents
import Wording

extension LineFact {
  var line: RunFact.Line {
    switch self {
    case .stray(let step, let line, let known):
      let those = known.map { " (those are \($0.lowerBound) to \($0.upperBound))" } ?? ""
      return (
        .warning, .run,
        "line \(line): step \(step) is far beyond all others\(those): it is kept, and moves nothing"
      )
    case .strays(let count):
      return (.warning, .run, "\(count) lines so far have a step far beyond all others")
    case .farStepsWereReal(let step):
      return (.info, .run, "steps go on from \(step): that far step was real")
    case .skipped(let line, let reason):
      return (.warning, .fault, "line \(line) skipped, \(reason.kind.rawValue): \(reason.message)")
    case .skippedSoFar(let count, let kind):
      return (.warning, .fault, "\(count) lines skipped so far, \(kind.rawValue)")
    case .foreignFormat(let format):
      return (
        .warning, .fault, "this looks like \(format.name); \(ForeignFormat.runLog). \(format.advice)"
      )
    case .remark(let line, let remark):
      return (.warning, .remark, "line \(line): \(remark.sentence)")
    case .remarksSoFar(let count, let remark):
      return (
        .warning, .remark, "\(count) remarks so far on \(remark.field), \(remark.reason.kind.rawValue)"
      )
    case .unknownType(let type):
      return (
        .info, .note, "events of the unknown type \(quoted(type)) are left out; others may follow"
      )
    }
  }
}
