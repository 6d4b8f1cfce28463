/// A safetensors file: named tensors and a few texts.
///
/// The format: 8 bytes of header length, a JSON header that gives each tensor's type, shape and place, then the bytes
/// of the tensors without a hole. A value; it is read from bytes and written to bytes. Python's `safetensors` reads what this writes, and the other way round.
package struct SafetensorsFile: Equatable, Sendable {
  /// A tensor under its name.
  package struct Entry: Equatable, Sendable {
    package var name: String
    package var tensor: Tensor

    package init(name: String, tensor: Tensor) {
      self.name = name
      self.tensor = tensor
    }
  }

  /// `__metadata__`.
  package var metadata: [String: String]
  /// In the order of their bytes in the file; names differ.
  package private(set) var tensors: [Entry]

  package init(metadata: [String: String] = [:]) {
    self.metadata = metadata
    tensors = []
  }

  init(metadata: [String: String], tensors: [Entry]) {
    self.metadata = metadata
    self.tensors = tensors
  }

  /// A tensor by name; setting one that is there replaces it in its place, a new one goes last, `nil` removes.
  ///
  /// - Complexity: O(number of tensors).
  package subscript(name: String) -> Tensor? {
    get { tensors.first { $0.name == name }?.tensor }
    set {
      let place = tensors.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let tensor?): tensors[place].tensor = tensor
      case (let place?, nil): tensors.remove(at: place)
      case (nil, let tensor?): tensors.append(Entry(name: name, tensor: tensor))
      case (nil, nil): break
      }
    }
  }
}
