import Files

/// A file of what a pane shows, beside those that are there already.
enum ExportFile {
  private static let mostNumbers = 999

  /// Writes `name.csv` into a folder, or `name-2.csv` and so on where there is one: a file that is there stays as it is.
  ///
  /// - Returns: the path.
  static func write(_ bytes: [UInt8], name: String, folder: String = ".") throws(FileError) -> String {
    for number in 1...mostNumbers {
      let path = "\(folder)/\(name)\(number == 1 ? "" : "-\(number)").csv"
      if try FileBytes.writeNew(bytes, path: path) { return path }
    }
    throw .cannotWrite(
      path: "\(folder)/\(name).csv", reason: "there are \(mostNumbers) files of that name already")
  }
}
