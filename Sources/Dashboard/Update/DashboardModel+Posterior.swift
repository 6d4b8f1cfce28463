extension PosteriorPane {
  static func switchView(in model: inout DashboardModel) {
    let all = PosteriorAspect.allCases
    let index = all.firstIndex(of: model.view.posterior) ?? 0
    model.view.posterior = all[(index + 1) % all.count]
  }

  static func switchHint(_ hint: KeyHint, in model: DashboardModel) -> KeyHint? {
    var hint = hint
    switch model.view.posterior {
    case .bands: hint.word = "sd alone"
    case .deviations: hint.word = "densities"
    case .densities: hint.word = "mean ± sd"
    }
    return hint
  }
}
