public import FoundationEssentials
import Glibc
import Octets
import Synchronization

/// Files that have a temporary name until they are complete, and may contain keys: a program that a signal
/// is about to end removes them.
public enum UnfinishedFiles {
    /// The file could not be created; the error number of the system.
    public struct Failure: Error, Equatable {
        /// As `errno` holds it.
        public let code: Int32
    }

    /// Each file with its companions; nil after all were removed.
    private static let companions = Mutex<[String: [String]]?>([:])

    /// Creates a file that does not exist yet, and opens it for writing; the caller closes it.
    ///
    /// `suffixes` are those of companion files, which are removed with it.
    ///
    /// - Throws: ``Failure`` with the system's reason, or with EINTR if ``removeAll()`` was called before.
    public static func make(
        _ path: String, mode: UInt32, companions suffixes: [String] = []
    ) throws(Failure) -> Int32 {
        // Created and recorded under the lock: no signal handler comes between.
        try companions.withLock { (companions) throws(Failure) in
            guard companions != nil else { throw Failure(code: EINTR) }
            let descriptor = unsafe open(FileName.cString(path), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
            guard descriptor >= 0 else { throw Failure(code: errno) }
            companions?[path] = suffixes
            return descriptor
        }
    }

    /// Removes a file and its companions; one that has its final name already is not affected.
    public static func remove(_ path: String) {
        companions.withLock { companions in
            let suffixes = companions?.removeValue(forKey: path) ?? []
            unlinkAll(path, suffixes)
        }
    }

    /// Removes all of them, and prevents new ones: the process ends.
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
    /// A sentence that says why the file could not be created.
    public var description: String { "cannot create a file: \(SystemErrorText.of(code))" }

    /// The same sentence, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}
