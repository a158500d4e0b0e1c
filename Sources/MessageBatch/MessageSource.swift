package import CommandFiles

/// One message among those that a command handles: where it is, and how it is called.
package struct MessageSource: Sendable {
    /// The file that has it; "-" is standard input.
    package let file: String
    /// Its number in the file, from 1; nil if the file has only one.
    package let number: Int?
    /// The name of its result below the directory of the results.
    package let resultName: String
    /// Whether it was found in a directory, and not named by the caller.
    private let isFound: Bool
    /// Its octets if they were read together with others; nil for a file of its own.
    private let octets: [UInt8]?
    /// Why the file or directory could not be read for its messages; nil if it was read.
    private let failure: BatchError?

    init(
        file: String, number: Int? = nil, resultName: String, isFound: Bool = false,
        octets: [UInt8]? = nil, failure: BatchError? = nil
    ) {
        self.file = file
        self.isFound = isFound
        self.number = number
        self.resultName = resultName
        self.octets = octets
        self.failure = failure
    }

    /// The name in reports: the file, with `#` and the number if it has several messages.
    package var name: String { file + (number.map { "#\($0)" } ?? "") }

    /// Returns its octets, at most `limit` of them.
    ///
    /// - Throws: ``BatchError/file(_:)`` as `Console.read(_:limit:)` does, or why the file or directory could
    ///   not be read for its messages.
    package func read(on console: Console, limit: Int) throws(BatchError) -> [UInt8] {
        if let failure { throw failure }
        do throws(FileError) {
            guard let octets else {
                return isFound
                    ? try console.readFound(file, limit: limit) : try console.read(file, limit: limit)
            }
            guard octets.count <= limit else { throw .tooLarge(name, limit: limit) }
            return octets
        } catch {
            throw .file(error)
        }
    }
}

extension Console {
    /// Reads a file that was found in a directory; see `FileAccess.readFound(_:limit:)`.
    func readFound(_ name: String, limit: Int) throws(FileError) -> [UInt8] {
        let octets: [UInt8]
        do throws(SystemError) {
            octets = try FileAccess.readFound(path(of: name), limit: limit)
        } catch {
            throw .cannotRead(name, error)
        }
        guard octets.count <= limit else { throw .tooLarge(name, limit: limit) }
        return octets
    }
}
