internal import SIPMessage

/// The privacy facts of each place in a SIP message that can reveal something.
///
/// The rows are constants, built once when the first report is made; no file is read. They have prose and
/// severity; `HeaderFacts` has what SIP defines for a field.
public enum Catalogue {
    /// Every row, by theme: start line, people, routing, terminal, dialog, presence,
    /// security, body, capabilities.
    public static let rows: [CatalogueRow] =
        // Joined in one step: repeated addition would copy the first rows ten times.
        [
            startLineRows, identityRows, relationsRows, routingRows, operatorNetworkRows, deviceRows,
            dialogRows, presenceRows, securityRows, bodyRows, capabilitiesRows,
        ].flatMap(\.self)

    /// Returns the row of this name; nil if there is none.
    public static func row(named name: String) -> CatalogueRow? {
        rows.first { $0.name == name }
    }

    /// Returns the row of a header field.
    static func header(_ name: HeaderName) -> CatalogueRow? {
        guard let number = name.number, let place = places[number] else { return nil }
        return rows[place]
    }

    /// The index of the row for each listed field, by the field's number, so that no name is compared.
    private static let places: [Int?] = {
        var places = [Int?](repeating: nil, count: HeaderName.listed.count)
        for place in rows.indices {
            if let number = rows[place].field?.number { places[number] = place }
        }
        return places
    }()

    /// A body without an envelope; it is not in the catalogue because it is no field.
    package static let clearBody = CatalogueRow(
        "(body)", .pattern, .endToEnd, [.body, .presentity, .activity, .location], .mimeInner, .critical,
        option: .envelope,
        reveals: "The body itself: whose presence, which state, which notes.",
        userAgent: "Envelope it for its intended readers.",
        residual: "A signature alone hides nothing.",
        because: "Every hop can read what the user publishes to the watchers.",
        mitigation: "Sign and envelope the body.",
        source: "RFC 3856 §9.1; RFC 3863 §6")
}
