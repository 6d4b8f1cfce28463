/// The published design of a served router: a Python process behind a socket that draws every reward model's weights
/// anew for every decision, by an eigendecomposition of its covariance.
enum ServicePeer {
  /// Microseconds of one round trip, the median; `nil` where the machine's `python3` has no numpy.
  static func timeOfDecision(dimension: Int, rewardModels: Int) -> Double? {
    PythonPeer.time(program, [dimension, rewardModels])
  }

  private static let program = """
    import json, os, socket, statistics, sys, time
    import numpy as np
    d, k = map(int, sys.argv[1:])
    here, there = socket.socketpair()
    if os.fork() == 0:
        here.close()
        rng = np.random.default_rng(1)
        means = [rng.normal(size=d) for _ in range(k)]
        rows = [rng.normal(size=(2 * d, d)) / d ** .5 for _ in range(k)]
        covariances = [np.linalg.inv(np.eye(d) + r.T @ r) for r in rows]
        lines = there.makefile("rw")
        for line in lines:
            x = np.array(json.loads(line)["x"])
            draws = [rng.multivariate_normal(m, c, method="eigh") @ x for m, c in zip(means, covariances)]
            lines.write(json.dumps({"rm": int(np.argmax(draws))}) + "\\n")
            lines.flush()
        os._exit(0)
    there.close()
    lines = here.makefile("rw")
    rng = np.random.default_rng(2)
    times = []
    for _ in range(8):
        line = json.dumps({"x": (rng.normal(size=d) / d ** .5).tolist()}) + "\\n"
        start = time.perf_counter()
        lines.write(line)
        lines.flush()
        lines.readline()
        times.append(time.perf_counter() - start)
    print(statistics.median(times) * 1e6)
    """
}
