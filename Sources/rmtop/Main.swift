import Commands

@main
struct Main {
  static func main() {
    CommandLineEntry.run(Array(CommandLine.arguments.dropFirst()))
  }
}
