public import FoundationEssentials
import Glibc
import Octets
import Synchronization

/// Files that have another name until they are whole, and may hold keys: a program that is about to end by a signal takes
/// them away.
public enum UnfinishedFiles {
    /// The system would not make a file; its error number.
    public struct Failure: Error, Equatable {
        /// As `errno` holds it.
        public let code: Int32
    }

    /// Each with what may lie beside it; nil once all are taken away.
    private static let companions = Mutex<[String: [String]]?>([:])

    /// Makes a file that is not there yet, and opens it to be written; the caller closes it.
    ///
    /// `suffixes` are those of files that may come to lie beside it, and go when it does.
    ///
    /// - Throws: ``Failure`` with the system's reason, or with EINTR where ``removeAll()`` was called before.
    public static func make(
        _ path: String, mode: UInt32, companions suffixes: [String] = []
    ) throws(Failure) -> Int32 {
        // Made and remembered at once: no signal comes between.
        try companions.withLock { (companions) throws(Failure) in
            guard companions != nil else { throw Failure(code: EINTR) }
            let descriptor = unsafe open(FileName.cString(path), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
            guard descriptor >= 0 else { throw Failure(code: errno) }
            companions?[path] = suffixes
            return descriptor
        }
    }

    /// Takes a file away, with what lies beside it; where it got its final name there is nothing to take away.
    public static func remove(_ path: String) {
        companions.withLock { companions in
            let suffixes = companions?.removeValue(forKey: path) ?? []
            unlinkAll(path, suffixes)
        }
    }

    /// Takes all of them away, and lets no other be made: the process ends.
    public static func removeAll() {
        companions.withLock { companions in
            for (path, suffixes) in companions ?? [:] { unlinkAll(path, suffixes) }
            companions = nil
        }
    }

    private static func unlinkAll(_ path: String, _ suffixes: [String]) {
        for suffix in [""] + suffixes { _ = unsafe unlink(FileName.cString(path + suffix)) }
    }
}

extension UnfinishedFiles.Failure: CustomStringConvertible, LocalizedError {
    /// A sentence on why the file could not be made.
    public var description: String { "cannot make a file: \(SystemErrorText.of(code))" }

    /// The same sentence, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}
