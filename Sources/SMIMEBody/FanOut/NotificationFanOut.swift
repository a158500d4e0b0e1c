import CMS
public import MIME
public import PIDF
import SIPMessage

public import struct FoundationEssentials.Date

/// One document for many watchers: a signed and enveloped NOTIFY for each, bound to its own dialog.
///
/// The document is read and checked once. Every watcher's message then has what it would have if it were
/// protected alone:
///
/// - a binding to its dialog and its recipients, and a signature over it and the document;
/// - a content-encryption key, a nonce and an ephemeral key of its own, so that no watcher can open the
///   message of another;
/// - a random boundary.
///
/// An observer of two messages can link them only by what they share in any case: the signer's domain, the
/// time of sending, and the length of the document, which ``Padding`` hides in part.
public struct NotificationFanOut: Sendable {
    /// The number of processors: the default number of threads.
    public static var processors: Int { ParallelWork.processors }

    /// The departures of the presence documents from RFC 3863, to warn the sender.
    public let nonconformities: PIDFNonconformities
    private let document: MIMEEntity
    /// The fields of the document in a NOTIFY that was opened.
    private let documentFields: BodyFields
    private let documents: DocumentChecks
    private let signing: SigningStep
    private let padding: Padding?
    /// Whether the document was checked alone: a message in it is read with the fields of each NOTIFY.
    private let isChecked: Bool

    private static let method = "NOTIFY"
    private var limits: OpeningLimits { .standard }

    /// Reads and checks the document, whose octets are not changed.
    ///
    /// - Parameters:
    ///   - document: what every watcher gets.
    ///   - signer: the presentity, or its domain (RFC 3856 §6.7).
    ///   - padding: hides a part of the document's length; nil for none.
    ///   - options: how the document is checked and signed; a ``Watcher`` has those of its envelopes.
    /// - Throws: ``SMIMEError/exceedsOpeningLimit(_:)`` if no receiver could read the document,
    ///   ``SMIMEError/missingBody`` for a document without body, ``SMIMEError/malformed(_:)`` for an
    ///   invalid one, ``SMIMEError/entityNotSender(entity:sender:)`` for one about another entity.
    public init(
        of document: MIMEEntity, signer: CheckedSigner, padding: Padding? = nil,
        options: ProtectionOptions = ProtectionOptions()
    ) throws(SMIMEError) {
        guard !document.bodyOctets.isEmpty else { throw .missingBody }
        self.document = document
        self.padding = padding
        signing = try SigningStep(signer.signer, form: .opaque, encoding: options.innerTransferEncoding)
        documents = DocumentChecks(of: signer, options: options)
        let limits = OpeningLimits.standard
        let content = try limits.readDocument(document)
        let type = try mime { () throws(MIMEError) in try content.contentType() }
        isChecked = type?.type != "message"
        do throws(SIPMessageError) {
            documentFields = try BodyFields(describing: document)
        } catch {
            throw .malformed(.fields(error))
        }
        nonconformities =
            isChecked ? try documents.departures(of: content, in: Self.method) : PIDFNonconformities()
    }

    /// Returns the octets of each watcher's next NOTIFY, or why there are none, in the order of the watchers.
    ///
    /// The failure of one watcher does not affect the others:
    ///
    /// - ``SMIMEError/malformed(_:)`` for an invalid sequence number or state, or if libcrypto fails,
    /// - ``SMIMEError/exceedsOpeningLimit(_:)`` if the watcher could not read the message.
    ///
    /// It returns when all are done.
    ///
    /// - Parameters:
    ///   - watchers: those who get the document, each in its own dialog.
    ///   - signingTime: the time that each signature states.
    ///   - threads: the number of threads to use at once, the calling one included; at least one.
    public func notifications(
        for watchers: [Watcher], signingTime: Date, threads: Int = processors
    ) -> [Result<[UInt8], SMIMEError>] {
        let date = Result { () throws(SMIMEError) in try MessageBinding.dateField(signingTime).octets }
        return ParallelWork.map(watchers, threads: threads) { watcher in
            Result { () throws(SMIMEError) in
                try notification(for: watcher, date: date.get(), signingTime: signingTime)
            }
        }
    }

    private func notification(
        for watcher: Watcher, date: [UInt8], signingTime: Date
    ) throws(SMIMEError) -> [UInt8] {
        let header = try watcher.header()
        let binding = watcher.binding.binding(of: header, date: date, padding: padding)
        let bound = try binding.bound(document)
        try check(bound, writtenBy: binding)
        let signed = try signing.signedParts(bound, signingTime: signingTime)
        let protected = try watcher.enveloping.envelope(signed)
        try watcher.enveloping.check(protected, within: limits)
        let (sip, fields) = (limits.sip, watcher.envelopeFields)
        guard header.isAllowed(with: fields, bodyOctets: protected.bodyOctets.count, by: sip),
            header.isAllowed(with: documentFields, bodyOctets: document.bodyOctets.count, by: sip)
        else {
            return try limits.octets(of: watcher.notify(), with: protected, restoring: document)
        }
        return header.octets(with: fields, body: protected.bodyOctets)
    }

    /// Checks what depends on the watcher: the size of what is signed, and a message in the document.
    private func check(_ bound: MIMEEntity, writtenBy binding: MessageBinding) throws(SMIMEError) {
        if isChecked, limits.allow(bound, writtenBy: binding) { return }
        let content = try limits.read(bound, depth: signing.contentDepth)
        _ = try documents.departures(of: content, in: Self.method)
    }
}
