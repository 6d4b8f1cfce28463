import JSON
import NIOCore

/// A request of OpenRLHF's: responses to be scored, each with its prompt.
struct RewardQuery: Equatable {
  /// Prompt and response, as one text.
  var queries: [String] = []
  var prompts: [String] = []
  /// JSON, as it came: whatever the data set has. `nil` where none came.
  var labels: [String]?
  /// OpenRLHF sends none; a trainer of one's own may.
  var step: Int?
  /// A name for the training run, `nil` for the router's.
  var session: String?
}

/// Why a request is refused: an HTTP status and one sentence.
struct ProxyRefusal: Error, Equatable {
  var status: Int
  var sentence: String

  init(_ status: Int, _ sentence: String) {
    self.status = status
    self.sentence = sentence
  }

  /// What is wrong with a request itself.
  init(_ sentence: String) { self.init(400, sentence) }

  init(_ fault: JSONFault) { self.init("the body is not JSON: \(fault)") }
}

extension RewardQuery {
  static let longestSession = 256

  /// - Throws: what is wrong with the body of a request.
  init(_ body: UnsafeRawBufferPointer, _ reader: JSONReader) throws(ProxyRefusal) {
    self = try reader.read(body, refused: ProxyRefusal.init) { (root) throws(ProxyRefusal) in
      guard root.isObject else {
        throw ProxyRefusal("expected an object with query, prompts and labels, got \(root.words)")
      }
      return try RewardQuery(root)
    }
  }

  private init(_ root: JSONValue) throws(ProxyRefusal) {
    queries = try Self.texts(root.field("query"), "query")
    prompts = try Self.texts(root.field("prompts"), "prompts")
    guard prompts.count == queries.count else {
      throw ProxyRefusal("query has \(queries.count) texts and prompts \(prompts.count): expected as many")
    }
    if let field = root.field("labels"), !field.isNull {
      guard let labels = field.elementTexts else {
        throw ProxyRefusal("labels: expected a list, got \(field.words)")
      }
      guard labels.count == queries.count else {
        throw ProxyRefusal("query has \(queries.count) texts and labels \(labels.count): expected as many")
      }
      self.labels = labels
    }
    if let field = root.field("step"), !field.isNull {
      guard let step = field.wholeNumber, (0...(1 << 53)).contains(step) else {
        throw ProxyRefusal("step: expected a whole number from 0 to 2⁵³, got \(field.words)")
      }
      self.step = step
    }
    if let field = root.field("session"), !field.isNull {
      guard let session = field.string, (1...Self.longestSession).contains(session.utf8.count),
        !session.utf8.contains(0)
      else { throw ProxyRefusal("session: expected a text of 1 to \(Self.longestSession) bytes") }
      self.session = session
    }
  }

  private static func texts(_ field: JSONValue?, _ name: String) throws(ProxyRefusal) -> [String] {
    guard let field else { throw ProxyRefusal("\(name) is missing: expected a list of texts") }
    guard field.isArray else { throw ProxyRefusal("\(name): expected a list of texts, got \(field.words)") }
    if let numbers = field.numberArray, !numbers.isEmpty {
      throw ProxyRefusal("\(name): expected a list of texts, got an array of numbers")
    }
    var texts: [String] = []
    texts.reserveCapacity(field.count)
    for element in field.elements {
      guard let text = element.string else {
        throw ProxyRefusal("\(name): expected a text at \(texts.count), got \(element.words)")
      }
      texts.append(text)
    }
    return texts
  }

  /// The same question about some of its responses, for a reward model's endpoint.
  func body(of indices: [Int]) -> ByteBuffer {
    ByteBuffer(
      string: JSONText.object(nonFinite: .python) { json in
        json.key("query")
        json.value(indices.map { queries[$0] })
        json.key("prompts")
        json.value(indices.map { prompts[$0] })
        guard let labels else { return }
        json.key("labels")
        json.array { json in for index in indices { json.value(rawJSON: labels[index]) } }
      })
  }
}

extension JSONValue {
  /// The elements of an array, each as JSON; `nil` of another value.
  fileprivate var elementTexts: [String]? {
    guard isArray else { return nil }
    guard let numbers = numberArray else { return elements.map(\.jsonText) }
    return numbers.map { number in
      var json = JSONText()
      json.value(number)
      return json.text
    }
  }
}
