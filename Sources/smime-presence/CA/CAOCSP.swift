import CMS
import CertificateAdministration
import CommandOptions

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
            let answer = try OCSPAnswer(
                to: readRequest(name, on: console), from: database, days: days ?? 1, clock: console.now,
                passphrase: passphrase)
            try console.deliver([Output(answer.der, .binary, to: output)])
            for line in answer.lines { console.say(line) }
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
