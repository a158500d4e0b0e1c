import Glibc

/// A file of lines that grows while work goes on, and gets its name when the work has ended.
///
/// A device or pipe is written in place, and so is a file that lines are added to without end.
package struct StagedLines: Sendable {
    private let name: String
    private let descriptor: Int32
    private let file: StagedFile

    fileprivate init(_ name: String, for path: String, isAppended: Bool) throws(SystemError) {
        guard !path.isEmpty else { throw SystemError(code: ENOENT) }
        self.name = name
        let final = FileAccess.resolved(path)
        if isAppended || StagedFile.isWrittenInPlace(final) {
            file = .inPlace(final)
            descriptor = try FileAccess.open(path, O_WRONLY | O_APPEND | O_CREAT, mode: 0o666)
        } else {
            (file, descriptor) = try StagedFile.begin(for: final, audience: .anyUser)
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
        do throws(SystemError) { try file.commit() } catch {
            file.discard()
            throw .cannotWrite(name, error)
        }
    }

    /// Removes the file.
    package func discard() {
        close(descriptor)
        file.discard()
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
