import CCrypto
import Octets

/// A borrowed serial number as ``Certificate/Facts/serialNumber`` has it.
func serialNumber(of integer: UnsafePointer<ASN1_INTEGER>?) throws(CMSError) -> String {
    let encoded = try unsafe encoded("i2d_ASN1_INTEGER") { unsafe i2d_ASN1_INTEGER(integer, $0) }
    var reader = DERReader(encoded[...], structure: .certificate)
    return Hexadecimal.text(try reader.next(DERTag.integer).content, .upperCase)
}
