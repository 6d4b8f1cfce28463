import RunEvents
import Testing

@testable import OfflineRouter

@Suite struct HeadTrainingTests {
  private func options(_ change: (inout HeadOptions) -> Void = { _ in }) -> HeadOptions {
    var options = HeadOptions()
    options.width = 12
    options.batch = 32
    options.epochs = 12
    options.rate = 0.01
    change(&options)
    return options
  }

  private func error(_ data: HeadData, _ options: HeadOptions = HeadOptions(), validation: HeadData? = nil)
    -> HeadError?
  {
    do throws(HeadError) {
      _ = try HeadTraining(data, validation: validation, options: options)
      return nil
    } catch { return error }
  }

  @Test func aPlantedProblemIsLearned() throws {
    let data = try SampleHeadData.data(SampleHeadData.planted(600, seed: 1))
    let model = try HeadTraining(data, options: options()).run()
    let losses = model.epochs.map(\.trainingLoss)
    #expect(losses[0] > losses[losses.count - 1] + 0.05)
    // The best single reward model is right on about half of the pairs.
    let fresh = SampleHeadData.planted(400, seed: 2)
    let contexts = try #require(try model.contexts(for: SampleHeadData.data(fresh)))
    let right = zip(fresh, contexts).count { pair, context in
      let scores = model.preferenceVectors.map { zip($0, context).reduce(0) { $0 + $1.0 * $1.1 } }
      let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
      return pair.labels[best].isRight == true
    }
    #expect(right > 340, "\(right) of 400")
    let accuracy = try #require(model.epochs[model.bestEpoch - 1].accuracy)
    #expect(accuracy > 0.85 && model.epochs[0].number == 1)
  }

  @Test func theSameSeedGivesTheSameBitsOnAnyNumberOfThreads() throws {
    let data = try SampleHeadData.data(SampleHeadData.planted(150, missing: 0.2, seed: 3))
    func model(_ seed: UInt64, _ threads: Int) throws -> HeadModel {
      try HeadTraining(
        data,
        options: options {
          $0.seed = seed
          $0.threads = threads
          $0.epochs = 3
          $0.isBalanced = seed == 7
        }
      ).run()
    }
    for seed in [7, 8] as [UInt64] {
      let first = try model(seed, 1)
      #expect(try model(seed, 1) == first)
      #expect(try model(seed, 2) == first)
    }
    #expect(try model(7, 2) != model(8, 2))
  }

  @Test func theBestEpochIsKeptAndTrainingStopsWhenItIsLongPast() throws {
    // Labels without any rule: what is learned is noise, and the validation loss soon rises.
    let data = try SampleHeadData.data(SampleHeadData.planted(80, skill: 0.5, seed: 4))
    let model = try HeadTraining(
      data,
      options: options {
        $0.epochs = 200
        $0.rate = 0.05
        $0.patience = 3
      }
    ).run()
    #expect(model.ending == .converged && model.epochs.count == model.bestEpoch + 3)
    let losses = model.epochs.compactMap(\.validationLoss)
    #expect(losses.firstIndex(of: losses.min() ?? 0) == model.bestEpoch - 1)
    #expect(model.epochs[model.bestEpoch - 1].isBest)
    // What is given are that epoch's parameters: a run of so many epochs ends with the same.
    let short = try HeadTraining(
      data,
      options: options {
        $0.epochs = model.bestEpoch
        $0.rate = 0.05
        $0.patience = 3
      }
    ).run()
    #expect(short.transform == model.transform && short.ending == .finished)
  }

  @Test func anObserverSeesEveryStepAndMayEndIt() throws {
    let data = try SampleHeadData.data(SampleHeadData.planted(100, seed: 5))
    let training = try HeadTraining(data, options: options())
    var seen: [HeadProgress] = []
    let model = try training.run { progress in
      seen.append(progress)
      if case .epoch(let epoch) = progress { return epoch.number < 2 }
      return true
    }
    #expect(model.ending == .stopped && model.epochs.count == 2 && model.bestEpoch >= 1)
    #expect(seen.filter { if case .epoch = $0 { true } else { false } }.count == 2)
    #expect(seen.contains(.batch(epoch: 1, share: 1)))
    let atOnce = try training.run { _ in false }
    #expect(atOnce.ending == .stopped && atOnce.epochs.isEmpty && atOnce.bestEpoch == 0)
    #expect(atOnce.transform.weight.contains { $0 != 0 })
  }

