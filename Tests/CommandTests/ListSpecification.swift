import Foundation
import TestSupport
import Testing

@testable import CMS

/// A CRL as a row of the table of combinations describes it, made and signed here, since
/// nothing else makes lists so odd.
struct ListSpecification: Sendable {
    /// What an entry says.
    struct Entry: Sendable {
        var reason: RevocationReason = .superseded
        /// Days after noon.
        var day = -1.0
        /// Whether it is about alice; otherwise about a certificate that does not exist.
        var isAlice = true
        /// Whose certificate it is about, in an indirect list.
        var issuer: Signer?
    }

    /// Who signs a list.
    enum Signer: Sendable {
        case authority
        /// An authority of the same name under the same root, with another key.
        case otherKey
        /// An authority of the same name that leads to no anchor here.
        case stranger
        /// Another authority under the same root, which issues indirect lists.
        case listIssuer
    }

    var number: UInt8? = 1
    var base: UInt8?
    /// Days after noon; without a next one the list has no nextUpdate.
    var from = -2.0
    var until: Double? = 30
    var entries: [Entry] = []
    var signer = Signer.authority
    var isIndirect = false
    var hasFreshestCRL = false

    static let alice = Entry()
    static let hold = Entry(reason: .certificateHold)
    static let lifted = Entry(reason: .removeFromCRL)
}

/// The certificates that the lists are about: a root, two authorities of one name and two others.
struct ListLab {
    let root: CertificateAuthority
    let authority: CertificateAuthority
    let otherKey: CertificateAuthority
    let stranger: CertificateAuthority
    let listIssuer: CertificateAuthority
    let alice: TestIdentity
    let wendy: TestIdentity

    private static let validity = CertificateValidity(from: CommandRun.noon - 30 * 86_400, days: 365)
    private static let result = Result { try ListLab() }

    static func shared() throws -> ListLab { try result.get() }

    private init() throws {
        func authority(_ domain: String, under issuer: CertificateAuthority?) throws -> CertificateAuthority {
            let profile = CertificateProfile.testAuthority(domain: domain, keys: .secret)
            guard let issuer else { return try .make(profile, key: .p256, validity: Self.validity) }
            let key = try PrivateKey.generate(.p256)
            return try CertificateAuthority(
                certificate: issuer.issue(profile, for: key, validity: Self.validity), key: key)
        }
        root = try Self.withoutPathLength(authority("root.test", under: nil))
        self.authority = try authority("example.test", under: root)
        otherKey = try authority("example.test", under: root)
        listIssuer = try authority("lists.test", under: root)
        stranger = try authority("example.test", under: nil)
        alice = try Self.subscriber("alice", of: self.authority, listsBy: listIssuer)
        wendy = try Self.subscriber("wendy", of: self.authority, listsBy: nil)
    }

    /// A certificate, with a distribution point that names the issuer of an indirect list if there is one.
    private static func subscriber(
        _ name: String, of authority: CertificateAuthority, listsBy issuer: CertificateAuthority?
    ) throws -> TestIdentity {
        let key = try PrivateKey.generate(.p256)
        let profile = CertificateProfile.user(
            address: "\(name)@example.test", uris: ["sip:\(name)@example.test"])
        let certificate = try authority.issue(profile, for: key, validity: validity)
        guard let issuer else { return TestIdentity(certificate: certificate, key: key) }
        var node = try DERNode(parsing: certificate.der)
        let last = try #require(node[0].elements.indices.last)
        let general = DERNode(0xA4, elements: [try DERNode(parsing: issuer.certificate.facts.subjectDER)])
        let point = DERNode(
            0x30,
            elements: [
                DERNode(0xA0, elements: [DERNode(0xA0, elements: [general])]),
                DERNode(0xA2, elements: [general]),
            ])
        let value = DERNode(0x30, elements: [point]).der
        node[0, last, 0].elements.append(
            DERNode(0x30, elements: [DERNode(0x06, [0x55, 0x1D, 31]), DERNode(0x04, value)]))
        let der = try CertificateAuthority.signed(node[0].der, by: authority.signing)
        return TestIdentity(certificate: try Certificate(der: der), key: key)
    }

