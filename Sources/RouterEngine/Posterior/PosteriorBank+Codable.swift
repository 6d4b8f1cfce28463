import LinearAlgebra

/// What a saved bank consists of: matrices that arms share are in it once.
private struct SavedBank: Codable {
  enum Kind: Codable {
    case identity, shared, perArm
  }

  var settings: PosteriorSettings
  var tracksEvidence: Bool
  var readsBackwards: Bool
  var memoryLimit: Int
  var arms: [ArmPosterior]
  var kind: Kind
  /// M: one where it is shared, else one for each arm; none where M = I.
  var matrices: [[Double]]
}

extension PosteriorBank: Codable {
  package func encode(to encoder: any Encoder) throws {
    var saved = SavedBank(
      settings: settings, tracksEvidence: tracksEvidence, readsBackwards: readsBackwards,
      memoryLimit: memoryLimit, arms: arms, kind: .identity, matrices: [])
    switch priorKind {
    case .identity: break
    case .shared(let matrix):
      saved.kind = .shared
      saved.matrices = [matrix.block.entries]
    case .perArm:
      saved.kind = .perArm
      saved.matrices = arms.compactMap(\.priorMatrix?.block.entries)
    }
    var container = encoder.singleValueContainer()
    try container.encode(saved)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let saved = try container.decode(SavedBank.self)
    let expected =
      switch saved.kind {
      case .identity: 0
      case .shared: 1
      case .perArm: saved.arms.count
      }
    guard saved.matrices.count == expected else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "prior matrices are missing")
    }
    var matrices: [PriorMatrix] = []
    for (arm, entries) in saved.matrices.enumerated() {
      matrices.append(try PriorMatrix(entries, width: saved.settings.width, arm: arm))
    }
    settings = saved.settings
    tracksEvidence = saved.tracksEvidence
    readsBackwards = saved.readsBackwards
    memoryLimit = saved.memoryLimit
    arms = saved.arms
    switch saved.kind {
    case .identity: priorKind = .identity
    case .shared: priorKind = .shared(matrices[0])
    case .perArm: priorKind = .perArm
    }
    for arm in arms.indices where !matrices.isEmpty {
      arms[arm].priorMatrix = matrices[min(arm, matrices.count - 1)]
    }
  }
}
