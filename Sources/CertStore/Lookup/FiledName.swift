import Octets

/// A URI that a certificate is filed under, and the row numbers of its address.
struct FiledName: Sendable {
    let uri: String
    let numbers: RowNumbers

    init(uri: String) {
        self.uri = uri
        numbers = RowNumbers(ofURI: uri)
    }

    /// Returns whether a row is clustered at the address, and the URI can be in its list,
    /// which is separated by spaces.
    func isClustered(_ row: Int64) -> Bool {
        numbers.contains(row) && !uri.isEmpty && !uri.utf8.contains(ASCII.space)
    }

    /// Returns whether a row lists exactly this URI: compared by octets, because String compares characters.
    func isListed(in words: String) -> Bool {
        words.utf8.split(separator: ASCII.space).contains { $0.elementsEqual(uri.utf8) }
    }
}