    /// The authority with a certificate that may issue those of other authorities.
    private static func withoutPathLength(_ authority: CertificateAuthority) throws -> CertificateAuthority {
        var node = try DERNode(parsing: authority.certificate.der)
        node.removePathLength()
        let der = try CertificateAuthority.signed(node[0].der, by: authority.signing)
        return try CertificateAuthority(certificate: Certificate(der: der), key: authority.key)
    }

    private func authority(_ signer: ListSpecification.Signer) -> CertificateAuthority {
        switch signer {
        case .authority: authority
        case .otherKey: otherKey
        case .stranger: stranger
        case .listIssuer: listIssuer
        }
    }

    /// DER of a list.
    func list(_ list: ListSpecification) throws -> [UInt8] {
        let issuer = authority(list.signer)
        var fields = [
            DERNode(0x02, [1]),
            try DERNode(parsing: CertificateAuthority.signatureAlgorithm(of: issuer.key)),
            try DERNode(parsing: issuer.certificate.facts.subjectDER), try Self.time(list.from),
        ]
        if let until = list.until { fields.append(try Self.time(until)) }
        if !list.entries.isEmpty {
            fields.append(DERNode(0x30, elements: try list.entries.map(entry)))
        }
        var extensions = [
            Self.extension(
                35, false,
                DERNode(
                    0x30,
                    elements: [
                        DERNode(0x80, issuer.certificate.facts.subjectKeyIdentifier ?? [])
                    ]))
        ]
        if let number = list.number { extensions.append(Self.extension(20, false, DERNode(0x02, [number]))) }
        if let base = list.base { extensions.append(Self.extension(27, true, DERNode(0x02, [base]))) }
        if list.isIndirect {
            extensions.append(Self.extension(28, true, DERNode(0x30, elements: [DERNode(0x84, [0xFF])])))
        }
        if list.hasFreshestCRL {
            let uri = DERNode(0x86, Array("http://crl.example.test/delta".utf8))
            extensions.append(
                Self.extension(
                    46, false,
                    DERNode(
                        0x30,
                        elements: [
                            DERNode(
                                0x30, elements: [DERNode(0xA0, elements: [DERNode(0xA0, elements: [uri])])])
                        ])))
        }
        fields.append(DERNode(0xA0, elements: [DERNode(0x30, elements: extensions)]))
        return try CertificateAuthority.signed(DERNode(0x30, elements: fields).der, by: issuer.signing)
    }

    private func entry(_ entry: ListSpecification.Entry) throws -> DERNode {
        let serial = entry.isAlice ? alice.certificate.facts.serialNumber : "7FFF"
        let octets = stride(from: 0, to: serial.count, by: 2).compactMap { offset in
            UInt8(serial.dropFirst(offset).prefix(2), radix: 16)
        }
        var extensions: [DERNode] = []
        if entry.reason != .unspecified {
            extensions.append(Self.extension(21, false, DERNode(0x0A, [UInt8(entry.reason.rawValue)])))
        }
        if let issuer = entry.issuer {
            let name = try DERNode(parsing: authority(issuer).certificate.facts.subjectDER)
            extensions.append(
                Self.extension(29, true, DERNode(0x30, elements: [DERNode(0xA4, elements: [name])])))
        }
        var fields = [DERNode(0x02, octets), try Self.time(entry.day)]
        if !extensions.isEmpty { fields.append(DERNode(0x30, elements: extensions)) }
        return DERNode(0x30, elements: fields)
    }

    private static func time(_ day: Double) throws -> DERNode {
        try DERNode(parsing: encodedTime(CommandRun.noon + day * 86_400))
    }

    private static func `extension`(_ number: UInt8, _ isCritical: Bool, _ value: DERNode) -> DERNode {
        DERNode(
            0x30,
            elements: [DERNode(0x06, [0x55, 0x1D, number])] + (isCritical ? [DERNode(0x01, [0xFF])] : [])
                + [DERNode(0x04, value.der)])
    }
}
