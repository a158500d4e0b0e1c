import Octets

/// A URI that a certificate is filed under, and the numbers of its address.
struct FiledName: Sendable {
    let uri: String
    let numbers: RowNumbers

    init(uri: String) {
        self.uri = uri
        numbers = RowNumbers(ofURI: uri)
    }

    /// Whether a row lies with the address, and can say so among words with spaces between.
    func liesAt(_ row: Int64) -> Bool {
        numbers.contains(row) && !uri.isEmpty && !uri.utf8.contains(ASCII.space)
    }

    /// Whether a row says that it is filed under exactly this URI: octet by octet, where String would compare characters.
    func isAmong(_ words: String) -> Bool {
        words.utf8.split(separator: ASCII.space).contains { $0.elementsEqual(uri.utf8) }
    }
}
