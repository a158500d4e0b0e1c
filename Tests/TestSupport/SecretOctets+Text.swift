public import CMS

extension SecretOctets {
    /// A test value that need not be secret: the text is in the test.
    public convenience init(_ text: String) {
        self.init(copying: Array(text.utf8).span)
    }

    /// A test value that need not be secret: the octets are published, or belong to a test's own key.
    public convenience init(_ octets: [UInt8]) {
        self.init(copying: octets.span)
    }
}
