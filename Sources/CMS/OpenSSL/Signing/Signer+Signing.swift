import CCrypto

public import struct FoundationEssentials.Date

extension Signer {
    /// Signs `content`, octet for octet, and returns DER of the SignedData (RFC 5652 §5).
    ///
    /// The digest is ``Signer/digest``; the signed attributes are content type, message digest, `signingTime`
    /// and SMIMECapabilities (RFC 8551 §2.5).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails, or `signingTime` is
    ///   not within the years 0 to 9999.
    public func sign(_ content: [UInt8], form: Form, signingTime: Date) throws(CMSError) -> [UInt8] {
        let detached = form == .detached ? CMS_DETACHED : 0
        let object = try unsafe CMSObject.made(by: "CMS_sign") {
            unsafe CMS_sign(nil, nil, nil, nil, UInt32(CMS_PARTIAL | CMS_BINARY | detached))
        }
        try add(to: object, signingTime: signingTime)
        try MemoryBIO.lending(content) { (bio) throws(CMSError) in
            try OpenSSL.success("CMS_final") {
                unsafe CMS_final(object.pointer, bio.pointer, nil, UInt32(CMS_BINARY))
            }
        }
        return try object.der()
    }

    private func add(to object: borrowing CMSObject, signingTime: Date) throws(CMSError) {
        let flags = CMS_NOSMIMECAP | CMS_PARTIAL | (saltOctets != nil ? CMS_KEY_PARAM : 0)
        let pointer = unsafe object.pointer
        let info = try unsafe OpenSSL.object("CMS_add1_signer") {
            unsafe CMS_add1_signer(pointer, certificate.x509, key.key, digest.evp, UInt32(flags))
        }
        if let saltOctets {
            let context = unsafe CMS_SignerInfo_get0_pkey_ctx(info)
            try unsafe PSSParameters(digest: digest, saltOctets: saltOctets).apply(to: context)
        }
        try OpenSSL.success("CMS_signed_add1_attr_by_NID") {
            unsafe CMS_signed_add1_attr_by_NID(
                info, NID_SMIMECapabilities, V_ASN1_SEQUENCE, capabilities, Int32(capabilities.count))
        }
        let time = try TimeObject(signingTime)
        try OpenSSL.success("CMS_signed_add1_attr_by_NID") {
            unsafe CMS_signed_add1_attr_by_NID(
                info, NID_pkcs9_signingTime, ASN1_STRING_type(time.pointer), time.pointer, -1)
        }
    }
}
