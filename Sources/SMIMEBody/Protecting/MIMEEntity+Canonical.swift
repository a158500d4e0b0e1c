public import MIME

extension MIMEEntity {
    /// Returns the entity with CRLF line ends if it is text with bare LF, such as a file of an
    /// editor; otherwise unchanged.
    ///
    /// A detached signature covers this form (RFC 8551 §3.1.1): mail programs convert their input before they
    /// verify it, so that a signature over bare LF would fail there.
    ///
    /// - Throws: ``SMIMEError/tooLarge(limit:)`` if it becomes larger than `limits` allow.
    public func canonicalText(limits: MIMELimits = .standard) throws(SMIMEError) -> MIMEEntity {
        guard let octets = SignedPart(self).canonicalText else { return self }
        return try mime { () throws(MIMEError) in
            try MIMEEntity.parse(octets, limits: limits, depth: depth)
        }
    }
}
