internal import SIPMessage

extension Catalogue {
    /// What describes the body, and what its S/MIME layers show without a key.
    static let bodyRows = [
        mimeVersion, contentType, contentTypeBoundary, contentLength, contentDisposition, contentEncoding,
        contentLanguage, contentTransferEncoding, contentID, recipientIdentifier, outerSigner,
        outerSignedAttributes, contentEncryption,
    ]

    static let mimeVersion = CatalogueRow(
        header: "MIME-Version", .endToEnd, [.content], .info,
        reveals: "That MIME is spoken.",
        userAgent: "Always 1.0.",
        residual: "Nothing of note.",
        because: "A constant.",
        mitigation: "None needed.",
        source: "RFC 3261 §23.4.1.2")

    static let contentType = CatalogueRow(
        header: "Content-Type", .endToEnd, [.content, .capabilities], .low,
        reveals: "The format: presence, watcher list, resource list, or how S/MIME protects it.",
        userAgent: "Protect the body, so that only the wrapper's type is left.",
        residual: "That the message is protected, and how.",
        because: "After enveloping the wrapper alone can be seen.",
        mitigation: "Sign inside the envelope; the outside then says enveloped and no more.",
        source: "RFC 3261 §23.4.1.2; RFC 8551 §3.2.2")

    static let contentTypeBoundary = CatalogueRow(
        "Content-Type;boundary", .parameter, of: "Content-Type", .endToEnd, [.device], .info,
        reveals: "The habit of the library that made it, perhaps a time.",
        userAgent: "Draw it at random.",
        residual: "A trait of the product.",
        because: "A fingerprint and no name.",
        mitigation: "Random hexadecimal digits.",
        source: "RFC 2046 §5.1.1")

    static let contentLength = CatalogueRow(
        header: "Content-Length", .endToEnd, [.content, .activity], .high,
        reveals: "The size, and with it how many tuples, which state, full or partial.",
        userAgent: "Pad the document before encryption.",
        residual: "GCM keeps the length to the octet; CBC rounds it up to 16.",
        because: "The size alone can tell a change of state.",
        mitigation: "Sizes in steps inside the encrypted part, and refreshes of constant size.",
        source: "RFC 3261 §18.3; RFC 8551 §6")

    static let contentDisposition = CatalogueRow(
        header: "Content-Disposition", .endToEnd, [.content], .info,
        reveals: "How the body is to be treated, and a file name.",
        userAgent: "attachment; filename=smime.p7m; handling=required.",
        residual: "The file name, where it is that of the inner part.",
        because: "A constant in protected messages.",
        mitigation: "One fixed file name.",
        source: "RFC 3261 §20.11, §23.3; RFC 5621 §8")

    static let contentEncoding = CatalogueRow(
        header: "Content-Encoding", .endToEnd, [.content], .low,
        reveals: "That the body is compressed.",
        userAgent: "Do not compress.",
        residual: "The size betrays what a secret has in common with text an attacker chose.",
        because: "A weakness that takes many messages to use.",
        mitigation: "No compression before encryption.",
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
        mitigation: "binary for all.",
        source: "RFC 3853 §3; RFC 5621 §3.2")

    static let contentID = CatalogueRow(
        header: "Content-ID", .endToEnd, [.device], .low,
        reveals: "An identifier of the body with a host behind the at sign.",
        userAgent: "Random digits before an .invalid host.",
        residual: "The host, where it is the true one.",
        because: "A leak of the host that can be avoided.",
        mitigation: "Random values.",
        source: "RFC 8262; RFC 2392")

    static let recipientIdentifier = CatalogueRow(
        "CMS RecipientInfo rid", .cms, .endToEnd, [.watcher, .presentity, .relation], .no, .high,
        reveals:
            "Issuer and serial number or key identifier of each recipient's certificate, and how many there are.",
        userAgent: "Name recipients by key identifier.",
        residual:
            "A directory leads from the certificate to the person; several recipients show a group.",
        because: "It tells who can read, even where To is anonymous.",
        mitigation: "Key identifiers, one recipient a message, no copy for oneself without need.",
        source: "RFC 5652 §6.2; RFC 8551 §3.3")

    static let outerSigner = CatalogueRow(
        "CMS SignedData certificates/SignerInfo sid (outer signature)", .cms, .endToEnd,
        [.presentity, .watcher, .credentials], .omitOuter, .critical, option: .envelope,
        reveals: "The signer's certificate with the address, the issuer, and the signed attributes.",
        userAgent: "Sign first and envelope then.",
        residual: "An outer signature makes an anonymous From worthless.",
        because: "A signature carries its certificate, which names the person.",
        mitigation: "The signature inside the envelope; accept both orders from others.",
        source: "RFC 3261 §23.2, §23.4.3; RFC 8551 §3.7; RFC 8591 §4.3, §7.1")

    static let outerSignedAttributes = CatalogueRow(
        "CMS signingTime / SMIMECapabilities (outer)", .cms, .endToEnd, [.activity, .capabilities],
        .omitOuter, .low, option: .envelope,
        reveals: "When it was signed, and which algorithms the signer prefers.",
        userAgent: "Sign inside the envelope.",
        residual: "Clock and product can be recognised.",
        because: "A fingerprint and a time.",
        mitigation: "The signature inside the envelope.",
        source: "RFC 8551 §2.5.1-2.5.2")

    static let contentEncryption = CatalogueRow(
        "CMS content-encryption algorithm / ciphertext length", .cms, .endToEnd, [.content], .no, .medium,
        reveals: "The cipher, and the size of what is inside.",
        userAgent: "Fill the document up to a fixed size before it is encrypted.",
        residual: "With GCM the size is exact.",
        because: "A size can tell a change of state, as Content-Length can.",
        mitigation: "Sizes in steps.",
        source: "RFC 8551 §6; RFC 5084 §3.2")
}
