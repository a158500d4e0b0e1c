import CMS
import CertStore
import CommandOptions
import FoundationEssentials

struct CAOCSP: Command {
    static let name = "ca ocsp"
    static let summary = "answer an OCSP request about certificates of the store's CA"
    static let details = [
        "Writes a signed answer (DER of an OCSPResponse, RFC 6960): good for certificates in the store that its CA "
            + "issued, revoked for those it has revoked, unknown for all others. The CA signs it itself. A request "
            + "that cannot be read is refused; with -o the answer malformedRequest, which nobody signs, is written then."
    ]
    static var options: [Option<CAOCSP>] {
        [
            .value(
                "--request", as: "FILE", into: \.request, help: "DER of the request; '-' is standard input"),
            .integer(
                "--days", as: "N", in: 1...365, into: \.days, help: "the answer holds for N days (default: 1)"
            ),
            .value("-o", "--output", as: "FILE", into: \.output, help: "write to FILE"),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence ca ocsp --request request.der > response.der", "The answer to a request.")
    ]

    var request: String?
    var days: Int?
    var output: String?
    var store = StoreOptions()

    func validate() throws(UsageError) {
        guard request != nil else { throw .missingOption("--request", placeholder: "FILE") }
    }

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let name = request ?? Console.standardStream
        let database = try store.open(on: console, writing: [output])
        try worded {
            try console.refuseSameFile(input: name, outputs: [output])
            let read = try readRequest(name, on: console)
            let authority = try database.authority(passphrase: passphrase)
            let serials = read.serialNumbers(issuedBy: authority.certificate)
            // Before the look-up: what is revoked meanwhile is later than what the answer speaks of.
            let now = console.now()
            let statuses = try database.statuses(ofSerialNumbers: serials)
            let answer = try authority.ocspResponse(
                to: read, statuses: statuses, at: now,
                nextUpdate: now.addingTimeInterval(Double(days ?? 1) * 86_400))
            try console.deliver([Output(answer, .binary, to: output)])
            for serial in serials { console.say("\(serial): \((statuses[serial] ?? .unknown).word)") }
            let others = read.count - serials.count
            if others > 0 { console.say("certificates of other issuers, unknown: \(others)") }
        }
    }

    /// What is asked; where that cannot be told, whoever named a file for the answer gets one that says so.
    private func readRequest(_ name: String, on console: Console) throws -> OCSPRequest {
        let octets = try console.read(name, limit: OCSPRequest.maximumOctets)
        do throws(CMSError) {
            return try OCSPRequest(der: octets)
        } catch {
            if output != nil, error == .malformed(.ocspRequest) || error == .malformed(.ocspNonce) {
                let answer = try CertificateAuthority.ocspResponseToMalformedRequest()
                try console.deliver([Output(answer, .binary, to: output)])
            }
            throw error
        }
    }
}

extension CertificateStatus {
    /// The status in a word.
    fileprivate var word: String {
        switch self {
        case .good: "good"
        case .revoked(let entry): "revoked (\(entry.reason.name))"
        case .unknown: "unknown"
        }
    }
}
