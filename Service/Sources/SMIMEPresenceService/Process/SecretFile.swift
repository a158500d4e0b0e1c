import CMS
import CertStore
import Foundation
import Glibc

/// Reads a passphrase or token from the first line of a file that only its owner and group can read.
enum SecretFile {
    private static let maximumOctets = 4096

    /// Returns the first line without its line end.
    ///
    /// - Throws: ``ServiceFailure/system(_:code:)`` if the file cannot be read,
    ///   ``ServiceFailure/openSecretFile(_:)`` if it is no file or other users can read it,
    ///   ``ServiceFailure/emptySecretFile(_:)`` if its first line is empty.
    static func firstLine(of file: String) throws(ServiceFailure) -> SecretOctets {
        let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(file, code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_mode & 0o037 == 0
        else { throw .openSecretFile(file) }
        var octets = [UInt8](repeating: 0, count: maximumOctets)
        let count = unsafe read(descriptor, &octets, octets.count)
        guard count >= 0 else { throw .system(file, code: errno) }
        octets.removeLast(octets.count - count)
        guard let line = SecretOctets(wiping: &octets).passphraseLine else { throw .emptySecretFile(file) }
        return line
    }
}
