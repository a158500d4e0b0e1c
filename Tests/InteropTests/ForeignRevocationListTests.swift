import CMS
import Foundation
import TestSupport
import Testing

/// A root, an authority under it and a subscriber, all created by openssl, with CRLs of `openssl ca`.
@Suite("CRLs of another CA", .enabled(if: Tool.arePresent("openssl", "sh")))
struct ForeignRevocationListTests {
    private static let now = Date(timeIntervalSince1970: 1_795_435_200)
    /// 2026-11-01, the time of all revocations.
    private static let then = Date(timeIntervalSince1970: 1_793_491_200)

    private let directory: TemporaryDirectory
    private let root: Certificate
    private let middle: Certificate
    private let leaf: Certificate

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write(Self.configuration.utf8, to: "ca.cnf")
        try Tool(name: "sh", directory: directory)("-ec", Self.script)
        root = try Certificate.certificates(pem: directory.octets(of: "root.pem"))[0]
        middle = try Certificate.certificates(pem: directory.octets(of: "middle.pem"))[0]
        leaf = try Certificate.certificates(pem: directory.octets(of: "leaf.pem"))[0]
    }

    /// A CRL of `authority`, root or middle, by `openssl ca`.
    private func list(
        of authority: String, revoking certificate: Certificate? = nil, reason: String = "keyCompromise",
        extensions: String = "whole", days: (from: String, to: String) = ("20261101", "20261201"),
        signedBy signer: String? = nil, digest: String = "sha256"
    ) throws -> RevocationList {
        let entry = certificate.map {
            "R\t491231000000Z\t261101000000Z,\(reason)\t\($0.facts.serialNumber)\tunknown\t/CN=subscriber\n"
        }
        try directory.write((entry ?? "").utf8, to: "\(authority).index")
        let signer = signer ?? authority
        try Tool(name: "sh", directory: directory)(
            "-ec",
            """
            openssl ca -config ca.cnf -name \(authority) -md \(digest) -gencrl -crlexts \(extensions) -out list.pem \
            -crl_lastupdate \(days.from)000000Z -crl_nextupdate \(days.to)000000Z \
            -cert \(signer).pem -keyfile \(signer).key
            """)
        return try RevocationList.lists(pem: directory.octets(of: "list.pem"))[0]
    }

    private func verify(_ lists: [RevocationList]) throws(CMSError) -> TrustedPath {
        var policy = RevocationPolicy()
        policy.unlisted = .refuse
        return try TrustAnchors([root], intermediates: [middle], revocationLists: lists)
            .verify(leaf, at: Self.now, revocation: policy)
    }

    private func expectUnusable(
        _ certificate: Certificate, _ lists: [RevocationList],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        do throws(CMSError) {
            _ = try verify(lists)
            Issue.record("accepted", sourceLocation: sourceLocation)
        } catch {
            guard case .revocationUnknown(certificate, .unusable) = error else {
                Issue.record("\(error)", sourceLocation: sourceLocation)
                return
            }
        }
    }

    @Test("are required of every authority on the path, and read")
    func wholePath() throws {
        let ofRoot = try list(of: "root")
        let ofMiddle = try list(of: "middle")
        #expect(ofRoot.isIssued(by: root) && ofMiddle.isIssued(by: middle) && !ofMiddle.isIssued(by: root))
        #expect(ofMiddle.number == "2" && ofMiddle.thisUpdate == Self.then && ofMiddle.count == 0)
        #expect(try verify([ofRoot, ofMiddle]).certificates == [leaf, middle, root])
        #expect(throws: CMSError.revocationUnknown(leaf, .noCRL)) { try verify([ofRoot]) }
        #expect(throws: CMSError.revocationUnknown(middle, .noCRL)) { try verify([ofMiddle]) }
    }

    @Test(
        "signed with SHA-1 revoke certificates, but clear none unless weak ones are allowed")
    func weak() throws {
        let ofRoot = try list(of: "root")
        let ofMiddle = try list(of: "middle", digest: "sha1")
        #expect(ofRoot.weakAlgorithm == nil)
        let name = try #require(ofMiddle.weakAlgorithm)
        #expect(throws: CMSError.weakAlgorithm(name)) { try verify([ofRoot, ofMiddle]) }
        #expect(throws: CMSError.revoked(leaf, at: Self.then, reason: .keyCompromise)) {
            try verify([ofRoot, list(of: "middle", revoking: leaf, digest: "sha1")])
        }
        let path = try TrustAnchors([root], intermediates: [middle], revocationLists: [ofRoot, ofMiddle])
            .verify(leaf, at: Self.now, strength: .anyIncludingWeak)
        #expect(path.unlisted.isEmpty)
    }

    @Test("revoke a subscriber, and an authority between it and the anchor, but not an anchor")
    func revoked() throws {
        let ofRoot = try list(of: "root")
        let ofMiddle = try list(of: "middle", revoking: leaf, reason: "certificateHold")
        #expect(throws: CMSError.revoked(leaf, at: Self.then, reason: .certificateHold)) {
            try verify([ofRoot, ofMiddle])
        }
        let revoking = try list(of: "root", revoking: middle, reason: "CACompromise")
        #expect(throws: CMSError.revoked(middle, at: Self.then, reason: .cACompromise)) {
            try verify([revoking, list(of: "middle")])
        }
        #expect(try verify([list(of: "root", revoking: root), list(of: "middle")]).anchor == root)
    }

    @Test("are not required of an authority that is a trust anchor itself, with or without others above it")
    func anchorInTheMiddle() throws {
        let lists = [try list(of: "root", revoking: middle), try list(of: "middle")]
        for helpers in [[], [middle], [root]] {
            let path = try TrustAnchors([root, middle], intermediates: helpers, revocationLists: lists)
                .verify(leaf, at: Self.now)
            #expect(path.certificates == [leaf, middle])
        }
    }

    @Test("with an unknown critical extension refuse everything, and report listed certificates as revoked")
    func unknownCritical() throws {
        let ofRoot = try list(of: "root")
        expectUnusable(leaf, [ofRoot, try list(of: "middle", extensions: "critical")])
        #expect(throws: CMSError.revoked(leaf, at: Self.then, reason: .keyCompromise)) {
            try verify([ofRoot, list(of: "middle", revoking: leaf, extensions: "critical")])
        }
    }

    @Test("do not count if another key signed them, or a certificate that may not sign CRLs")
    func wrongSigner() throws {
        let ofRoot = try list(of: "root")
        // The root's name and key, and the middle's: libcrypto takes the issuer from the certificate.
        #expect(throws: CMSError.revocationUnknown(leaf, .noCRL)) {
            try verify([ofRoot, list(of: "middle", signedBy: "root")])
        }
        let noSign = try list(of: "middle", signedBy: "nosign")
        #expect(
            try !noSign.isIssued(by: Certificate.certificates(pem: directory.octets(of: "nosign.pem"))[0]))
    }

    @Test("that are deltas do not count alone; with the complete CRL they add to it and remove from it")
    func deltas() throws {
        let ofRoot = try list(of: "root")
        let whole = try list(of: "middle", extensions: "whole_with_freshest")
        let held = try list(
            of: "middle", revoking: leaf, reason: "certificateHold", extensions: "whole_with_freshest")
        let adding = try list(
            of: "middle", revoking: leaf, extensions: "delta", days: ("20261110", "20261201"))
        let nothing = try list(of: "middle", extensions: "delta", days: ("20261110", "20261201"))
        let removing = try list(
            of: "middle", revoking: leaf, reason: "removeFromCRL", extensions: "delta",
            days: ("20261110", "20261201"))
        #expect(adding.isDelta && !whole.isDelta && adding.order(comparedTo: whole) == .unrelated)
        expectUnusable(leaf, [ofRoot, nothing])
        #expect(try verify([ofRoot, whole, nothing]).anchor == root)
        #expect(throws: CMSError.revoked(leaf, at: Self.then, reason: .keyCompromise)) {
            try verify([ofRoot, whole, adding])
        }
        #expect(throws: CMSError.revoked(leaf, at: Self.then, reason: .certificateHold)) {
            try verify([ofRoot, held])
        }
        #expect(try verify([ofRoot, held, removing]).anchor == root)
    }

    @Test("about authorities only do not cover subscribers")
    func scope() throws {
        let ofRoot = try list(of: "root", extensions: "authorities")
        expectUnusable(leaf, [ofRoot, try list(of: "middle", extensions: "authorities")])
        #expect(try verify([ofRoot, list(of: "middle", extensions: "users")]).anchor == root)
        let (users, authorities) = (
            try list(of: "middle", extensions: "users"), try list(of: "middle", extensions: "authorities")
        )
        #expect(users.order(comparedTo: authorities) == .unrelated)
    }
}

