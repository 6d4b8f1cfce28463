/// Unix seconds of an ISO 8601 time: `2025-10-16T16:20:45.123Z`, with a blank in place of the `T`, an offset
/// (`+02:00`, `+0200`, `+02`) in place of the `Z`, without seconds, fraction or zone (then it is UTC), or a date alone.
///
/// - Returns: `nil` for anything else: another format, or a day or an hour that there is not.
/// - Complexity: O(1).
func secondsOfISO8601(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
  guard (10...48).contains(text.count) else { return nil }
  var scan = TimeScan(rest: text[...])
  guard let year = scan.number(digits: 4), year > 0, scan.take("-"), let month = scan.number(digits: 2),
    (1...12).contains(month), scan.take("-"), let day = scan.number(digits: 2), day >= 1,
    day <= daysIn(month: month, year: year)
  else { return nil }
  var seconds = daysSince1970(year: year, month: month, day: day) * 86_400
  var fraction = 0.0
  if !scan.isAtEnd {
    guard scan.take("T") || scan.take("t") || scan.take(" "), let hour = scan.number(digits: 2),
      scan.take(":"),
      let minute = scan.number(digits: 2), hour < 24, minute < 60
    else { return nil }
    seconds += hour * 3600 + minute * 60
    if scan.take(":") {
      // 60 is a leap second.
      guard let second = scan.number(digits: 2), second <= 60 else { return nil }
      seconds += second
      if scan.take(".") || scan.take(",") {
        guard let part = scan.fraction() else { return nil }
        fraction = part
      }
    }
    guard let offset = scan.zone() else { return nil }
    seconds -= offset
  }
  return scan.isAtEnd ? Double(seconds) + fraction : nil
}

private func daysIn(month: Int, year: Int) -> Int {
  switch month {
  case 4, 6, 9, 11: return 30
  case 2: return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  default: return 31
  }
}

/// Days of the Gregorian calendar; years begin in March, so that the day that comes and goes is the last one.
private func daysSince1970(year: Int, month: Int, day: Int) -> Int {
  let shifted = month > 2 ? year : year - 1
  let monthFromMarch = (month + 9) % 12
  let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
  let leapDays = shifted / 4 - shifted / 100 + shifted / 400
  // 0000-03-01 is 719,468 days before 1970.
  return shifted * 365 + leapDays + dayOfYear - 719_468
}

private struct TimeScan {
  var rest: UnsafeBufferPointer<UInt8>.SubSequence

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == character.value else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(digits: Int) -> Int? {
    guard rest.count >= digits, rest.prefix(digits).allSatisfy(isDigit) else { return nil }
    defer { rest.removeFirst(digits) }
    return rest.prefix(digits).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  /// The digits behind the point, as many as there are.
  mutating func fraction() -> Double? {
    let digits = rest.prefix(while: isDigit)
    rest.removeFirst(digits.count)
    return digits.isEmpty ? nil : Double("0." + String(decoding: digits, as: UTF8.self))
  }

  /// Seconds ahead of UTC; 0 without a zone.
  mutating func zone() -> Int? {
    _ = take(" ")
    if isAtEnd || take("Z") || take("z") { return 0 }
    let isWest = take("-")
    guard isWest || take("+"), let hours = number(digits: 2) else { return nil }
    _ = take(":")
    let minutes = isAtEnd ? 0 : number(digits: 2)
    guard let minutes, hours < 24, minutes < 60 else { return nil }
    return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
  }
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}
