import CMS
package import CommandFailures
package import CommandFiles
package import Octets

extension Console {
    /// Writes text to standard output.
    package func print(_ text: String) throws(CommandFailure) {
        do throws(SystemError) {
            try writeOutput(Array(text.utf8).span)
        } catch {
            throw CommandFailure(FileError.cannotWrite(Self.standardStream, error))
        }
    }

    /// Writes a value to standard output as JSON.
    package func print(_ document: some JSONEncodable) throws(CommandFailure) {
        try print(String(decoding: JSONWriter.document(document), as: UTF8.self))
    }
}
