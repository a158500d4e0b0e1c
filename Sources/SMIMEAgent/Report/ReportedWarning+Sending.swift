package import PIDF

extension ReportedWarning {
    /// The document may be about another party than its sender.
    package static let entityUnchecked = ReportedWarning(
        code: "entity-unchecked",
        message: "it was not checked that the document is about its sender")

    /// The document was accepted although it departs from RFC 3863.
    package static func nonconforming(_ departures: PIDFNonconformities) -> ReportedWarning {
        ReportedWarning(
            code: "pidf-nonconforming", message: "the presence document departs from RFC 3863: \(departures)")
    }
}
