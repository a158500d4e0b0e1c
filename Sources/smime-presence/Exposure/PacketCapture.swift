import SMIMEAgent

/// A file of captured packets, taken apart by `tshark` where that is installed.
struct PacketCapture {
    /// Why there are no messages.
    enum Failure: Error, Equatable {
        /// The file needs `tshark`, and no directory of PATH has it.
        case needsTool(String)
        /// `tshark` gave up on it, or wrote what cannot be understood.
        case unreadable(String)
        /// It takes too long, or holds too much.
        case tooLarge(String)
    }

    /// The octets that `tshark` may write, each octet of a packet as two digits, several times over.
    private static let limit = 256 << 20
    private static let seconds = 120

    let file: String

    /// The SIP messages in it, in the order of the packets that end them; those over TCP are put together.
    ///
    /// Of a capture that is cut in its last packet, those before the cut; whether it is cut comes with them. Names are not
    /// resolved, so that no server learns of the addresses in it.
    func messages(on console: Console) throws(Failure) -> (octets: [[UInt8]], isCut: Bool) {
        let path = console.path(of: file)
        // A name that begins with "-" is a value all the same; one with ":" could be read as another thing.
        let arguments = [
            "-n", "-r", path.hasPrefix("/") ? path : "./\(path)", "-Y", "sip", "-T", "jsonraw", "-j", "sip",
            "--no-duplicate-keys",
        ]
        let output: [UInt8]
        let status: Int32?
        do throws(ForeignProgram.Failure) {
            let tool = try ForeignProgram(named: "tshark", searchPath: console.environment("PATH"))
            (output, status) = try tool.result(of: arguments, limit: Self.limit, seconds: Self.seconds)
        } catch {
            switch error {
            case .notInstalled: throw .needsTool(file)
            case .tooMuchOutput, .tooSlow: throw .tooLarge(file)
            case .cannotStart, .failed: throw .unreadable(file)
            }
        }
        // tshark fails on a capture that is cut, when it has written the packets before the cut.
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
