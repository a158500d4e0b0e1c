import CommandFiles

extension Console {
    /// Writes text to standard output.
    func print(_ text: String) throws(CommandFailure) {
        do throws(SystemError) {
            try writeOutput(Array(text.utf8).span)
        } catch {
            throw CommandFailure(FileError.cannotWrite(Self.standardStream, error))
        }
    }
}
