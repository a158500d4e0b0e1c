import CertStore
import Glibc

/// A file written under a temporary name, so that the final name appears only with complete content.
package struct StagedFile {
    /// Who may read the file.
    package enum Audience {
        /// As the user's umask allows, or the permission bits of the replaced file.
        case anyUser
        /// Its owner, unless an existing file has other permission bits.
        case ownerUnlessThere
        /// Its owner in any case.
        case owner
    }

    private let temporary: String?
    private let final: String

    /// Writes the octets to a new file in the directory of the final name; a file for its owner only, a key,
    /// also to the disk.
    ///
    /// Only a regular file, or a name that does not exist yet, is replaced in this way: a device or
    /// a pipe is written in place. A replaced file keeps its permission bits; a file for its owner
    /// only gets 0600, as does a new one with what was decrypted, and one that replaces another user's.
    ///
    /// - Throws: the error of the system; the new file is removed then.
    package static func write(
        _ octets: Span<UInt8>, for path: String, audience: Audience
    ) throws(SystemError) -> StagedFile {
        guard !path.isEmpty else { throw SystemError(code: ENOENT) }
        let final = FileAccess.resolved(path)
        let given = audience == .anyUser ? nil : try OutputTarget.descriptor(of: path)
        if given != nil || isWrittenInPlace(final) {
            try writeInPlace(octets, to: path, audience: audience)
            return inPlace(final)
        }
        let (file, descriptor) = try begin(for: final, audience: audience)
        do throws(SystemError) {
            defer { close(descriptor) }
            try FileAccess.write(octets, to: descriptor)
            if audience == .owner, fsync(descriptor) != 0 { throw .last }
        } catch {
            file.discard()
            throw error
        }
        return file
    }

    /// Begins a new file in the directory of the final name, which is that of a regular file or free; the
    /// caller writes to the descriptor and closes it.
    static func begin(
        for final: String, audience: Audience
    ) throws(SystemError) -> (file: StagedFile, descriptor: Int32) {
        let existing = FileAccess.status(of: final)
        let temporary = "\(final).\(getpid()).\(UInt32.random(in: 0...UInt32.max)).tmp"
        let descriptor = try make(temporary, mode: audience == .anyUser ? 0o666 : 0o600)
        if let existing, keepsMode(of: existing, for: audience),
            fchmod(descriptor, existing.st_mode & 0o777) != 0
        {
            let error = SystemError.last
            close(descriptor)
            UnfinishedFiles.remove(temporary)
            throw error
        }
        return (StagedFile(temporary: temporary, final: final), descriptor)
    }

    /// A file that is written in place: it has its final name already.
    static func inPlace(_ final: String) -> StagedFile { StagedFile(temporary: nil, final: final) }

    /// The same for a file for its owner, or for any user.
    package static func write(
        _ octets: Span<UInt8>, for path: String, ownerOnly: Bool
    ) throws(SystemError) -> StagedFile {
        try write(octets, for: path, audience: ownerOnly ? .owner : .anyUser)
    }

    /// Whether the path is something other than a regular file: a device, a pipe.
    package static func isWrittenInPlace(_ path: String) -> Bool {
        FileAccess.status(of: path).map { $0.st_mode & S_IFMT != S_IFREG } ?? false
    }

    /// Gives the file its final name.
    package func commit() throws(SystemError) {
        guard let temporary else { return }
        try FileAccess.rename(temporary, to: final)
        UnfinishedFiles.remove(temporary)
    }

    /// Removes the file, unless it has its final name.
    package func discard() {
        if let temporary { UnfinishedFiles.remove(temporary) }
    }

    private static func make(_ path: String, mode: UInt32) throws(SystemError) -> Int32 {
        do throws(UnfinishedFiles.Failure) {
            return try UnfinishedFiles.make(path, mode: mode)
        } catch {
            throw SystemError(code: error.code)
        }
    }

    /// Whether the new file gets the permission bits of the one there: since it was checked by its name,
    /// another user may have put a file of any mode there.
    private static func keepsMode(of existing: stat, for audience: Audience) -> Bool {
        switch audience {
        case .anyUser: true
        case .ownerUnlessThere: existing.st_uid == geteuid() && existing.st_mode & S_IFMT == S_IFREG
        case .owner: false
        }
    }

    private static func writeInPlace(
        _ octets: Span<UInt8>, to path: String, audience: Audience
    ) throws(SystemError) {
        let descriptor =
            try audience == .anyUser ? FileAccess.open(path, O_WRONLY) : OutputTarget.open(path)
        defer { close(descriptor) }
        try FileAccess.write(octets, to: descriptor)
    }
}
