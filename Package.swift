// swift-tools-version: 6.2
import PackageDescription

// CI builds with RMTOP_STRICT=1: a warning in our own sources is an error there, and never in a user's build.
let isStrict = Context.environment["RMTOP_STRICT"] != nil

// `make fuzz` sets RMTOP_FUZZ=1: libFuzzer's program in place of the tests of its corpus, out of the same folder.
let isFuzzing = Context.environment["RMTOP_FUZZ"] != nil

let package = Package(
  name: "rmtop",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "rmtop", targets: ["rmtop"]),
    .executable(name: "rmtop-bench", targets: ["rmtop-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CNcurses", providers: [.apt(["libncurses-dev"]), .brew(["ncurses"])]),
    .systemLibrary(
      name: "COpenBLAS", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .target(
      name: "CSimdjson",
      cxxSettings: [.define("NDEBUG")],
      linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "CKernels"),
    .target(name: "CTerminal", dependencies: ["CNcurses"]),

    .target(name: "Wording"),
    .target(name: "JSON", dependencies: ["Wording", "CSimdjson"]),
    .target(name: "Files", dependencies: ["Wording"]),
    .target(name: "ElementaryFunctions"),
    .target(name: "StateCoding"),
    .target(name: "LinearAlgebra", dependencies: ["ElementaryFunctions", "COpenBLAS", "CKernels"]),
    .target(name: "RunEvents", dependencies: ["Wording"]),
    .target(
      name: "RouterEngine",
      dependencies: ["Wording", "ElementaryFunctions", "LinearAlgebra", "CKernels", "StateCoding"]),
    .target(name: "Router", dependencies: ["Wording", "RunEvents", "RouterEngine", "StateCoding"]),
    .target(
      name: "RunState",
      dependencies: [
        "Wording", "ElementaryFunctions", "RunEvents", "RouterEngine", "Router", "StateCoding",
      ]),
    .target(name: "Importers", dependencies: ["Wording", "JSON", "RunEvents", "CZlib"]),
    .target(
      name: "RunLog",
      dependencies: ["Wording", "Files", "JSON", "RunEvents", "Importers", "CZlib", "CZstd", "CKernels"]),
    .target(
      name: "Checkpoints",
      dependencies: [
        "Files", "LinearAlgebra", "CKernels", "StateCoding", "RouterEngine", "Router", "RunState",
      ]),
    .target(name: "Safetensors", dependencies: ["Wording", "JSON"]),
    .target(
      name: "OfflineRouter",
      dependencies: [
        "Wording", "ElementaryFunctions", "RunEvents", "LinearAlgebra", "RouterEngine", "Router",
        "Safetensors", "CKernels",
      ]),
    .target(
      name: "Simulator",
      dependencies: ["Wording", "ElementaryFunctions", "RunEvents", "RouterEngine", "Router"]),
    .target(
      name: "RouterService",
      dependencies: [
        "Wording", "Files", "JSON", "RunEvents", "RouterEngine", "Router", "RunState", "RunLog",
        "Checkpoints",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    .target(name: "TerminalCells", dependencies: ["Wording", "ElementaryFunctions"]),
    .target(name: "Markup", dependencies: ["Wording", "TerminalCells"]),
    .target(name: "TOML", dependencies: ["Wording"]),
    .target(
      name: "Dashboard",
      dependencies: [
        "Wording", "RunEvents", "RunState", "Router", "RouterEngine", "TerminalCells", "TOML",
      ],
      resources: [.embedInCode("Theme/Files")]),
    .target(
      name: "NcursesTerminal", dependencies: ["Wording", "Files", "TerminalCells", "CNcurses", "CTerminal"]),
    .target(
      name: "Commands",
      dependencies: [
        "Wording", "Files", "JSON", "RunEvents", "LinearAlgebra", "RouterEngine", "Router", "RunState",
        "Importers", "RunLog", "Safetensors", "OfflineRouter", "Simulator", "RouterService", "TerminalCells",
        "Markup", "Dashboard", "NcursesTerminal", "TOML",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.embedInCode("Service/Client/client.py")]),
    .executableTarget(name: "rmtop", dependencies: ["Commands"]),
    .executableTarget(
      name: "rmtop-bench",
      dependencies: [
        "Files", "LinearAlgebra", "RouterEngine", "OfflineRouter", "RunEvents", "RunLog", "RunState",
        "Simulator", "TerminalCells", "Dashboard", "COpenBLAS",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .target(name: "TestSupport", dependencies: ["CKernels"], path: "Tests/TestSupport"),
    .testTarget(name: "WordingTests", dependencies: ["Wording"]),
    .testTarget(name: "JSONTests", dependencies: ["JSON", "CSimdjson", "TestSupport"]),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
    .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "CKernels", "TestSupport"]),
    .testTarget(name: "RunEventsTests", dependencies: ["RunEvents", "TestSupport"]),
    .testTarget(
      name: "RouterEngineTests", dependencies: ["RouterEngine", "CKernels", "TestSupport"],
      resources: [.copy("Golden")]),
    .testTarget(name: "RouterTests", dependencies: ["Router", "TestSupport"]),
    .testTarget(name: "ImportersTests", dependencies: ["Importers", "TestSupport"]),
    .testTarget(
      name: "RunStateTests",
      dependencies: ["RunState", "Router", "RunLog", "LinearAlgebra", "StateCoding", "TestSupport"]),
    .testTarget(
      name: "RunLogTests", dependencies: ["RunLog", "Importers", "Files", "JSON", "TestSupport"],
      resources: [.copy("Corpus")]),
    .testTarget(name: "StateCodingTests", dependencies: ["StateCoding"]),
    .testTarget(
      name: "CheckpointsTests",
      dependencies: ["Checkpoints", "RunState", "Router", "RunEvents", "RunLog", "Files", "TestSupport"]),
    .testTarget(name: "SafetensorsTests", dependencies: ["Safetensors", "TestSupport"]),
    .testTarget(
      name: "OfflineRouterTests",
      dependencies: ["OfflineRouter", "ElementaryFunctions", "RunEvents", "TestSupport"],
      resources: [.copy("Golden")]),
    .testTarget(name: "SimulatorTests", dependencies: ["Simulator", "RunState", "RunLog"]),
    .testTarget(
      name: "RouterServiceTests",
      dependencies: [
        "RouterService", "RunState", "RunLog", "Router", "JSON", "Files", "TestSupport",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    .testTarget(name: "TerminalCellsTests", dependencies: ["TerminalCells", "TestSupport"]),
    .testTarget(name: "MarkupTests", dependencies: ["Markup", "TerminalCells"]),
    .testTarget(name: "TOMLTests", dependencies: ["TOML", "TestSupport"]),
    .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal"),
    .testTarget(
      name: "NcursesTerminalTests",
      dependencies: ["NcursesTerminal", "Files", "CTerminal", "CPseudoTerminal"]),
    .testTarget(
      name: "DashboardTests", dependencies: ["Dashboard", "Markup", "Simulator", "TOML", "TestSupport"],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "CommandsTests",
      dependencies: [
        "Commands", "rmtop", "Files", "OfflineRouter", "RunLog", "Safetensors", "TerminalCells",
        "TestSupport",
      ],
      resources: [.copy("Golden")]),
    .testTarget(name: "EndToEndTests", dependencies: ["rmtop", "Files", "CPseudoTerminal", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)

let fuzzed: [Target.Dependency] = [
  "JSON", "RunEvents", "RunState", "Importers", "RunLog", "Safetensors", "Dashboard", "NcursesTerminal",
]
package.targets.append(
  isFuzzing
    ? .executableTarget(
      name: "rmtop-fuzz", dependencies: fuzzed, path: "Tests/FuzzTests", exclude: ["FuzzTargetTests.swift"])
    : .testTarget(name: "FuzzTests", dependencies: fuzzed, exclude: ["Fuzzer.swift"]))

// Every import says how far it reaches, and nothing of a module is seen without importing it.
for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}

if isStrict {
  for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + [.treatAllWarnings(as: .error)]
    target.cSettings = (target.cSettings ?? []) + [.treatAllWarnings(as: .error)]
    target.cxxSettings = (target.cxxSettings ?? []) + [.treatAllWarnings(as: .error)]
  }
}
