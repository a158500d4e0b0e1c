import CMS
import CertStore
import FoundationEssentials
import SIPMessage
import SMIMEBody

extension ProtectCommand {
    /// Whose key signs.
    func sender(of input: MessageInput) throws(CommandFailure) -> SIPURI {
        if let from = protecting.from { return try MessageParties.uri(from, option: "--from", of: Self.self) }
        guard let message = input.message else { throw .needsOption("--from", because: nil) }
        return try MessageParties.sender(of: message)
    }

    /// For whom the message is, each once.
    func recipients(of input: MessageInput) throws(CommandFailure) -> [SIPURI] {
        guard protecting.to.isEmpty else {
            var uris: [SIPURI] = []
            for text in protecting.to {
                let uri = try MessageParties.uri(text, option: "--to", of: Self.self)
                // Once for each: a second copy would only tell that somebody was named twice.
                if !uris.contains(where: { $0.addressOfRecord == uri.addressOfRecord }) { uris.append(uri) }
            }
            return uris
        }
        guard let message = input.message else { throw .needsOption("--to", because: nil) }
        return [try MessageParties.recipient(of: message)]
    }

    /// The signer for `sender`, out of the store; `anchors` are those that were read already.
    func signer(
        _ sender: SIPURI, store: MessageStore, trusting anchors: TrustAnchors? = nil, at now: Date
    ) throws(SMIMEError) -> CheckedSigner {
        let candidates = try store.keyedCertificates(for: sender)
        let found = anchors == nil ? try store.trustAnchors(ifListsName: candidates.map(\.certificate)) : nil
        return try .select(
            sender, from: candidates, rsaSignature: protecting.rsaSignature, trusting: anchors ?? found,
            at: now)
    }
}
