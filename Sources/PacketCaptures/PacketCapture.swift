/// A file of captured packets, which `tshark` decodes.
package struct PacketCapture {
    /// Why no messages were read; the name is that of the file.
    package enum Failure: Error, Equatable {
        /// The file needs `tshark`, and no directory of PATH has it.
        case needsTool(String)
        /// `tshark` failed, or wrote output of an unknown form.
        case unreadable(String)
        /// The capture takes too long, or is too large.
        case tooLarge(String)
    }

    /// The maximum output of `tshark`, in octets: each octet of a packet is two digits, several times.
    private static let limit = 256 << 20
    private static let seconds = 120
    private static let tool = "tshark"

    private let name: String
    private let path: String
    private let searchPath: String?

    /// - Parameters:
    ///   - name: the name of the file in what the caller says.
    ///   - path: the path to it.
    ///   - searchPath: the directories of `tshark`, as in PATH.
    package init(name: String, path: String, searchPath: String?) {
        (self.name, self.path, self.searchPath) = (name, path, searchPath)
    }

    /// Whether a directory of PATH has `tshark`.
    package static func isSupported(searchPath: String?) -> Bool {
        (try? ExternalProcess(named: tool, searchPath: searchPath)) != nil
    }

    /// Returns the SIP messages, in the order of the packets that end them; TCP segments are reassembled.
    ///
    /// Of a truncated capture, returns the messages before the cut, and `isCut`. Names are not resolved, so
    /// that no server learns the addresses.
    ///
    /// - Parameter read: reads the file, at most as many octets as given: `tshark` does not say
    ///   whether it failed because the capture is cut. Nil if the file cannot be read.
    /// - Throws: `Failure.needsTool` without `tshark`, `.tooLarge` if that writes or takes too much,
    ///   `.unreadable` if it fails otherwise.
    package func messages(
        reading read: (_ limit: Int) -> [UInt8]?
    ) throws(Failure) -> (octets: [[UInt8]], isCut: Bool) {
        // A name that begins with "-" is a value all the same; one with ":" could be read as another thing.
        let arguments = [
            "-n", "-r", path.hasPrefix("/") ? path : "./\(path)", "-Y", "sip", "-T", "jsonraw", "-j", "sip",
            "--no-duplicate-keys",
        ]
        let output: [UInt8]
        let status: Int32?
        do throws(ExternalProcess.Failure) {
            let tool = try ExternalProcess(named: Self.tool, searchPath: searchPath)
            (output, status) = try tool.result(of: arguments, limit: Self.limit, seconds: Self.seconds)
        } catch {
            switch error {
            case .notInstalled: throw .needsTool(name)
            case .tooMuchOutput, .tooSlow: throw .tooLarge(name)
            case .cannotStart: throw .unreadable(name)
            }
        }
        // tshark fails on a truncated capture after it has written the packets before the cut.
        guard status == 0 || status != nil && isCut(read) else { throw .unreadable(name) }
        guard let messages = CapturedMessages(output: output, isCut: status != 0) else {
            throw .unreadable(name)
        }
        return (messages.octets, status != 0)
    }

    private func isCut(_ read: (_ limit: Int) -> [UInt8]?) -> Bool {
        read(Self.limit).map { CaptureRecords($0).areCut } ?? false
    }
}
