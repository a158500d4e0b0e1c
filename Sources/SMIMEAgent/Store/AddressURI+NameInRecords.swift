public import SIPMessage

extension AddressURI {
    /// The name of the address among those whose messages are protected: its address of record as a SIP URI.
    ///
    /// With another scheme, such as `sips:` or `pres:`, a user is not another one: who has sent protected
    /// messages under one of them must not be believed in clear under another.
    public var nameInRecords: String {
        guard sipURI != nil, let colon = addressOfRecord.firstIndex(of: ":") else { return addressOfRecord }
        return "sip" + addressOfRecord[colon...]
    }
}
