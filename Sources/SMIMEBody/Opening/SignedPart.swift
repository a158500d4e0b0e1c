import CMS
import MIME

/// The part of a multipart/signed in the form in which its signature is verified.
///
/// Text is signed with CRLF line ends (RFC 8551 §3.1.1); programs that store messages on the way write
/// bare LF. The signature's message digest determines the form, octet for octet, so that a proxy cannot
/// choose between two contents.
struct SignedPart {
    private let part: MIMEEntity

    init(_ part: MIMEEntity) { self.part = part }

    /// Returns the octets that `signer` signed: those received, or the same text with CRLF line ends.
    ///
    /// With `hidingForm` both digests are computed for every part, so that the response time does not depend
    /// on the line ends in a part that came out of an envelope without authentication.
    func octets(signedBy signer: SignerInfo, hidingForm: Bool) -> [UInt8] {
        let received = part.octets
        if !hidingForm, signer.statesDigest(of: received) || !isTextWithBareLineFeeds { return received }
        let canonical = Self.canonical(received)
        let isReceivedForm = signer.statesDigest(of: received)
        let isCanonicalForm = signer.statesDigest(of: canonical)
        let isText = isTextWithBareLineFeeds
        return !isReceivedForm && isText && isCanonicalForm ? canonical : received
    }

    /// The part in its canonical form if it is text with bare LF; nil for any other.
    var canonicalText: [UInt8]? { isTextWithBareLineFeeds ? Self.canonical(part.octets) : nil }

    /// Returns the octets with CRLF for each LF.
    private static func canonical(_ octets: [UInt8]) -> [UInt8] {
        var canonical: [UInt8] = []
        canonical.reserveCapacity(octets.count + octets.count / 8)
        for octet in octets {
            if octet == 0x0A { canonical.append(0x0D) }
            canonical.append(octet)
        }
        return canonical
    }

    /// Whether the part has no CR and no binary content: no other control characters, no octets above ASCII
    /// unless it is declared as 8bit, and no entity in it that is declared as binary.
    private var isTextWithBareLineFeeds: Bool {
        let encodings = part.headerFields.filter { $0.isNamed(Self.encodingField) }.map {
            $0.value.lowercased()
        }
        let highest: UInt8 = encodings == ["8bit"] ? 0xFF : 0x7E
        let isText = part.octetsInPlace.allSatisfy { octet in
            octet == 0x09 || octet == 0x0A || octet >= 0x20 && octet <= highest && octet != 0x7F
        }
        return isText && part.octetsInPlace.split(separator: 0x0A).allSatisfy(Self.allowsText)
    }

    private static let encodingField = "Content-Transfer-Encoding"
    private static let textEncodings: Set = ["7bit", "8bit", "base64", "quoted-printable"]

    /// Returns whether a line declares no encoding, or one of text; at any depth, in a header or not.
    private static func allowsText(_ line: ArraySlice<UInt8>) -> Bool {
        let name = line.prefix(encodingField.utf8.count)
        guard String(decoding: name, as: UTF8.self).lowercased() == encodingField.lowercased() else {
            return true
        }
        let isBlank = { (octet: UInt8) in octet == 0x20 || octet == 0x09 }
        let rest = line[name.endIndex...].drop(while: isBlank)
        guard rest.first == 0x3A else { return false }
        var value = rest.dropFirst().drop(while: isBlank)
        while let last = value.last, isBlank(last) { value.removeLast() }
        return textEncodings.contains(String(decoding: value, as: UTF8.self).lowercased())
    }
}
