import CertStore
import Glibc

/// A file of lines that grows while work goes on, and gets its name when the work has ended.
///
/// A device or pipe is written in place, and so is a file that lines are added to without end.
package struct StagedLines: Sendable {
    private let name: String
    private let descriptor: Int32
    private let temporary: String?
    private let final: String

    fileprivate init(_ name: String, for path: String, isAppended: Bool) throws(SystemError) {
        guard !path.isEmpty else { throw SystemError(code: ENOENT) }
        self.name = name
        final = FileAccess.resolved(path)
        if isAppended || StagedFile.isWrittenInPlace(final) {
            temporary = nil
            descriptor = try FileAccess.open(path, O_WRONLY | O_APPEND | O_CREAT, mode: 0o666)
            return
        }
        let temporary = "\(final).\(getpid()).\(UInt32.random(in: 0...UInt32.max)).tmp"
        self.temporary = temporary
        do throws(UnfinishedFiles.Failure) {
            descriptor = try UnfinishedFiles.make(temporary, mode: 0o666)
        } catch {
            throw SystemError(code: error.code)
        }
        // A file that is replaced keeps its permission bits.
        if let existing = FileAccess.status(of: final), fchmod(descriptor, existing.st_mode & 0o777) != 0 {
            let error = SystemError.last
            close(descriptor)
            UnfinishedFiles.remove(temporary)
            throw error
        }
    }

    /// Adds a line, which has its line end.
    package func append(_ line: [UInt8]) throws(FileError) {
        do throws(SystemError) { try FileAccess.write(line.span, to: descriptor) } catch {
            throw .cannotWrite(name, error)
        }
    }

    /// Gives the file its name; nothing can be added any more.
    package func commit() throws(FileError) {
        close(descriptor)
        guard let temporary else { return }
        do throws(SystemError) { try FileAccess.rename(temporary, to: final) } catch {
            UnfinishedFiles.remove(temporary)
            throw .cannotWrite(name, error)
        }
        UnfinishedFiles.remove(temporary)
    }

    /// Removes the file.
    package func discard() {
        close(descriptor)
        if let temporary { UnfinishedFiles.remove(temporary) }
    }
}

extension Console {
    /// Begins a file of lines; `isAppended` adds them to the file as it is.
    ///
    /// - Throws: ``FileError/cannotWrite(_:_:)``.
    package func beginLines(in name: String, isAppended: Bool = false) throws(FileError) -> StagedLines {
        do throws(SystemError) {
            return try StagedLines(name, for: path(of: name), isAppended: isAppended)
        } catch {
            throw .cannotWrite(name, error)
        }
    }

    /// Makes a directory that only its owner can enter, unless it is there.
    ///
    /// - Throws: ``FileError/cannotWrite(_:_:)``.
    package func makeDirectory(_ name: String) throws(FileError) {
        do throws(SystemError) { try FileAccess.makeDirectory(path(of: name)) } catch {
            throw .cannotWrite(name, error)
        }
    }
}
