import CCrypto
import Octets

extension UnusableCertificate {
    /// Determines why ``Certificate/init(der:)`` refuses the octets.
    init(der: [UInt8]) {
        ERR_clear_error()
        defer { ERR_clear_error() }
        let decoded = unsafe der.withUnsafeBufferPointer { buffer -> X509? in
            var position = buffer.baseAddress
            let x509 = unsafe d2i_X509(nil, &position, buffer.count)
            // Trailing octets are another fault.
            return unsafe position == buffer.baseAddress.map({ unsafe $0 + buffer.count }) ? x509 : nil
        }
        guard let x509 = decoded else {
            self.init(subject: nil, serialNumber: nil, reason: .notACertificate)
            return
        }
        let subject = try? unsafe text(of: X509_get_subject_name(x509))
        self.init(
            subject: subject.flatMap { $0.isEmpty ? nil : $0 }, serialNumber: Self.serialNumber(of: x509),
            reason: Self.reason(x509))
    }

    private static func serialNumber(of x509: X509) -> String? {
        let serial = unsafe X509_get0_serialNumber(x509)
        guard let der = try? unsafe encoded("i2d_ASN1_INTEGER", { unsafe i2d_ASN1_INTEGER(serial, $0) })
        else { return nil }
        var reader = DERReader(der[...], structure: .certificate)
        return (try? reader.next(DERTag.integer)).map { Hexadecimal.text([UInt8]($0.content), .upperCase) }
    }

    private static func reason(_ x509: X509) -> Reason {
        var seen: Set<Int32> = []
        for index in 0..<(X509_get_ext_count(x509)) {
            let found = unsafe X509_get_ext(x509, index)
            let nid = unsafe OBJ_obj2nid(X509_EXTENSION_get_object(found))
            // Extensions without a reader in libcrypto cannot be checked.
            guard let found = unsafe found, nid != NID_undef, unsafe X509V3_EXT_get(found) != nil else {
                continue
            }
            let name = unsafe OBJ_nid2ln(nid).map { unsafe String(cString: $0) } ?? "unknown"
            guard seen.insert(nid).inserted else { return .repeatedExtension(name) }
            guard unsafe isReadable(found) else { return .unreadableExtension(name) }
        }
        return .nonconforming
    }

    /// Tries to print the extension, which decodes it and frees the result.
    private static func isReadable(_ found: OpaquePointer) -> Bool {
        guard let bio = try? MemoryBIO.collecting() else { return false }
        return unsafe X509V3_EXT_print(bio.pointer, found, 0, 0) == 1
    }
}
