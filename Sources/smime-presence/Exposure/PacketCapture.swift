import SMIMEAgent

/// A file of captured packets, which `tshark` decodes.
struct PacketCapture {
    /// Why no messages were read.
    enum Failure: Error, Equatable {
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

    let file: String

    /// Returns the SIP messages, in the order of the packets that end them; TCP segments are reassembled.
    ///
    /// Of a truncated capture, returns the messages before the cut, and `isCut`. Names are not resolved, so that no
    /// server learns the addresses.
    func messages(on console: Console) throws(Failure) -> (octets: [[UInt8]], isCut: Bool) {
        let path = console.path(of: file)
        // A name that begins with "-" is a value all the same; one with ":" could be read as another thing.
        let arguments = [
            "-n", "-r", path.hasPrefix("/") ? path : "./\(path)", "-Y", "sip", "-T", "jsonraw", "-j", "sip",
            "--no-duplicate-keys",
        ]
        let output: [UInt8]
        let status: Int32?
        do throws(ExternalProcess.Failure) {
            let tool = try ExternalProcess(named: "tshark", searchPath: console.environment("PATH"))
            (output, status) = try tool.result(of: arguments, limit: Self.limit, seconds: Self.seconds)
        } catch {
            switch error {
            case .notInstalled: throw .needsTool(file)
            case .tooMuchOutput, .tooSlow: throw .tooLarge(file)
            case .cannotStart, .failed: throw .unreadable(file)
            }
        }
        // tshark fails on a truncated capture after it has written the packets before the cut.
        guard status == 0 || status != nil && isCut(on: console) else { throw .unreadable(file) }
        guard let messages = CapturedMessages(output: output, isCut: status != 0) else {
            throw .unreadable(file)
        }
        return (messages.octets, status != 0)
    }

    private func isCut(on console: Console) -> Bool {
        let octets = try? FileAccess.read(console.path(of: file), limit: Self.limit)
        return octets.map { CaptureRecords($0).areCut } ?? false
    }
}
