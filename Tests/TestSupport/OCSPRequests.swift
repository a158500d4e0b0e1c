/// Requests in the form of other implementations, built octet by octet.
public enum OCSPRequests {
    /// A request for this number of certificates of an unknown issuer; an extension
    /// of each, and one of the whole.
    public static func ofUnknownIssuer(
        certificates: Int = 1, single: DERNode? = nil, whole: DERNode? = nil
    ) -> DERNode {
        let algorithm = DERNode(0x30, elements: [DERNode(0x06, [0x2B, 0x0E, 0x03, 0x02, 0x1A])])
        let hash = DERNode(0x04, [UInt8](repeating: 7, count: 20))
        let identifier = DERNode(0x30, elements: [algorithm, hash, hash, DERNode(0x02, [1])])
        var one = DERNode(0x30, elements: [identifier])
        if let single { one.elements.append(DERNode(0xA0, elements: [DERNode(0x30, elements: [single])])) }
        let list = DERNode(0x30, elements: Array(repeating: one, count: certificates))
        var asked = DERNode(0x30, elements: [list])
        if let whole { asked.elements.append(DERNode(0xA2, elements: [DERNode(0x30, elements: [whole])])) }
        return DERNode(0x30, elements: [asked])
    }
}
