/// A small log, written by hand: what a user's own trainer would write.
enum SampleLines {
  static let header = """
    {"type":"run","version":1,"run":"e2e-run","dim":2,"rms":[{"id":"alpha"},{"id":"beta"}]}

    """

  static func step(_ step: Int) -> String {
    var text = ""
    for pair in 0..<4 {
      let id = "p\(step)-\(pair)"
      let rm = pair % 2 == 0 ? "alpha" : "beta"
      text += #"{"type":"pair","id":"\#(id)","step":\#(step),"category":"math","x":[1,\#(pair)]}"# + "\n"
      text += #"{"type":"decision","id":"\#(id)","step":\#(step),"rm":"\#(rm)"}"# + "\n"
    }
    for pair in 0..<4 {
      text += #"{"type":"feedback","id":"p\#(step)-\#(pair)","loss":0.\#(5 + pair)}"# + "\n"
    }
    return text + #"{"type":"metrics","step":\#(step),"values":{"loss":0.5}}"# + "\n"
  }

  static func log(steps: Int) -> String { header + (0..<steps).map(step).joined() }
}

extension SampleLines {
  /// A log that can be asked about: propensities, labels, losses that differ by RM.
  static func weighedLog(steps: Int) -> String {
    header
      + (0..<steps).map { step in
        (0..<4).map { pair in
          let id = "p\(step)-\(pair)"
          let rm = (step * 3 + pair) % 4 < 2 ? "alpha" : "beta"
          let loss = (rm == "alpha" ? 0.2 : 0.6) + Double((step * 7 + pair * 3) % 5) / 10
          return #"{"type":"decision","id":"\#(id)","step":\#(step),"rm":"\#(rm)","by":"thompson","p":0.5,"#
            + #""category":"math","x":[1,\#(pair)]}"# + "\n"
            + #"{"type":"feedback","id":"\#(id)","loss":\#(loss),"labels":{"alpha":1,"beta":0}}"# + "\n"
        }.joined()
      }.joined() + #"{"type":"end"}"# + "\n"
  }
}
