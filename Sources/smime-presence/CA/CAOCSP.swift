import CMS
import CertificateAdministration
import CommandFiles
import CommandOptions

struct CAOCSP: Command {
    static let name = "ca ocsp"
    static let summary = "answer an OCSP request about certificates of the store's CA"
    static let details = [
        """
        Writes a signed OCSP response (DER, RFC 6960): good for certificates in the store that its CA \
        issued, revoked for those it has revoked, unknown for all others. The CA signs it itself. An invalid \
        request is refused; FILE of -o then gets the unsigned response malformedRequest.
        """
    ]
    static var options: [Option<CAOCSP>] {
        [
            .value(
                "--request", as: "FILE", into: \.request,
                help: "the request (DER; required); '-' is standard input"),
            .integer(
                "--days", as: "N", in: 1...LongValidity.year, into: \.days,
                help: "the response is valid for N days (default: 1)"
            ),
            .value("-o", "--output", as: "FILE", into: \.output, help: "write to FILE"),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence ca ocsp --request request.der > response.der", "Answer a request.")
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
        try describingErrors {
            try console.refuseSameFile(input: name, outputs: [output])
            let answer = try OCSPAnswer(
                to: readRequest(name, on: console), from: database, days: days ?? 1, clock: console.now,
                passphrase: passphrase)
            try console.deliver([Output(answer.der, .binary, to: output)])
            for line in answer.lines { console.say(line) }
        }
    }

    /// Reads the request; if it is malformed, writes the response malformedRequest to the file of `-o`.
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
