public import CMS

extension SecretOctets {
    /// A secret that is none: the text stands in the test.
    public convenience init(_ text: String) {
        self.init(copying: Array(text.utf8).span)
    }

    /// A secret that is none: the octets are published, or those of a test's own key.
    public convenience init(_ octets: [UInt8]) {
        self.init(copying: octets.span)
    }
}
