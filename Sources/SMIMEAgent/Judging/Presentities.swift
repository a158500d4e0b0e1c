import MIME
import Octets
import SMIMEBody
import XML

/// The presentities whose state a body has, or that a list in it names.
enum Presentities {
    /// Returns the presentities in the body of a request with this method; nil if the body, or a part of it,
    /// is neither a presence document nor a list of resources (RFC 4662 §5).
    ///
    /// What no reader here understands, such as a list of watchers, could name any user.
    static func named(in body: MIMEEntity?, of method: String) -> [String]? {
        guard let body, !body.body.isEmpty else { return [] }
        guard let type = try? body.contentType() else { return documents(in: body, of: method) }
        switch type.type {
        case "message": return nil
        case "multipart": return named(inPartsOf: body, of: method)
        default: break
        }
        guard type.mediaType == "application/rlmi+xml" else { return documents(in: body, of: method) }
        guard let resources = resources(of: body), let found = try? body.presentities(inBodyOf: method) else {
            return nil
        }
        return resources + found
    }

    /// Returns those in the parts of a multipart; how deep multiparts may be is bounded where they are read.
    private static func named(inPartsOf entity: MIMEEntity, of method: String) -> [String]? {
        // With a coding, readers may find other parts.
        let isCoded = entity.headerFields.contains { $0.isNamed("Content-Encoding") }
        guard !isCoded, let parts = try? entity.multipart()?.parts else { return nil }
        var found: [String] = []
        for part in parts {
            guard let more = named(in: part.entity, of: method) else { return nil }
            found += more
        }
        return found
    }

    /// Returns those of the presence documents; nil if there is none.
    private static func documents(in entity: MIMEEntity, of method: String) -> [String]? {
        let found = try? entity.presentities(inBodyOf: method)
        return found?.isEmpty == false ? found : nil
    }

    /// Returns the list and its resources.
    private static func resources(of list: MIMEEntity) -> [String]? {
        guard let octets = try? list.decodedOctets(limits: .standard),
            let root = try? XMLElement.read([UInt8](octets), limits: limits), root.name.local == "list"
        else { return nil }
        var found: [String] = []
        for element in [root] + root.children.filter({ $0.name.local == "resource" }) {
            guard let uri = element.attributes["uri"] else { return nil }
            found.append(uri)
        }
        return found
    }

    private static let limits = XMLLimits(octets: 1 << 20, depth: 16, elements: 1 << 14, attributes: 64)
}
