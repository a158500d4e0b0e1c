import CMS

/// Content that passed every check but those of its admission.
struct CheckedContent: Sendable {
    /// What admission returns.
    let opened: OpenedBody
    /// The header of a message that came inside; nil if only a body came.
    let headerInside: TunnelledHeader?
    /// What a ledger is asked; nil if none is.
    let request: LedgerRequest?
    /// As in ``UnwrappedContent/uncoveredCipher``.
    let uncoveredCipher: ContentCipher?

    /// The refusal of this content for `error`.
    func refusal(_ error: SMIMEError) -> OpeningRefusal {
        OpeningRefusal(reason: error.afterKeyUse(of: uncoveredCipher), layers: opened.layers)
    }
}

extension UnwrappedContent {
    /// The cipher of the envelope if no signature covers the content: then nothing else protects it from changes, and the
    /// cipher decides what a refusal may disclose.
    var uncoveredCipher: ContentCipher? { evidence?.covers == .content ? nil : cipher }
}

extension SMIMEError {
    /// What may be disclosed of this error if `cipher` is all that protects the content; all of it if that is nil.
    func afterKeyUse(of cipher: ContentCipher?) -> SMIMEError {
        cipher.map { afterKeyUse(cipher: $0) } ?? self
    }
}
