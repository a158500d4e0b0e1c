import Foundation
import TestSupport
import Testing

@testable import CMS

@Suite("CMSError")
struct CMSErrorTests {
    private let alice: Certificate
    private let authority: Certificate

    init() throws {
        alice = try TestLab.shared().identity(.alice).certificate
        authority = try TestLab.shared().authority.certificate
    }

    @Test(
        "says in one sentence what is wrong",
        arguments: [
            (CMSError.malformed(.ocspRequest), "this is not an OCSP request"),
            (.malformed(.ocspNonce), "the nonce of the OCSP request does not have 1 to 128 octets"),
            (.malformed(.signerInfo), "the SignerInfo is not well formed"),
            (.malformed(.revocationList), "the CRL is not well formed"),
            (.malformed(.pkcs12), "the PKCS#12 file is not well formed"),
            (.unsupportedAlgorithm("RC2"), "the algorithm RC2 is not supported"),
            (.unsupportedAlgorithm("MD5", .digest), "the algorithm MD5 is not supported"),
            (.unsupportedKey("ED448"), "ED448 keys are not supported"),
            (.signingKeyOnly("Ed25519"), "Ed25519 keys can only sign, not receive encrypted content"),
            (.encryptionKeyOnly("X25519"), "X25519 keys can only receive encrypted content, not sign"),
            (.unsupportedContentType("1.2.3"), "content of the type 1.2.3 is not supported"),
            (.unsupportedExtension("1.2.3"), "a critical extension 1.2.3 is not understood"),
            (.weakAlgorithm("RSA-1024"), "RSA-1024 is too weak"),
            (.tooMany(.ocspRequest, limit: 3), "the OCSP request asks about more than 3 certificates"),
            (.tooMany(.recipientInfo, limit: 256), "there are more than 256 of RecipientInfo"),
            (.tooLarge(.revocationList, limit: 9), "the CRL is larger than 9 octets"),
            (.severalSigners(count: 2), "it has 2 signers, but only one is allowed"),
            (.noSigner, "it has certificates, but no signature"),
            (.badSignature, "the signature does not match"), (.cannotDecrypt, "it cannot be decrypted"),
            (.wrongPassphrase, "the passphrase is missing or wrong"),
            (.proofOfPossessionFailed, "it was not signed with its own key"),
            (.tooManyDerivationRounds(limit: 9), "it requires more than 9 rounds of key derivation"),
            (.legacyModuleMissing, "the legacy module of OpenSSL is not installed"),
            (.keyDoesNotMatchCertificate, "the private key does not belong to the certificate"),
            (
                .outlivesIssuer(notAfter: TestLab.now),
                "the certificate would outlive its CA, which ends at 2026-11-23T12:00:00Z"
            ),
            (.noCertificate, "there is no certificate"),
        ] as [(CMSError, String)])
    func sentences(error: CMSError, text: String) {
        #expect(error.description == text)
        #expect(error.localizedDescription == text)
    }

    @Test("names the certificate at fault, by its first URI or an authority by its subject")
    func certificates() {
        let title = "the certificate of sip:alice@example.test"
        let now = TestLab.now
        for (error, text) in [
            (
                CMSError.signingCertificateMismatch(alice),
                "the signed attributes name another certificate than \(title)"
            ),
            (.expired(alice, at: now), "\(title) expired on \(alice.facts.notAfter.internetTime)"),
            (.notYetValid(alice, at: now), "\(title) is not valid yet"),
            (
                .revoked(alice, at: now, reason: .keyCompromise),
                "\(title) was revoked at 2026-11-23T12:00:00Z, for the reason keyCompromise"
            ),
            (.revoked(alice, at: now, reason: .unspecified), "\(title) was revoked at 2026-11-23T12:00:00Z"),
            (.untrusted(alice, code: 20, reason: "odd"), "\(title) is not trusted: odd"),
            (
                .notYetValid(authority, at: now),
                "the authority CN=CA of example.test,O=smime-presence test CA is not valid yet"
            ),
        ] { #expect(error.description == text) }
    }

    @Test("escapes what a sender chose")
    func escapes() throws {
        let name = "RC2\u{1B}[31m\n"
        for error in [
            CMSError.unsupportedAlgorithm(name), .unsupportedKey(name), .signingKeyOnly(name),
            .encryptionKeyOnly(name), .weakAlgorithm(name),
        ] {
            let text = error.description
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 }, "\(text.debugDescription)")
        }
        let key = UnusablePrivateKey(position: 1, algorithm: name)
        #expect(!key.description.unicodeScalars.contains { $0.value < 0x20 })
        let certificate = UnusableCertificate(
            subject: "CN=\u{1B}]0;", serialNumber: "01", reason: .repeatedExtension(name))
        #expect(!certificate.description.unicodeScalars.contains { $0.value < 0x20 })
    }

    @Test("of libcrypto is compared by function and numbers, and described by its first reason")
    func libcrypto() {
        let entries = [OpenSSLFailure.Entry(code: 0), OpenSSLFailure.Entry(code: 1)]
        let failure = OpenSSLFailure(function: "EVP_Digest", entries: entries)
        #expect(failure == OpenSSLFailure(function: "EVP_Digest", entries: entries))
        #expect(failure != OpenSSLFailure(function: "EVP_Sign", entries: entries))
        #expect(failure != OpenSSLFailure(function: "EVP_Digest", entries: [entries[0]]))
        #expect(failure != OpenSSLFailure(function: "EVP_Digest", entries: entries.reversed()))
        let empty = OpenSSLFailure(function: "EVP_Digest", entries: [])
        #expect(empty.description == "libcrypto refused in EVP_Digest: no reason given")
        #expect(CMSError.openSSL(empty).description == empty.description)
    }
}