  @Test func validationTakesWholeGroupsAndAboutTheShare() throws {
    for seed in 0..<20 {
      let data = try SampleHeadData.data(SampleHeadData.planted(100, groupSize: 1 + seed % 7, seed: seed))
      let training = try HeadTraining(data, options: options { $0.seed = UInt64(seed) })
      let learned = Set(training.training.map { data.groups[Int($0)] })
      let kept = Set(training.validation.map { data.groups[Int($0)] })
      #expect(learned.isDisjoint(with: kept) && training.training.count + training.validation.count == 100)
      #expect((20...26).contains(training.validation.count))
    }
  }

  @Test func oneGroupOrNoSplitTrainsOnEverything() throws {
    let pairs = SampleHeadData.planted(40, groupSize: 40, seed: 6)
    for share in [0.2, 0] {
      let data = try SampleHeadData.data(share == 0 ? SampleHeadData.planted(40, seed: 6) : pairs)
      let model = try HeadTraining(
        data,
        options: options {
          $0.validationShare = share
          $0.epochs = 3
        }
      ).run()
      #expect(model.bestEpoch == 3 && model.validationPairs == 0 && model.trainingPairs == 40)
      #expect(model.epochs.allSatisfy { $0.validationLoss == nil && $0.accuracy != nil })
    }
  }

  /// Where the groups to set aside hold all there is to learn from, none is set aside.
  @Test func aSplitThatLeavesNothingToLearnIsNotMade() throws {
    var pairs = SampleHeadData.planted(12, groupSize: 4, seed: 6)
    for row in pairs.indices {
      for arm in 0..<3 { pairs[row].labels[arm].isRight = row >= 4 || arm == 0 }
    }
    let data = try SampleHeadData.data(pairs)
    let kept = try (0..<12).map { seed in
      try HeadTraining(data, options: options { $0.seed = UInt64(seed) }).validation
    }
    #expect(kept.contains([]) && kept.contains { $0.count == 4 })
    #expect(kept.allSatisfy { $0.allSatisfy { $0 >= 4 } })
  }

  @Test func pairsToValidateOnMayBeGiven() throws {
    let data = try SampleHeadData.data(SampleHeadData.planted(60, seed: 7))
    let other = try SampleHeadData.data(SampleHeadData.planted(30, seed: 8))
    let model = try HeadTraining(data, validation: other, options: options { $0.epochs = 2 }).run()
    #expect(model.trainingPairs == 60 && model.validationPairs == 30)
    // By hand, from the pairs themselves.
    func rights(_ pairs: [JudgedPair]) -> [Int] {
      (0..<3).map { arm in pairs.count { $0.labels[arm].isRight == true } }
    }
    let learned = rights(SampleHeadData.planted(60, seed: 7))
    let best = learned.firstIndex(of: learned.max() ?? 0) ?? 0
    #expect(model.bestSingle == "rm-\(best)")
    #expect(model.bestSingleAccuracy == Double(rights(SampleHeadData.planted(30, seed: 8))[best]) / 30)
    let narrow = try SampleHeadData.data(SampleHeadData.planted(30, length: 5, seed: 8))
    guard case .validationMismatch(let reason)? = error(data, validation: narrow) else {
      Issue.record("taken")
      return
    }
    #expect(reason.contains("5 numbers") && reason.contains("6"))
  }

  @Test func aSubsetTrainsAsIfItWereAlone() throws {
    let pairs = SampleHeadData.planted(90, seed: 9)
    let rows = Array(stride(from: 0, to: 90, by: 3))
    // Whole groups of one pair each, so that the numbers of the groups do not matter.
    let single = pairs.map { pair in
      var pair = pair
      pair.group = nil
      return pair
    }
    let whole = try HeadTraining(SampleHeadData.data(single), rows: rows, options: options { $0.epochs = 2 })
      .run()
    let alone = try HeadTraining(
      SampleHeadData.data(rows.map { single[$0] }), options: options { $0.epochs = 2 }
    ).run()
    #expect(whole == alone)
  }

