import CMS
import CertStore
import FoundationEssentials
import SIPMessage
import SMIMEBody

extension ProtectCommand {
    /// Reads the input; of a document without a message around it, says all that is missing.
    func readProtectable(on console: Console) throws(CommandFailure) -> MessageInput {
        let octets = try readOctets(on: console)
        guard files.bodyType == nil, !files.isMIME, InputForm.looksLikeXML(octets) else {
            return try read(octets)
        }
        throw .documentAlone(missing: ["--body TYPE"] + missingParties)
    }

    /// The options that say who a body without a message is from and for, and were not given.
    var missingParties: [String] {
        (protecting.from == nil ? ["--from URI"] : [])
            + (needsRecipients && protecting.to.isEmpty ? ["--to URI"] : [])
    }

    /// Whose key signs.
    func sender(of input: MessageInput) throws(CommandFailure) -> AddressURI {
        if let from = protecting.from {
            return try MessageParties.address(from, option: "--from", of: Self.self)
        }
        guard let message = input.message else { throw .needsOption("--from", because: nil) }
        return try MessageParties.sender(of: message)
    }

    /// Refuses a sender that the message names by a number which is in no certificate with a key here.
    func checkNumber(_ sender: AddressURI, in store: MessageStore) throws(CommandFailure) {
        guard isSigned, protecting.from == nil, case .telephone(let number) = sender else { return }
        let isFiled = try worded { try store.hasKey(for: sender) }
        guard isFiled else { throw .numberWithoutKey(number.canonical) }
    }

    /// For whom the message is, each once.
    ///
    /// A telephone number is the URI of SIP that a certificate of the store lists with it.
    func recipients(of input: MessageInput, store: MessageStore) throws(CommandFailure) -> [SIPURI] {
        guard protecting.to.isEmpty else {
            var uris: [SIPURI] = []
            for text in protecting.to {
                let address = try MessageParties.address(text, option: "--to", of: Self.self)
                guard let uri = try worded({ try store.uri(of: address) }) else {
                    throw CommandFailure.numberWithoutURI(text, of: Self.name)
                }
                // Once for each: a second copy would only tell that somebody was named twice.
                if !uris.contains(where: { $0.addressOfRecord == uri.addressOfRecord }) { uris.append(uri) }
            }
            return uris
        }
        guard let message = input.message else { throw .needsOption("--to", because: nil) }
        let address = try MessageParties.recipientAddress(of: message)
        guard let uri = try worded({ try store.uri(of: address) }) else {
            throw .needsOption("--to", because: address.addressOfRecord)
        }
        return [uri]
    }

    /// The signer for `sender`, out of the store; `anchors` are those that were read already.
    ///
    /// - Throws: a usage error if a PKCS#1 v1.5 signature is asked for and every key is for RSASSA-PSS alone (RFC 4055
    ///   §1.2).
    func signer(
        _ sender: AddressURI, store: MessageStore, trusting anchors: TrustAnchors? = nil, at now: Date
    ) throws -> CheckedSigner {
        var candidates = try store.keyedCertificates(for: sender)
        if protecting.rsaSignature == .pkcs1, let newest = candidates.first {
            candidates.removeAll { $0.certificate.facts.key.isForPSSAlone }
            if candidates.isEmpty { throw CommandFailure.pssKey(of: newest.certificate) }
        }
        let found = anchors == nil ? try store.trustAnchors(ifListsName: candidates.map(\.certificate)) : nil
        return try .select(
            sender, from: candidates, rsaSignature: protecting.rsaSignature ?? .pkcs1,
            trusting: anchors ?? found, at: now)
    }
}

extension KeyAlgorithm {
    fileprivate var isForPSSAlone: Bool { if case .rsaPSS = self { true } else { false } }
}

extension ProtectCommand {
    /// The command with the transfer encoding that it writes for `input` if none is given.
    func encoded(for input: MessageInput) -> Self {
        var command = self
        command.protecting.transferEncoding =
            protecting.transferEncoding ?? (input.message == nil ? .base64 : .binary)
        return command
    }
}
