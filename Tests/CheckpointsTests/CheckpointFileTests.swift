import Checkpoints
import Files
import Router
import RunEvents
import RunLog
import RunState
import TestSupport
import Testing

struct CheckpointFileTests {
  private let folder: TemporaryFolder
  private var log: String { folder.file("run.jsonl") }
  private var path: String { CheckpointFile.path(ofLog: log) }

  init() throws { folder = try TemporaryFolder() }

  private static func text(lines: Int, seed: Int = 1) -> String {
    var numbers = SeededGenerator(seed: seed)
    var text =
      #"{"type":"run","v":1,"name":"r","rms":[{"id":"a"},{"id":"b"}],"dim":2,"router":{"policy":"thompson"}}"#
      + "\n"
    for index in 0..<lines {
      let x = numbers.vector(2)
      text +=
        #"{"type":"decision","id":"p\#(index)","rm":"\#(index % 3 == 0 ? "a" : "b")","step":\#(index / 4),"#
      text += #""x":[\#(x[0]),\#(x[1])]}"# + "\n"
      text += #"{"type":"feedback","id":"p\#(index)","loss":\#(numbers.uniform())}"# + "\n"
    }
    return text
  }

  private func fold(_ text: String, from state: RunState = RunState()) -> RunState {
    var state = state
    var decoder = LineDecoder(offset: state.progress.endOffset, line: state.progress.nextLine)
    var lines: [LogLine] = []
    Array(text.utf8.dropFirst(state.progress.endOffset)).withUnsafeBytes { decoder.append($0, to: &lines) }
    for line in lines { state.fold(line) }
    return state
  }

  /// Keeps a checkpoint of the first `count` bytes of the log.
  private func keep(_ text: String, count: Int) throws {
    let state = fold(String(text.prefix(count)))
    let file = try OwnedDescriptor(path: log, flags: O_RDONLY)
    let mark = try LogMark(of: file, end: state.progress.endOffset)
    try FileBytes.write(try #require(CheckpointFile.bytes(of: state, mark: mark)), path: path)
  }

  private func read() throws -> RunState? {
    CheckpointFile.read(path: path, log: try OwnedDescriptor(path: log, flags: O_RDONLY), priors: .none)
  }

  @Test func aLogGoesOnFromIt() throws {
    let text = Self.text(lines: 900)
    try folder.write(text, to: "run.jsonl")
    try keep(text, count: 70_000)
    let state = try #require(try read())
    #expect(state.progress.endOffset > 60_000)
    #expect(fold(text, from: state).digest == fold(text).digest)
  }

  @Test func thereIsNoneWhereNoneWasKept() throws {
    try folder.write(Self.text(lines: 3), to: "run.jsonl")
    #expect(try read() == nil)
    try folder.write("", to: "run.jsonl.checkpoint")
    #expect(try read() == nil)
    try makeFolder(path: path + "x")
    let file = try OwnedDescriptor(path: log, flags: O_RDONLY)
    #expect(CheckpointFile.read(path: path + "x", log: file, priors: .none) == nil)
  }

  @Test func aByteThatIsAnotherMakesItNone() throws {
    let text = Self.text(lines: 40)
    try folder.write(text, to: "run.jsonl")
    try keep(text, count: text.utf8.count)
    let bytes = try FileBytes.read(path: path)
    var numbers = SeededGenerator(seed: 5)
    let places = Array(0..<400) + (0..<300).map { _ in numbers.below(bytes.count) }
    for place in places {
      var damaged = bytes
      damaged[place] ^= UInt8(1 << numbers.below(8))
      try FileBytes.write(damaged, path: path)
      #expect(try read() == nil, "byte \(place) of \(bytes.count)")
    }
    for count in stride(from: 0, to: bytes.count, by: 1013) {
      try FileBytes.write(Array(bytes.prefix(count)), path: path)
      #expect(try read() == nil, "the first \(count)")
    }
    try FileBytes.write(bytes, path: path)
    #expect(try read() != nil)
  }

  @Test func anotherBuildsIsNone() throws {
    let text = Self.text(lines: 10)
    try folder.write(text, to: "run.jsonl")
    try keep(text, count: text.utf8.count)
    let bytes = try FileBytes.read(path: path)
    let line = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    #expect(line.hasPrefix("rmtop state 1, build "))
    #expect(line.contains(", BLAS kernels "))
    for other in [
      line.replacing("build ", with: "build 0"), line.replacing("state 1", with: "state 2"), line + "x",
    ] {
      try FileBytes.write(Array(other.utf8) + bytes.dropFirst(line.utf8.count), path: path)
      #expect(try read() == nil, "\(other)")
    }
  }

  @Test func anotherLogsIsNone() throws {
    let text = Self.text(lines: 900)
    try folder.write(text, to: "run.jsonl")
    try keep(text, count: text.utf8.count)
    #expect(try read() != nil)
    // One that has grown is the same log.
    try folder.append(#"{"type":"end"}"# + "\n", to: "run.jsonl")
    #expect(try read() != nil)
    // A shorter one, one with another head, one with another tail.
    try folder.write(String(text.dropLast(200)), to: "run.jsonl")
    #expect(try read() == nil)
    try folder.write(text.replacing(#""name":"r""#, with: #""name":"q""#), to: "run.jsonl")
    #expect(try read() == nil)
    try folder.write(String(text.dropLast(3)) + "9}\n", to: "run.jsonl")
    #expect(try read() == nil)
    try folder.write(Self.text(lines: 900, seed: 2), to: "run.jsonl")
    #expect(try read() == nil)
    try folder.write(text, to: "run.jsonl")
    #expect(try read() != nil)
  }
}
