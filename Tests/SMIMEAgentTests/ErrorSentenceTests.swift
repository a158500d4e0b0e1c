import CMS
import CertStore
import Foundation
import MIME
import PIDF
import PresenceRules
import SIPMessage
import SMIMEAgent
import SMIMEBody
import Testing
import XML

/// The sentences that a Swift program shows for an error, outside any command.
@Suite("Errors of the libraries")
struct ErrorSentenceTests {
    private static let place = XMLPosition(line: 2, column: 7)
    private static let errors: [(any Error, String)] = [
        (CMSError.noSigner, "it has certificates, but no signature"),
        (CMSError.malformed(.ocspRequest), "this is not an OCSP request"),
        (
            CMSError.malformed(.ocspNonce),
            "the nonce of the OCSP request does not have 1 to 128 octets"
        ),
        (
            CMSError.tooMany(.ocspRequest, limit: 100),
            "the OCSP request asks about more than 100 certificates"
        ),
        (
            CMSError.outlivesIssuer(notAfter: Date(timeIntervalSince1970: 0)),
            "the certificate would outlive its CA, which ends at 1970-01-01T00:00:00Z"
        ),
        (MIMEError.doubledLineEnds, "line ends were converted twice (CR CR LF)"),
        (SIPMessageError.empty, "the input is empty"),
        (PIDFError.missingEntity, "the presence document names no entity"),
        (XMLError.notWellFormed(place), "line 2, column 7: this is not XML"),
        (XMLError.unsupportedCharset("\u{1B}"), "the charset '\\u{1B}' is not supported"),
        (
            PresenceRulesError.xml(.doctypeForbidden(place)),
            "line 2, column 7: a DOCTYPE is not allowed"
        ),
        (
            PresenceRulesError.wrongRoot(ExpandedName(namespace: "urn:x", local: "y\n")),
            "the root is {urn:x}y\\u{A}, not a ruleset of RFC 4745"
        ),
        (
            PresenceRulesError.duplicateRuleID("a\u{202E}", at: place),
            "line 2, column 7: duplicate rule id 'a\\u{202E}'"
        ),
        (CertStoreError.noAuthority, "the store has no CA"),
        (CertStoreError.noStore(path: "a\nb"), "there is no store 'a\\u{A}b'"),
        (
            CertStoreError.readableByOthers(path: "s.db", mode: 0o644),
            "other users may read or write 's.db' (mode 644)"
        ),
        (
            CertStoreError.system(path: "s.db", code: ENOENT),
            "cannot open or create 's.db': no such file or directory"
        ),
        (
            CertStoreError.ownRevocationList(number: "7"),
            "the CRL (number 7) is from the CA of this store"
        ),
        (CertStoreError.cryptography(.noSigner), "it has certificates, but no signature"),
        (SMIMEError.cannotDecrypt, "the message cannot be decrypted"),
        (OpeningError<CertStoreError>.source(.noAuthority, layers: []), "the store has no CA"),
        (AdmissionError<Nameless, CertStoreError, Never>.ledger(.noAuthority), "the store has no CA"),
        (
            AdmissionError<Nameless, Never, CertStoreError>.source(.noAuthority, layers: []),
            "the store has no CA"
        ),
        (AgentError.store(.wrongPassphrase), "the passphrase does not open the private keys of the store"),
        (AgentError.message(.empty), "the input is empty"),
        (PolicyRefusal.clearText, "the message is in clear, but the rules require an enveloped body"),
    ]

    private enum Nameless: Error { case failed }

    @Test("have the same sentence in print, in interpolation and in Foundation's localizedDescription")
    func sentences() {
        for (error, sentence) in Self.errors {
            #expect("\(error)" == sentence)
            #expect(String(reflecting: error) == sentence)
            #expect(error.localizedDescription == sentence)
        }
    }

    @Test("have a reason code for a message that is too large, and another for one that is malformed")
    func codes() {
        #expect(AgentError.message(.headerTooLarge(limit: 1)).code == .tooLarge)
        #expect(AgentError.message(.bodyTooLarge(limit: 1)).code == .tooLarge)
        #expect(AgentError.message(.tooManyFields(limit: 1)).code == .malformed)
        #expect(AgentError.entity(.bodyTooLarge(limit: 1)).code == .tooLarge)
        #expect(AgentError.entity(.missingBoundary).code == .malformed)
    }
}
