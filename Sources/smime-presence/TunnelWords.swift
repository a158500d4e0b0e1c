import SMIMEBody

// The words for tunnelling and padding.

extension CommandFailure {
    /// The option has to do with the header fields of a message, and there are none.
    static func needsMessage(_ option: String) -> CommandFailure {
        CommandFailure(
            .usage, "'\(option)' has no meaning for a body on its own",
            hint: "give it a whole SIP message, or leave '\(option)' out")
    }
}

extension Padding {
    /// What the length of a padded body tells all the same.
    var whatLengthStillTells: [String] {
        [
            "between which multiples of \(bucket) octets the signed content is long: a document that crosses one is seen",
            "the signature's own length: one by ECDSA is up to a few octets longer or shorter each time, at random",
            "the number of recipients and the kinds of their keys, and the size of the signer's certificate",
        ]
    }
}
