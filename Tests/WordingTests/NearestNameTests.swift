import Testing
import Wording

@Suite struct NearestNameTests {
  private let actions = ["pin", "unpin", "ban", "unban", "add", "remove", "forget", "reset"]

  @Test(arguments: [
    ("baan", "ban"), ("bna", "ban"), ("BAN", "ban"), ("ban ", "ban"), ("unbann", "unban"), ("upnin", "unpin"),
    ("rest", "reset"), ("fogret", "forget"), ("delete", nil), ("", nil), ("x", nil), ("explode", nil),
  ])
  func actionWords(written: String, meant: String?) {
    #expect(nearestName(to: written, among: actions) == meant)
  }

  @Test func theFirstOfEquallyNearOnesIsTaken() {
    #expect(nearestName(to: "rm-3", among: ["rm-1", "rm-2"]) == "rm-1")
    #expect(nearestName(to: "rm-3", among: ["rm-2", "rm-1"]) == "rm-2")
  }

  @Test func aSwapOfNeighboursCountsOnce() {
    #expect(nearestName(to: "abcd", among: ["abdc"]) == "abdc")
    #expect(nearestName(to: "abcd", among: ["badc"]) == nil)
  }

  @Test func longTextIsNearNothing() {
    let long = String(repeating: "a", count: 100_000)
    #expect(nearestName(to: long, among: [long, "a"]) == nil)
    #expect(nearestName(to: "a", among: [long]) == nil)
  }

  @Test func oneLetterIsNotNearAnother() {
    #expect(nearestName(to: "a", among: ["b"]) == nil)
  }
}
