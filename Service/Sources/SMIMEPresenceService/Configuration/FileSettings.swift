import Configuration
import Foundation
import Glibc

/// Reads files that only their owner or root may write, because they can relax checks.
enum FileSettings {
    private static let maximumOctets = 1 << 20

    /// Returns a provider of the file's values; it is empty if the default file does not exist.
    ///
    /// - Throws: ``ConfigurationFault``.
    static func provider(_ given: String?) throws(ConfigurationFault) -> InMemoryProvider {
        let file = given ?? ServiceConfiguration.defaultFile
        guard let octets = try octets(of: file, limit: maximumOctets, mayBeMissing: given == nil) else {
            return InMemoryProvider(values: [:])
        }
        return InMemoryProvider(name: file, values: try ConfigurationMembers(octets, file: file).values)
    }

    /// Returns the octets of a file that only its owner or root may write; nil for a missing one.
    ///
    /// - Throws: ``ConfigurationFault`` if the file cannot be read, other users can write it, or it is
    ///   missing and `mayBeMissing` is false.
    static func octets(
        of file: String, limit: Int, mayBeMissing: Bool = false
    ) throws(ConfigurationFault) -> Data? {
        let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT, mayBeMissing { return nil }
            throw .unreadable(file: file, reason: unsafe String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(file: file, reason: "not a regular file")
        }
        guard status.st_mode & 0o022 == 0, status.st_uid == geteuid() || status.st_uid == 0 else {
            throw .writableByOthers(file: file)
        }
        guard status.st_size <= limit else { throw .unreadable(file: file, reason: "too large") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        do { return try handle.read(upToCount: limit) ?? Data() } catch {
            throw .unreadable(file: file, reason: "read error")
        }
    }
}
