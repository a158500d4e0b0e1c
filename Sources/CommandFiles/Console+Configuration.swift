import Glibc

extension Console {
    /// The configuration files that are read if they exist: that of the user, then that of the machine.
    package var configurationFiles: [String] {
        var files: [String] = []
        if let home = environment("XDG_CONFIG_HOME"), home.hasPrefix("/") {
            files.append(home + "/smime-presence/config.json")
        } else if let home = environment("HOME"), home.hasPrefix("/") {
            files.append(home + "/.config/smime-presence/config.json")
        }
        return files + [systemConfiguration].compactMap(\.self)
    }

    /// Reads a configuration file; nil if there is none.
    ///
    /// - Throws: ``FileError/writableByOthers(_:)`` if another user owns it or may write to it,
    ///   ``FileError/tooLarge(_:limit:)`` or ``FileError/cannotRead(_:_:)``.
    package func readConfiguration(_ file: String, limit: Int) throws(FileError) -> [UInt8]? {
        let octets: [UInt8]
        do throws(SystemError) {
            let descriptor = try FileAccess.open(file, O_RDONLY)
            defer { close(descriptor) }
            // What is open is judged, whatever has the name by now.
            guard FileAccess.isSafe(descriptor) else { throw SystemError(code: EPERM) }
            octets = try FileAccess.read(descriptor, limit: limit)
        } catch {
            if [ENOENT, ENOTDIR].contains(error.code) { return nil }
            throw error.code == EPERM ? .writableByOthers(file) : .cannotRead(file, error)
        }
        guard octets.count <= limit else { throw .tooLarge(file, limit: limit) }
        return octets
    }
}

extension FileAccess {
    /// Whether only this user or root may write to what is open.
    fileprivate static func isSafe(_ descriptor: Int32) -> Bool {
        status(of: "/proc/self/fd/\(descriptor)").map {
            $0.st_mode & 0o022 == 0 && [0, geteuid()].contains($0.st_uid)
        } ?? false
    }
}
