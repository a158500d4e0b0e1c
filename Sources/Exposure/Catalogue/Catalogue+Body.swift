internal import SIPMessage

extension Catalogue {
    /// Fields that describe the body, and what its S/MIME layers show without a key.
    static let bodyRows = [
        mimeVersion, contentType, contentTypeBoundary, contentLength, contentDisposition, contentEncoding,
        contentLanguage, contentTransferEncoding, contentID, recipientIdentifier, outerSigner,
        outerSignedAttributes, contentEncryption,
    ]

    static let mimeVersion = CatalogueRow(
        header: "MIME-Version", .endToEnd, [.content], .info,
        reveals: "That MIME is in use.",
        userAgent: "Always 1.0.",
        residual: "Nothing of note.",
        because: "A constant.",
        mitigation: "None needed.",
        source: "RFC 3261 §23.4.1.2")

    static let contentType = CatalogueRow(
        header: "Content-Type", .endToEnd, [.content, .capabilities], .low,
        reveals: "The format: presence, watcher list, resource list, or the S/MIME protection.",
        userAgent: "Protect the body, so that only the wrapper's type remains.",
        residual: "That the message is protected, and how.",
        because: "After enveloping, only the wrapper is visible.",
        mitigation: "Sign inside the envelope; the outside then shows only that it is enveloped.",
        source: "RFC 3261 §23.4.1.2; RFC 8551 §3.2.2")

    static let contentTypeBoundary = CatalogueRow(
        "Content-Type;boundary", .parameter, of: "Content-Type", .endToEnd, [.device], .info,
        reveals: "A characteristic of the library that wrote it, perhaps a time.",
        userAgent: "Choose it at random.",
        residual: "A characteristic of the product.",
        because: "A fingerprint, not a name.",
        mitigation: "Random hexadecimal digits.",
        source: "RFC 2046 §5.1.1")

    static let contentLength = CatalogueRow(
        header: "Content-Length", .endToEnd, [.content, .activity], .high,
        reveals: "The size, which suggests the number of tuples, the state, and full or partial.",
        userAgent: "Pad the document before encryption.",
        residual: "GCM keeps the length to the octet; CBC rounds it up to 16.",
        because: "The size alone can reveal a change of state.",
        mitigation: "Pad to size steps inside the encrypted part, and refresh at constant size.",
        source: "RFC 3261 §18.3; RFC 8551 §6")

    static let contentDisposition = CatalogueRow(
        header: "Content-Disposition", .endToEnd, [.content], .info,
        reveals: "How to treat the body, and a file name.",
        userAgent: "attachment; filename=smime.p7m; handling=required.",
        residual: "The file name, if it is that of the inner part.",
        because: "A constant in protected messages.",
        mitigation: "One fixed file name.",
        source: "RFC 3261 §20.11, §23.3; RFC 5621 §8")

    static let contentEncoding = CatalogueRow(
        header: "Content-Encoding", .endToEnd, [.content], .low,
        reveals: "That the body is compressed.",
        userAgent: "Do not compress.",
        residual: "The size reveals what a secret has in common with text an attacker chose.",
        because: "A weakness that takes many messages to exploit.",
        mitigation: "Do not compress before encryption.",
        source: "RFC 3261 §20.12; RFC 8551 §6")

    static let contentLanguage = CatalogueRow(
        header: "Content-Language", .endToEnd, [.presentity], .low,
        reveals: "The language of the notes.",
        userAgent: "Leave it out.",
        residual: "Nothing once it is left out.",
        because: "A hint at nationality.",
        mitigation: "Inside the protected part only.",
        source: "RFC 3261 §20.13")

    static let contentTransferEncoding = CatalogueRow(
        header: "Content-Transfer-Encoding", .endToEnd, [.content], .info,
        reveals: "Whether the protected body is binary or base64.",
        userAgent: "Write binary.",
        residual: "Nothing of note.",
        because: "A constant.",
        mitigation: "Use binary for all messages.",
        source: "RFC 3853 §3; RFC 5621 §3.2")

    static let contentID = CatalogueRow(
        header: "Content-ID", .endToEnd, [.device], .low,
        reveals: "An identifier of the body with a host after the at sign.",
        userAgent: "Random digits before an .invalid host.",
        residual: "The host, if it is the true one.",
        because: "A leak of the host that can be avoided.",
        mitigation: "Random values.",
        source: "RFC 8262; RFC 2392")

    static let recipientIdentifier = CatalogueRow(
        "CMS RecipientInfo rid", .cms, .endToEnd, [.watcher, .presentity, .relation], .no, .high,
        reveals:
            "Issuer and serial number or key identifier of each recipient's certificate, and their number.",
        userAgent: "Name recipients by key identifier.",
        residual:
            "A directory leads from the certificate to the person; several recipients show a group.",
        because: "It shows who can read, even if To is anonymous.",
        mitigation: "Use key identifiers, one recipient a message, and a copy for the sender only if needed.",
        source: "RFC 5652 §6.2; RFC 8551 §3.3")

    static let outerSigner = CatalogueRow(
        "CMS SignedData certificates/SignerInfo sid (outer signature)", .cms, .endToEnd,
        [.presentity, .watcher, .credentials], .omitOuter, .critical, option: .envelope,
        reveals: "The signer's certificate with the address, the issuer, and the signed attributes.",
        userAgent: "Sign first, then envelope.",
        residual: "An outer signature makes an anonymous From worthless.",
        because: "A signature carries its certificate, which names the person.",
        mitigation: "Put the signature inside the envelope; accept both orders from others.",
        source: "RFC 3261 §23.2, §23.4.3; RFC 8551 §3.7; RFC 8591 §4.3, §7.1")

    static let outerSignedAttributes = CatalogueRow(
        "CMS signingTime / SMIMECapabilities (outer)", .cms, .endToEnd, [.activity, .capabilities],
        .omitOuter, .low, option: .envelope,
        reveals: "When it was signed, and which algorithms the signer prefers.",
        userAgent: "Sign inside the envelope.",
        residual: "Clock and product can be recognised.",
        because: "A fingerprint and a time.",
        mitigation: "Put the signature inside the envelope.",
        source: "RFC 8551 §2.5.1-2.5.2")

    static let contentEncryption = CatalogueRow(
        "CMS content-encryption algorithm / ciphertext length", .cms, .endToEnd, [.content], .no, .medium,
        reveals: "The cipher, and the size of what is inside.",
        userAgent: "Pad the document to a fixed size before encryption.",
        residual: "With GCM the size is exact.",
        because: "A size can reveal a change of state, as Content-Length can.",
        mitigation: "Pad to size steps.",
        source: "RFC 8551 §6; RFC 5084 §3.2")
}
