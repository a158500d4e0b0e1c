import CMS
import MIME
import SMIMEBody
import TestSupport

/// Any content that alice signed: the opened content is a part of it.
struct ContentTarget: FuzzTarget {
    let maximumOctets = 4096
    private let opener = FuzzLab.shared.opener()
    private let alice = FuzzLab.shared.signer

    func seeds() throws -> [(name: String, octets: [UInt8])] {
        let lab = FuzzLab.shared
        let bodies = try lab.bodies().filter { $0.name.contains("detached-bound") }
        let bound = try bodies.compactMap { body in
            try body.entity.multipart()?.parts.first.map { (body.name, $0.octets) }
        }
        let plain = lab.documents.enumerated().map { ("document-\($0.offset)", $0.element.octets) }
        let spoofs = try Spoofs.all(lab).map { ($0.name, $0.entity.octets) }
        return (bound + plain + spoofs).filter { $0.1.count <= maximumOctets }
    }

    func changed(_ octets: [UInt8], by generator: inout SeededGenerator) -> [UInt8]? {
        guard let entity = try? MIMEEntity.parse(octets) else { return nil }
        return Mutation.entity(entity, by: &generator)?.octets
    }

    func run(_ octets: [UInt8]) {
        guard let entity = try? MIMEEntity.parse(octets), !entity.body.isEmpty,
            let protector = try? Protector(signer: alice, form: .opaque, options: anything),
            let body = try? protector.protect(entity, signingTime: TestLab.now)
        else { return }
        let context = OpeningContext(of: FuzzLab.shared.message, at: TestLab.now)
        guard let opened = try? opener.open(body, in: context), opened.signature?.covers == .content else {
            return
        }
        require(octets.firstRange(of: opened.entity.octets) != nil, "the opened content was signed")
        if opened.headers.isEmpty {
            require(opened.entity.octets == octets, "and is all of it, unless it is bound")
            require(opened.warnings.contains(.unbound), "with a warning")
        }
    }

    private var anything: ProtectionOptions {
        var options = ProtectionOptions()
        options.entity = .any
        return options
    }
}
