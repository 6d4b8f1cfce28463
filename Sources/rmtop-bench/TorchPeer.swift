/// The published head in PyTorch, where the machine's `python3` has it.
enum TorchPeer {
  /// Microseconds of one epoch on two threads; `nil` where there is no PyTorch.
  static func timeOfEpoch(pairs: Int, length: Int, rewardModels: Int, width: Int, batch: Int) -> Double? {
    PythonPeer.time(program, [pairs, length, rewardModels, width, batch])
  }

  private static let program = """
    import sys, time
    import torch
    from torch import nn
    from torch.nn import functional as F
    pairs, length, models, width, batch = map(int, sys.argv[1:])
    torch.manual_seed(1)
    torch.set_num_threads(2)
    features = torch.rand(pairs, 2 * length)
    labels = (torch.rand(pairs, models) > 0.4).float()
    layer, norm = nn.Linear(2 * length, width), nn.LayerNorm(width)
    vectors, classes = nn.Parameter(torch.randn(models, width)), nn.Linear(width, models)
    parameters = [*layer.parameters(), *norm.parameters(), vectors, *classes.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=1e-3, weight_decay=0)

    def loss(rows, right):
        x = F.normalize(norm(F.relu(layer(rows))), dim=1)
        scores = x @ F.normalize(vectors, dim=1).T
        mask = right[:, :, None] * (1 - right)[:, None, :]
        terms = F.softplus(scores[:, None, :] - scores[:, :, None]) * mask
        bt = (terms.sum((1, 2)) / mask.sum((1, 2)).clamp(min=1)).mean()
        logits = x @ F.normalize(classes.weight, dim=1).T + classes.bias
        return bt + 0.2 * F.binary_cross_entropy_with_logits(logits, right)

    def step(chosen):
        optimizer.zero_grad()
        loss(features[chosen], labels[chosen]).backward()
        optimizer.step()

    step(torch.arange(batch))
    start = time.perf_counter()
    for chosen in torch.randperm(pairs).split(batch):
        step(chosen)
    print((time.perf_counter() - start) * 1e6)
    """
}
