/// Groups of pairs numbered in order of first appearance; a pair without a group is a group of its own.
struct GroupNumbers {
  private(set) var count = 0
  private var numbers: [String: Int] = [:]

  mutating func number(of group: String?) -> Int {
    if let group {
      if let known = numbers[group] { return known }
      numbers[group] = count
    }
    count += 1
    return count - 1
  }
}
