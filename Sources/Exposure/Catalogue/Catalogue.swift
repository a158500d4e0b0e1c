internal import SIPMessage

/// What is known about the privacy of each place in a SIP message where something can be read.
///
/// The rows are constants of the program, built once when the first report is made: no file is read. Prose and severity
/// are here; what SIP knows of a field is in `HeaderFacts`.
public enum Catalogue {
    /// Every row, by theme: start line, people, ways, terminal, dialog, presence, security, body, capabilities.
    public static let rows: [CatalogueRow] =
        // Joined at once: adding them up would copy the first ones ten times.
        [
            startLineRows, identityRows, relationsRows, routingRows, operatorNetworkRows, deviceRows,
            dialogRows, presenceRows, securityRows, bodyRows, capabilitiesRows,
        ].flatMap(\.self)

    /// The row of this name, nil where there is none.
    public static func row(named name: String) -> CatalogueRow? {
        rows.first { $0.name == name }
    }

    /// The row of a header field.
    static func header(_ name: HeaderName) -> CatalogueRow? {
        guard let number = name.number, let place = places[number] else { return nil }
        return rows[place]
    }

    /// Where the row of each listed field is, by the field's number: without looking at names.
    private static let places: [Int?] = {
        var places = [Int?](repeating: nil, count: HeaderName.listed.count)
        for place in rows.indices {
            if let number = rows[place].field?.number { places[number] = place }
        }
        return places
    }()

    /// A body that no envelope covers; it stands beside the catalogue because it is no field.
    package static let clearBody = CatalogueRow(
        "(body)", .pattern, .endToEnd, [.body, .presentity, .activity, .location], .mimeInner, .critical,
        option: .envelope,
        reveals: "The body itself: whose presence, which state, which notes.",
        userAgent: "Envelope it for those who have to read it.",
        residual: "A signature alone hides nothing.",
        because: "What the user wanted to tell the watchers, every hop can read.",
        mitigation: "Sign and envelope the body.",
        source: "RFC 3856 §9.1; RFC 3863 §6")
}
