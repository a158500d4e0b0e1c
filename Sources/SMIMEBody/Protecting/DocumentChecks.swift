import CMS
import MIME
import PIDF
import SIPMessage

/// The checks of presence documents before they are protected: whom they are about, and their form.
struct DocumentChecks: Sendable {
    private let signer: CheckedSigner?
    private let sender: AddressURI
    private let entity: OpeningPolicy.Entity
    private let presence: PIDFConformance
    private var limits: OpeningLimits { .standard }

    /// Checks documents that `signer` signs.
    init(of signer: CheckedSigner, options: ProtectionOptions) {
        self.signer = signer
        sender = signer.uri
        entity = options.entity
        presence = options.presence
    }

    /// Checks documents without a signature, from `sender`.
    init(unsignedFrom sender: AddressURI, options: ProtectionOptions) {
        signer = nil
        self.sender = sender
        entity = options.entity
        presence = options.presence
    }

    /// Checks the subject of the content, and returns its departures from RFC 3863.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` for an invalid presence document,
    ///   ``SMIMEError/entityNotSender(entity:sender:)`` for one about another entity than the sender.
    func departures(of content: MIMEEntity, in method: String?) throws(SMIMEError) -> PIDFNonconformities {
        let search = PresenceSearch(method: method, conformance: presence, limits: limits.mime)
        let documents = try limits.documents(in: content, by: search, signedBy: signer?.identity.kind)
        var nonconformities = PIDFNonconformities()
        for presence in documents {
            try checkEntity(of: presence)
            nonconformities.formUnion(presence.document.nonconformities)
        }
        return nonconformities
    }

    private func checkEntity(of presence: PresenceContent) throws(SMIMEError) {
        guard entity == .signerOnly else { return }
        let isOwn = presence.address.map { address in
            signer?.identity.covers(entity: address, from: [sender])
                ?? address.namesSamePresentity(as: sender)
        }
        guard isOwn == true else {
            let names = signer?.certificate.facts.uris ?? [sender.addressOfRecord]
            throw .entityNotSender(entity: presence.document.entityName, sender: names)
        }
    }
}
