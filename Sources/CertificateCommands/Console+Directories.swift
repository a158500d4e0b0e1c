package import CommandFiles

extension Console {
    /// Makes a directory for files that the user did not name; for secrets, no other user may write to it.
    package func makeDirectory(_ directory: String, forSecrets isSecret: Bool) throws(FileError) {
        do throws(SystemError) {
            try FileAccess.makeDirectory(path(of: directory))
        } catch {
            throw .cannotWrite(directory, error)
        }
        if isSecret, !FileAccess.isOwnDirectory(path(of: directory)) {
            throw .directoryOpenToOthers(directory)
        }
    }

    /// Writes files that the user did not name, all of them or none.
    ///
    /// Refuses anything but a regular file in their place: another user may have put it there.
    package func deliverFound(_ outputs: [Output]) throws(FileError) {
        for name in outputs.compactMap(\.file) where !FileAccess.isFreeOrRegular(path(of: name)) {
            throw .inTheWay(name)
        }
        try deliver(outputs)
    }
}
