import MIME
import Octets
import SMIMEBody
import XML

/// The presentities whose state a body has, or that a list in it names.
enum Presentities {
    /// Returns the presentities in the body of a request with this method; nil if the body cannot be read.
    ///
    /// A body that no reader here understands could be about any user.
    static func named(in body: MIMEEntity?, of method: String) -> [String]? {
        guard let body else { return [] }
        guard let documents = try? body.presentities(inBodyOf: method), let lists = listed(in: body) else {
            return nil
        }
        return documents + lists
    }

    /// Returns the resources of every list in the entity and its parts (RFC 4662 §5); nil if one cannot be
    /// read.
    private static func listed(in entity: MIMEEntity) -> [String]? {
        guard let type = try? entity.contentType() else { return [] }
        if type.mediaType == "application/rlmi+xml" { return resources(of: entity) }
        guard type.type == "multipart" else { return [] }
        guard let parts = try? entity.multipart()?.parts else { return nil }
        var found: [String] = []
        for part in parts {
            guard let more = listed(in: part.entity) else { return nil }
            found += more
        }
        return found
    }

    private static func resources(of list: MIMEEntity) -> [String]? {
        guard let octets = try? list.decodedOctets(limits: .standard),
            let root = try? XMLElement.read([UInt8](octets), limits: limits)
        else { return nil }
        return ([root] + root.children).compactMap { $0.attributes["uri"] }
    }

    private static let limits = XMLLimits(octets: 1 << 20, depth: 16, elements: 1 << 14, attributes: 64)
}