  @Test func contextsAreThoseOfTheTransform() throws {
    let pairs = SampleHeadData.planted(70, seed: 10)
    let data = try SampleHeadData.data(pairs)
    let model = try HeadTraining(data, options: options { $0.epochs = 2 }).run()
    let contexts = try #require(model.contexts(for: data, threads: 1))
    #expect(try #require(model.contexts(for: data)) == contexts)
    let some = try #require(model.contexts(for: data, rows: [3, 1]))
    for (one, other) in zip(some, [contexts[3], contexts[1]]) {
      #expect(one.count == 12 && zip(one, other).allSatisfy { ($0 - $1).magnitude <= 1e-6 })
    }
    for (pair, context) in zip(pairs, contexts) {
      let exact = try #require(PairTransform.head(model.transform).context(for: pair.features, category: nil))
      #expect(zip(exact, context).allSatisfy { ($0 - $1).magnitude <= 1e-6 })
    }
    #expect(
      try model.contexts(for: SampleHeadData.data(SampleHeadData.planted(3, length: 4, seed: 1))) == nil)
    #expect(model.contexts(for: data, rows: [70]) == nil)
    #expect(model.contexts(for: data, rows: [-1]) == nil)
  }

  @Test func unusableSettingsAndDataAreRefused() throws {
    let data = try SampleHeadData.data(SampleHeadData.planted(20, seed: 11))
    let changes: [(String, (inout HeadOptions) -> Void)] = [
      ("width", { $0.width = 1 }), ("width", { $0.width = 4097 }), ("epochs", { $0.epochs = 0 }),
      ("batch", { $0.batch = 0 }), ("patience", { $0.patience = 0 }), ("rate", { $0.rate = 0 }),
      ("rate", { $0.rate = .nan }), ("decay", { $0.decay = -1 }), ("split", { $0.validationShare = 1 }),
      ("λ_cls", { $0.classificationWeight = .infinity }), ("λ_bt", { $0.preferenceWeight = -1 }),
    ]
    for (name, change) in changes {
      let sentence = error(data, options(change))?.description ?? ""
      #expect(sentence.contains(name) && sentence.contains(": expected "), "\(name): \(sentence)")
    }
    var equal = SampleHeadData.planted(20, seed: 11)
    for row in equal.indices {
      equal[row].labels = equal[row].labels.map { .init(rewardModel: $0.rewardModel, isRight: true) }
    }
    let alike = try SampleHeadData.data(equal)
    #expect(error(alike) == .nothingToLearn)
    let lonely = try HeadData(equal, rewardModels: ["rm-0"])
    #expect(error(lonely) == .rewardModelCount(1))
  }

  @Test func theGreatestSizesAreTaken() throws {
    func pairs(_ length: Int, _ arms: Int) -> [JudgedPair] {
      (0..<2).map { row in
        let values = Array(repeating: Float(row), count: length)
        return JudgedPair(
          id: "\(row)", features: .embeddings(.single(values), .single(values)),
          labels: SampleHeadData.ids(arms).enumerated().map {
            JudgedPair.Label(rewardModel: $1, isRight: $0 % 2 == row)
          })
      }
    }
    let many = try SampleHeadData.data(pairs(2, 64), arms: 64)
    #expect(error(many) == nil)
    #expect(try error(SampleHeadData.data(pairs(2, 65), arms: 65)) == .rewardModelCount(65))
    // 2²⁸ weights.
    let widest = options { $0.width = 4096 }
    #expect(try error(SampleHeadData.data(pairs(32_768, 2), arms: 2), widest) == nil)
    #expect(
      try error(SampleHeadData.data(pairs(32_769, 2), arms: 2), widest)
        == .tooLarge(features: 65_538, width: 4096))
  }

  @Test func pairsToValidateOnHaveTheSameRewardModels() throws {
    let pairs = SampleHeadData.planted(20, seed: 3)
    let others = try HeadData(pairs, rewardModels: ["rm-0", "rm-2", "rm-1"])
    #expect(
      try error(SampleHeadData.data(pairs), validation: others)
        == .validationMismatch("their reward models are others"))
  }

  @Test func aLossThatIsNoNumberIsSaid() throws {
    let data = try SampleHeadData.data(SampleHeadData.planted(40, seed: 12))
    let options = options {
      $0.rate = 1
      $0.decay = 1
      $0.preferenceWeight = 1e6
    }
    // Whatever such settings do, they end in a model of finite numbers or in the sentence.
    do throws(HeadError) {
      let model = try HeadTraining(data, options: options).run()
      let isFinite = model.transform.weight.allSatisfy { $0.isFinite }
      #expect(isFinite)
    } catch {
      guard case .diverged = error else {
        Issue.record("\(error)")
        return
      }
    }
  }
}
