import MIME
import SIPMessage

import struct FoundationEssentials.Date

/// The signed fields of the notifications in one dialog, of which only three are new in each.
///
/// It writes what ``MessageBinding/init(of:to:padding:at:)`` writes for the whole message.
struct BindingTemplate: Sendable {
    private enum Part: Sendable {
        /// Fields that are the same in every NOTIFY.
        case known([UInt8])
        case cSeq
        case date
        case subscriptionState
    }

    private static let cSeq: HeaderName = "CSeq"
    private static let subscriptionState: HeaderName = "Subscription-State"

    private let parts: [Part]
    private let method: String
    private let fieldCount: Int
    private let recipientCount: Int

    /// Takes the fields from a NOTIFY of the dialog.
    ///
    /// - Throws: as ``MessageBinding/init(of:to:padding:at:)``.
    init(of notify: SIPMessage, to recipients: [SIPURI]) throws(SMIMEError) {
        let fields =
            try MessageBinding.fields(of: notify, at: Date(timeIntervalSince1970: 0))
            + MessageBinding.intended(recipients)
        var parts: [Part] = []
        var known: [UInt8] = []
        for field in fields {
            guard let part = Self.part(for: field) else {
                known += field.octets
                continue
            }
            parts += [.known(known), part]
            known = []
        }
        self.parts = parts + [.known(known)]
        method = notify.method
        fieldCount = fields.count
        recipientCount = recipients.count
    }

    private static func part(for field: HeaderField) -> Part? {
        switch field.headerName {
        case cSeq: .cSeq
        case MessageBinding.date: .date
        case subscriptionState: .subscriptionState
        default: nil
        }
    }

    /// Returns the binding of a NOTIFY with these new fields.
    func binding(of header: NotifyHeader, date: [UInt8], padding: Padding?) -> MessageBinding {
        var fragment: [UInt8] = []
        fragment.reserveCapacity(1024)
        for part in parts {
            switch part {
            case .known(let octets): fragment += octets
            case .cSeq: fragment += header.cSeq
            case .date: fragment += date
            case .subscriptionState: fragment += header.subscriptionState
            }
        }
        return MessageBinding(
            fragment: fragment, fieldCount: fieldCount, recipientCount: recipientCount, method: method,
            padding: padding)
    }
}
