import JSON
import RunEvents

/// What was left out of the line that is being decoded: one for each decoder, emptied at each line.
final class LineRemarks {
  /// More fields of one line than this are counted together.
  static let listedLimit = 64

  private var list: [FieldRemark] = []

  func add(_ field: String, _ reason: FaultReason) {
    if list.count < Self.listedLimit {
      list.append(FieldRemark(field: field, reason: reason))
    } else if list.count == Self.listedLimit {
      let more = "more than \(Self.listedLimit) fields of the line cannot be read; the first of the others: "
      list.append(
        FieldRemark(field: FieldRemark.wholeLine, reason: FaultReason(reason.kind, more + reason.message)))
    } else {
      list[Self.listedLimit].count += 1
    }
  }

  /// The remarks since the last call.
  func take() -> [FieldRemark] {
    if list.isEmpty { return [] }
    defer { list = [] }
    return list
  }
}

extension JSONObject {
  /// A field that may be absent: where it cannot be read it is, and a remark says so.
  func optional<Value>(
    _ field: StaticString, _ value: @autoclosure () throws(FaultReason) -> Value?
  ) -> Value? {
    do throws(FaultReason) {
      return try value()
    } catch {
      remarks.add(path("\(field)"), error)
      return nil
    }
  }

  /// The same for an entry of an object whose keys are the log's own.
  func optional<Value>(
    entry: JSONValue, _ value: @autoclosure () throws(FaultReason) -> Value
  ) -> Value? {
    do throws(FaultReason) {
      return try value()
    } catch {
      remarks.add(path(entry.plainText), error)
      return nil
    }
  }
}
