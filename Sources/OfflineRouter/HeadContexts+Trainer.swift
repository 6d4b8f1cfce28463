extension HeadContexts {
  /// The published way with these options (their seed is replaced): trains on the offline part, with its own groups set
  /// aside for early stopping, and makes the stream's contexts.
  ///
  /// It throws ``HeadError``, for pairs without embeddings or without anything to learn.
  public static func trainer(options: HeadOptions = HeadOptions()) -> Trainer {
    { offline, stream, seed in
      var options = options
      options.seed = seed
      let model = try HeadTraining(HeadData(offline), options: options).run()
      let contexts = try model.contexts(for: HeadData(stream), threads: options.threads) ?? []
      return HeadContexts(
        width: options.width, stream: contexts.flatMap { $0 }, vectors: model.preferenceVectors)
    }
  }
}
