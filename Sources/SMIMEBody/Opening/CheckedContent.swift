import CMS

/// Content that passed every check except those of its admission.
struct CheckedContent: Sendable {
    /// The result of admission.
    let opened: OpenedBody
    /// The header of the message inside; nil if only a body came.
    let headerInside: TunnelledHeader?
    /// The request to a ledger; nil if none is asked.
    let request: LedgerRequest?
    /// As in ``UnwrappedContent/uncoveredCipher``.
    let uncoveredCipher: ContentCipher?

    /// Returns the refusal of this content for `error`.
    func refusal(_ error: SMIMEError) -> OpeningRefusal {
        OpeningRefusal(reason: error.afterKeyUse(of: uncoveredCipher), layers: opened.layers)
    }
}

extension UnwrappedContent {
    /// The cipher of the envelope if no signature covers the content.
    ///
    /// Then nothing else protects the content from changes, and the cipher decides
    /// what a refusal may disclose.
    var uncoveredCipher: ContentCipher? { evidence?.covers == .content ? nil : cipher }
}

extension SMIMEError {
    /// Returns the disclosable error if `cipher` alone protects the content; the error itself if that is nil.
    func afterKeyUse(of cipher: ContentCipher?) -> SMIMEError {
        cipher.map { afterKeyUse(cipher: $0) } ?? self
    }
}
