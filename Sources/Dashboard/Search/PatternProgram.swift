/// A pattern as a machine that is at many of its steps at once, which no pattern can make slow.
///
/// - Complexity: of a look at a text O(its length × steps), as Thompson (1968) and Pike have it: each step is tried at
///   most once for each character.
struct PatternProgram: Equatable, Sendable {
  enum Step: Equatable, Sendable {
    case scalar(Unicode.Scalar)
    case any
    /// Of `classes`: a step is plain data.
    case oneOf(Int)
    case anchor(PatternNode.Anchor)
    /// Both, the first one rather.
    case fork(Int, Int)
    case jump(Int)
    case accept
  }

  static let mostSteps = 400

  private(set) var steps: [Step] = []
  private var classes: [ScalarClass] = []
  let ignoresCase: Bool

  init(_ node: PatternNode, ignoringCase: Bool) throws(PatternError) {
    ignoresCase = ignoringCase
    try add(node)
    try add(Step.accept)
  }

  private mutating func add(_ step: Step) throws(PatternError) {
    guard steps.count < Self.mostSteps else {
      throw PatternError(
        sentence: "this pattern unfolds into more than \(Self.mostSteps) parts; count less in its { }")
    }
    steps.append(step)
  }

  private mutating func add(_ node: PatternNode) throws(PatternError) {
    switch node {
    case .scalar(let scalar): try add(Step.scalar(ignoresCase ? scalar.folded : scalar))
    case .any: try add(Step.any)
    case .oneOf(let set):
      try add(Step.oneOf(classes.count))
      classes.append(set)
    case .anchor(let anchor): try add(Step.anchor(anchor))
    case .sequence(let nodes): for node in nodes { try add(node) }
    case .choice(let nodes): try add(choice: nodes)
    case .repeated(let node, let least, let most, let isLazy):
      for _ in 0..<least { try add(node) }
      if let most {
        var forks: [Int] = []
        for _ in least..<most {
          forks.append(steps.count)
          try add(Step.jump(0))
          try add(node)
        }
        for fork in forks { setFork(fork, to: fork + 1, or: steps.count, isLazy) }
      } else {
        let fork = steps.count
        try add(Step.jump(0))
        try add(node)
        try add(Step.jump(fork))
        setFork(fork, to: fork + 1, or: steps.count, isLazy)
      }
    }
  }

  private mutating func setFork(_ place: Int, to inside: Int, or outside: Int, _ isLazy: Bool) {
    steps[place] = isLazy ? .fork(outside, inside) : .fork(inside, outside)
  }

  private mutating func add(choice nodes: [PatternNode]) throws(PatternError) {
    var ends: [Int] = []
    for node in nodes.dropLast() {
      let fork = steps.count
      try add(Step.jump(0))
      try add(node)
      ends.append(steps.count)
      try add(Step.jump(0))
      steps[fork] = .fork(fork + 1, steps.count)
    }
    if let last = nodes.last { try add(last) }
    for end in ends { steps[end] = .jump(steps.count) }
  }
}

extension PatternProgram {
  /// The first match from a place on: of those that begin first the one that the pattern would rather have.
  ///
  /// - Parameters:
  ///   - anyWillDo: the end of the match is not asked for.
  ///   - cost: what this took, in steps; added to what it was.
  ///   - limit: beyond this cost it is over, with what has been found.
  func firstMatch(
    in text: [Unicode.Scalar], from start: Int = 0, anyWillDo: Bool = false, cost: inout Int,
    limit: Int = .max
  ) -> Range<Int>? {
    var threads = Threads(capacity: steps.count)
    var next = Threads(capacity: steps.count)
    var found: Range<Int>?
    var place = start
    while place <= text.count, cost < limit {
      if threads.all.isEmpty {
        if found != nil { break }
        place = firstBeginning(in: text, from: place, cost: &cost)
      }
      if found == nil { follow(0, began: place, at: place, in: text, into: &threads) }
      cost += 1 + threads.all.count
      next.all.removeAll(keepingCapacity: true)
      for thread in threads.all {
        if case .accept = steps[thread.step] {
          found = thread.began..<place
          if anyWillDo { return found }
          // What comes after it is wanted less.
          break
        }
        guard place < text.count, takes(text[place], at: thread.step) else { continue }
        follow(thread.step + 1, began: thread.began, at: place + 1, in: text, into: &next)
      }
      swap(&threads, &next)
      place += 1
    }
    return found
  }

  /// Where a match can begin at the earliest.
  private func firstBeginning(in text: [Unicode.Scalar], from start: Int, cost: inout Int) -> Int {
    guard case .scalar = steps[0] else { return start }
    let place = text[start...].firstIndex { takes($0, at: 0) } ?? text.count
    cost += (place - start) / 4
    return place
  }

  private struct Threads {
    var all: [(step: Int, began: Int)] = []
    /// The place at which a step was last reached.
    var reached: [Int]
    /// Steps to be followed yet.
    var waiting: [Int] = []

    init(capacity: Int) { reached = Array(repeating: -1, count: capacity) }
  }

  private func takes(_ scalar: Unicode.Scalar, at step: Int) -> Bool {
    switch steps[step] {
    case .scalar(let wanted): wanted == (ignoresCase ? scalar.folded : scalar)
    case .any: true
    case .oneOf(let set): classes[set].contains(scalar, ignoringCase: ignoresCase)
    case .anchor, .fork, .jump, .accept: false
    }
  }

  /// Goes on from a step without taking a character, to all those that take one.
  private func follow(
    _ step: Int, began: Int, at place: Int, in text: [Unicode.Scalar], into threads: inout Threads
  ) {
    threads.waiting.append(step)
    while let step = threads.waiting.popLast() {
      guard threads.reached[step] != place else { continue }
      threads.reached[step] = place
      switch steps[step] {
      case .jump(let other): threads.waiting.append(other)
      case .fork(let first, let second):
        threads.waiting.append(second)
        threads.waiting.append(first)
      case .anchor(let anchor): if holds(anchor, at: place, in: text) { threads.waiting.append(step + 1) }
      default: threads.all.append((step, began))
      }
    }
  }

  private func holds(_ anchor: PatternNode.Anchor, at place: Int, in text: [Unicode.Scalar]) -> Bool {
    switch anchor {
    case .start: return place == 0
    case .end: return place == text.count
    case .wordEdge, .noWordEdge:
      let word = ScalarClass.Kind.word
      let isAfter = place > 0 && word.contains(text[place - 1])
      let isBefore = place < text.count && word.contains(text[place])
      return (isAfter != isBefore) == (anchor == .wordEdge)
    }
  }
}
