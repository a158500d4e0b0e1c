import CommandFiles
import Octets
import SMIMEAgent

// The failures of path files.

extension PathFileFault {
    /// The failure for a fault of this file.
    func failure(of file: String) -> CommandFailure {
        var hint = "docs/path-file.md has every member and an example"
        if case .wrongValue(_, let wanted) = self { hint = "it takes \(wanted)" }
        return CommandFailure(.usage, "'\(printable(file))' \(self)", hint: hint)
    }
}

extension PathFile {
    /// Reads the path file of the command line.
    static func read(_ file: String, on console: Console) throws(CommandFailure) -> PathFile {
        let octets: [UInt8]
        do throws(FileError) {
            octets = try console.read(file, limit: maximumOctets)
        } catch .tooLarge {
            throw PathFileFault.tooLarge.failure(of: file)
        } catch {
            throw CommandFailure(error)
        }
        do throws(PathFileFault) { return try read(octets) } catch { throw error.failure(of: file) }
    }
}
