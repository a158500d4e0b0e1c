import CMS
import CertStore
import FoundationEssentials
import Octets
import SIPMessage

extension CertificateIssue {
    /// Issues for the key of a request, whose private half stays with its holder.
    func issue(
        _ profile: CertificateProfile, as address: SubscriberAddress, for file: String,
        passphrase: SecretOctets?, on console: Console
    ) throws {
        let request = try request(file, on: console)
        let database = try store.open(on: console, writing: [output])
        let authority = try database.authority(passphrase: passphrase)
        let certificate = try authority.issue(
            profile, for: request.publicKey, validity: validity(under: authority, on: console))
        if let revoked = try database.compromise(ofKeyIn: certificate) {
            throw CompromisedKey(file: file, serial: revoked.serialNumber)
        }
        let staged = try console.stage([Output(certificate.pem(), .text, to: output)])
        defer { staged.discard() }
        // What nobody gets is not filed either.
        try database.add(certificate, uris: SubscriberAddress.addresses(in: certificate)) {
            try console.write(staged)
        }
        try staged.commit()
        console.sayIssued(certificate, as: address)
        let foreign = request.requestedURIs.filter { !profile.covers($0) }
        if !foreign.isEmpty {
            console.say(
                "warning: the request asks for other addresses too, which the certificate does not name: "
                    + foreign.prefix(4).map(printable).joined(separator: ", "))
        }
    }

    private func request(_ file: String, on console: Console) throws -> CertificateRequest {
        try console.refuseSameFile(input: file, outputs: [output])
        let octets = try console.read(file, limit: CertificateRequest.maximumOctets)
        do throws(CMSError) {
            return try CertificateRequest.read(octets)
        } catch {
            throw RequestRefusal(file: file, reason: error)
        }
    }
}

/// Why nothing is issued for a request.
struct RequestRefusal: Error, Equatable {
    let file: String
    let reason: CMSError
}

/// The key of a request is that of a certificate which was revoked because others have it.
struct CompromisedKey: Error, Equatable {
    let file: String
    let serial: String
}

extension CertificateProfile {
    /// Whether a URI that a request asks for will stand in the certificate, in whatever spelling.
    fileprivate func covers(_ uri: String) -> Bool {
        guard let parsed = try? SIPURI.parse(uri) else { return uris.contains(uri) }
        return uris.contains { (try? SIPURI.parse($0))?.addressOfRecord == parsed.addressOfRecord }
    }
}

extension Console {
    func sayIssued(_ certificate: Certificate, as address: SubscriberAddress) {
        let facts = certificate.facts
        say("issued \(address.uri), serial \(facts.serialNumber), until \(facts.notAfter.ISO8601Format())")
    }
}
