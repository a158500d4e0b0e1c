import CCrypto

public import struct FoundationEssentials.Date

extension CertificateAuthority {
    /// Returns the response to an OCSP request, signed by this authority itself (RFC 6960 §4.2).
    ///
    /// Every certificate in the request is answered, in the same order; the response repeats the nonce.
    ///
    /// - Parameters:
    ///   - statuses: by serial number; missing ones, and those of other issuers, are unknown.
    ///   - instant: the time of the statuses; the thisUpdate and producedAt of the response.
    ///   - nextUpdate: the end of the response's validity.
    /// - Returns: DER of the OCSPResponse.
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    public func ocspResponse(
        to request: OCSPRequest, statuses: [String: CertificateStatus], at instant: Date, nextUpdate: Date
    ) throws(CMSError) -> [UInt8] {
        let basic = try unsafe OpenSSL.object("OCSP_BASICRESP_new") { unsafe OCSP_BASICRESP_new() }
        defer { unsafe OCSP_BASICRESP_free(basic) }
        let this = try TimeObject(instant)
        let next = try TimeObject(nextUpdate)
        for position in 0..<request.count {
            guard let identifier = unsafe request.identifier(at: position) else { continue }
            let serial = unsafe request.serialNumber(of: identifier, issuedBy: certificate)
            let status = serial.flatMap { statuses[$0] } ?? .unknown
            try unsafe Self.add(status, of: identifier, to: basic, from: this, until: next)
        }
        try OpenSSL.success("OCSP_copy_nonce") { unsafe OCSP_copy_nonce(basic, request.pointer) }
        // libcrypto would use the clock; the pointer it returns as constant is the response's own field.
        let produced = unsafe UnsafeMutablePointer(mutating: OCSP_resp_get0_produced_at(basic))
        _ = try unsafe OpenSSL.object("ASN1_GENERALIZEDTIME_set") {
            unsafe ASN1_GENERALIZEDTIME_set(produced, secondsSince1970(instant))
        }
        // Ed25519 digests the response itself.
        let digest = unsafe key.algorithm == .ed25519 ? nil : key.algorithm.signatureDigest.evp
        try OpenSSL.success("OCSP_basic_sign") {
            unsafe OCSP_basic_sign(basic, certificate.x509, key.key, digest, nil, UInt(OCSP_NOTIME))
        }
        let response = try unsafe OpenSSL.object("OCSP_response_create") {
            unsafe OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic)
        }
        defer { unsafe OCSP_RESPONSE_free(response) }
        return try unsafe encoded("i2d_OCSP_RESPONSE") { unsafe i2d_OCSP_RESPONSE(response, $0) }
    }

    /// Returns the response to octets that are not a request: only that status, unsigned (RFC 6960 §2.3).
    ///
    /// - Returns: DER of the OCSPResponse.
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    public static func ocspResponseToMalformedRequest() throws(CMSError) -> [UInt8] {
        let response = try unsafe OpenSSL.object("OCSP_response_create") {
            unsafe OCSP_response_create(OCSP_RESPONSE_STATUS_MALFORMEDREQUEST, nil)
        }
        defer { unsafe OCSP_RESPONSE_free(response) }
        return try unsafe encoded("i2d_OCSP_RESPONSE") { unsafe i2d_OCSP_RESPONSE(response, $0) }
    }

    private static func add(
        _ status: CertificateStatus, of identifier: OpaquePointer, to basic: OpaquePointer,
        from this: borrowing TimeObject, until next: borrowing TimeObject
    ) throws(CMSError) {
        let (thisPointer, nextPointer) = unsafe (this.pointer, next.pointer)
        func add(_ code: Int32, reason: Int32, date: UnsafeMutablePointer<ASN1_TIME>?) throws(CMSError) {
            _ = try unsafe OpenSSL.object("OCSP_basic_add1_status") {
                unsafe OCSP_basic_add1_status(
                    basic, identifier, code, reason, date, thisPointer, nextPointer)
            }
        }
        switch status {
        case .good: try add(V_OCSP_CERTSTATUS_GOOD, reason: 0, date: nil)
        case .unknown: try add(V_OCSP_CERTSTATUS_UNKNOWN, reason: 0, date: nil)
        case .revoked(let entry):
            let date = try TimeObject(entry.revokedAt)
            let reason =
                entry.reason == .unspecified
                ? OCSP_REVOKED_STATUS_NOSTATUS : Int32(entry.reason.rawValue)
            try unsafe add(V_OCSP_CERTSTATUS_REVOKED, reason: reason, date: date.pointer)
        }
    }
}