extension ForeignRevocationListTests {
    private static let configuration = """
        [req]
        distinguished_name = name
        [name]
        [root]
        database = root.index
        crlnumber = number
        default_md = sha256
        new_certs_dir = .
        policy = any
        rand_serial = yes
        [middle]
        database = middle.index
        crlnumber = number
        default_md = sha256
        new_certs_dir = .
        policy = any
        rand_serial = yes
        [any]
        commonName = supplied
        [authority]
        basicConstraints = critical, CA:TRUE
        keyUsage = critical, keyCertSign, cRLSign
        subjectKeyIdentifier = hash
        [nosign]
        basicConstraints = critical, CA:TRUE
        keyUsage = critical, keyCertSign
        subjectKeyIdentifier = hash
        [user]
        keyUsage = critical, digitalSignature
        subjectKeyIdentifier = hash
        authorityKeyIdentifier = keyid
        crlDistributionPoints = URI:http://ca.example.test/list.crl
        freshestCRL = URI:http://ca.example.test/changes.crl
        [whole]
        authorityKeyIdentifier = keyid
        [whole_with_freshest]
        authorityKeyIdentifier = keyid
        freshestCRL = URI:http://ca.example.test/changes.crl
        [delta]
        authorityKeyIdentifier = keyid
        deltaCRL = critical, ASN1:INTEGER:1
        [critical]
        authorityKeyIdentifier = keyid
        1.2.3.4.5 = critical, ASN1:NULL
        [authorities]
        authorityKeyIdentifier = keyid
        issuingDistributionPoint = critical, @onlyauthorities
        [onlyauthorities]
        onlyCA = TRUE
        [users]
        authorityKeyIdentifier = keyid
        issuingDistributionPoint = critical, @onlyusers
        [onlyusers]
        onlyuser = TRUE

        """

    /// From 2020 to 2049.
    private static let script = """
        export OPENSSL_CONF=/dev/null
        : > root.index
        : > middle.index
        echo 01 > number
        issue() { # issuer name extensions [-selfsign]
            openssl ca -batch -config ca.cnf -name root -in $2.csr -out $2.pem -notext \
                -startdate 20200101000000Z -enddate 20491231000000Z -extensions $3 -extfile ca.cnf \
                -cert $1.pem -keyfile $1.key ${4-}
        }
        for name in root middle nosign leaf; do
            openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $name.key
            openssl req -new -config ca.cnf -key $name.key -subj "/CN=$name" -out $name.csr
        done
        issue root root authority -selfsign
        issue root middle authority
        issue root nosign nosign
        issue middle leaf user
        """
}
