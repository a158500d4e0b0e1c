package import CommandFiles

/// One message among those that a command handles: where it is, and how it is called.
package struct MessageSource: Sendable {
    /// The file that has it; "-" is standard input.
    package let file: String
    /// Its number in the file, from 1; nil if the file has only one.
    package let number: Int?
    /// The name of its result below the directory of the results.
    package let resultName: String
    /// Its octets if they were read together with others; nil for a file of its own.
    private let octets: [UInt8]?

    init(file: String, number: Int? = nil, resultName: String, octets: [UInt8]? = nil) {
        self.file = file
        self.number = number
        self.resultName = resultName
        self.octets = octets
    }

    /// The name in reports: the file, with `#` and the number if it has several messages.
    package var name: String { file + (number.map { "#\($0)" } ?? "") }

    /// Returns its octets, at most `limit` of them.
    ///
    /// - Throws: ``FileError`` as `Console.read(_:limit:)` does.
    package func read(on console: Console, limit: Int) throws(FileError) -> [UInt8] {
        guard let octets else { return try console.read(file, limit: limit) }
        guard octets.count <= limit else { throw .tooLarge(name, limit: limit) }
        return octets
    }
}
