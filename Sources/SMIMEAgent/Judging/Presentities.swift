import MIME
import Octets
import SMIMEBody
import XML

/// The presentities whose state a body has, or that a list in it names.
enum Presentities {
    /// The largest number of presentities; a body with more could be about any user.
    static let most = 256

    /// Returns the presentities in the body of a request with this method, at most ``most``; nil if the body,
    /// or a part of it, is neither a presence document nor a list of resources (RFC 4662 §5).
    ///
    /// What no reader here understands, such as a list of watchers, could name any user.
    static func named(in body: MIMEEntity?, of method: String) -> [String]? {
        guard let body, !body.body.isEmpty else { return [] }
        // Whatever its Content-Type says: presence servers read a multipart as a document too.
        guard let documents = try? body.presentities(inBodyOf: method) else { return nil }
        switch Kind(of: body) {
        case .message: return nil
        case .document: return documents.isEmpty ? nil : limited(documents)
        case .list, .multipart: return listed(in: body, of: method).flatMap { limited(documents + $0) }
        }
    }

    /// Returns the resources of every list in the entity and its parts; nil if one is neither that nor a
    /// presence document.
    ///
    /// How deep multiparts may be is bounded where they are read.
    private static func listed(in entity: MIMEEntity, of method: String) -> [String]? {
        switch Kind(of: entity) {
        case .message: return nil
        case .list: return resources(of: entity)
        case .document:
            let documents = try? entity.presentities(inBodyOf: method)
            return entity.body.isEmpty || documents?.isEmpty == false ? [] : nil
        case .multipart:
            guard let parts = try? entity.multipart()?.parts else { return nil }
            var found: [String] = []
            for part in parts {
                guard let more = listed(in: part.entity, of: method) else { return nil }
                found += more
            }
            return found
        }
    }

    private enum Kind {
        case message, multipart, list, document

        init(of entity: MIMEEntity) {
            let type = try? entity.contentType()
            switch type?.type {
            case "message": self = .message
            case "multipart": self = .multipart
            case .none, .some: self = type?.mediaType == "application/rlmi+xml" ? .list : .document
            }
        }
    }

    private static func limited(_ names: [String]) -> [String]? { names.count <= most ? names : nil }

    /// Returns the list and its resources; nil if it has an element that RFC 4662 does not know there.
    private static func resources(of list: MIMEEntity) -> [String]? {
        guard let octets = try? list.decodedOctets(limits: .standard),
            let root = try? XMLElement.read([UInt8](octets), limits: limits), root.name.local == "list",
            let uri = root.attributes["uri"]
        else { return nil }
        var found = [uri]
        for element in root.children where element.name.local != "name" {
            guard element.name.local == "resource", let uri = element.attributes["uri"],
                element.children.allSatisfy({ ["name", "instance"].contains($0.name.local) })
            else { return nil }
            found.append(uri)
        }
        return found
    }

    private static let limits = XMLLimits(octets: 1 << 20, depth: 16, elements: 1 << 14, attributes: 64)
}
