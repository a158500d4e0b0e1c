import CMS
import CertStore
import SIPMessage
import SMIMEBody

import struct FoundationEssentials.Date

extension CurrentStore {
    /// Returns a recipient with the newest certificate of the store that passes every check.
    func recipient(
        _ uri: SIPURI, revocation: RevocationPolicy, at instant: Date
    ) throws(AgentError) -> CheckedRecipient {
        try parties.recipient(uri, revocation: revocation, at: instant) { () throws(AgentError) in
            let (candidates, anchors) = try reading { () throws(CertStoreError) in
                (try snapshot.certificates(for: uri), try snapshot.trustAnchors())
            }
            var recipient: CheckedRecipient = try body { () throws(SMIMEError) in
                try .select(
                    uri, from: candidates, trusting: anchors, at: instant, revocation: revocation)
            }
            let kept = try reading { () throws(CertStoreError) in
                try snapshot.capabilities(of: recipient.certificate)
            }
            // What the holder signed is later than what the certificate states.
            recipient.capabilities = kept ?? recipient.capabilities
            return recipient
        }
    }

    /// Returns the signer for an address; `signature` is the kind of RSA signature, nil for one that the key
    /// can make.
    func signer(
        for address: AddressURI, signature: Signer.RSASignature?, at instant: Date
    ) throws(AgentError) -> CheckedSigner {
        try parties.signer(for: address, signature: signature, at: instant) { () throws(AgentError) in
            var candidates = try reading { () throws(CertStoreError) in
                try snapshot.keyedCertificates(for: address)
            }
            if candidates.isEmpty, let given = snapshot.givenToSign.first {
                throw .body(
                    .signerNotSender(sender: address.addressOfRecord, signer: given.facts.uris))
            }
            if signature == .pkcs1, let newest = candidates.first {
                candidates.removeAll { $0.certificate.facts.key.isForPSSAlone }
                if candidates.isEmpty { throw .pssKey(of: newest.certificate) }
            }
            let anchors = try reading { () throws(CertStoreError) in
                try snapshot.trustAnchors(ifListsName: candidates.map(\.certificate))
            }
            return try body { () throws(SMIMEError) in
                try .select(
                    address, from: candidates, rsaSignature: signature ?? .pkcs1, trusting: anchors,
                    at: instant)
            }
        }
    }
}

extension KeyAlgorithm {
    fileprivate var isForPSSAlone: Bool { if case .rsaPSS = self { true } else { false } }
}
