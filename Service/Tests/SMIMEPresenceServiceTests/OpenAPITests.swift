import CMS
import Foundation
import HTTPTypes
import Hummingbird
import Octets
import SMIMEAgent
import SMIMEBody
import Testing

@testable import SMIMEPresenceService

/// docs/openapi.yaml says what the code does.
struct OpenAPITests {
    private let document: OpenAPIDocument.Node
    private let components: OpenAPIDocument.Node

    init() throws {
        document = try OpenAPIDocument().root
        components = try #require(document["components"])
    }

    /// The operations of the document, by method and path.
    private func operations() throws -> [String: OpenAPIDocument.Node] {
        let paths = try #require(document["paths"]).children
        let all = paths.flatMap { path in
            path.children.map { ("\($0.key.uppercased()) \(path.key)", $0) }
        }
        return Dictionary(uniqueKeysWithValues: all)
    }

    /// The names of the parameters of an operation with this place.
    private func parameters(_ operation: OpenAPIDocument.Node, in place: String) throws -> Set<String> {
        let names = (operation["parameters"]?.references ?? []) as [String]
        let found = try names.map { try #require(components["parameters"]?[$0], "\($0)") }
        return Set(found.filter { $0["in"]?.value == place }.compactMap { $0["name"]?.value })
    }

    @Test func `its paths and methods are those of the router`() throws {
        let lab = try ServiceLab()
        let routes = ServiceRoutes(
            agents: lab.agents, profile: CurrentProfile(Profile(name: "default")), readiness: lab.readiness,
            registry: lab.registry, metrics: ServiceMetrics(lab.registry))
        let registered = routes.router(token: nil).routes.filter { $0.method != .head }
            .map { "\($0.method) \($0.path)" }
        #expect(Set(registered) == Set(try operations().keys))
    }

    @Test func `the parameters of each operation are those of the code`() throws {
        let operations = try operations()
        for operation in ServiceRoutes.operations {
            let found = try #require(operations["POST /v1/\(operation.operation.rawValue)"])
            #expect(try parameters(found, in: "query") == operation.names, "\(operation.operation)")
        }
        let certificates = try #require(operations["GET /v1/certificates/{uri}"])
        #expect(try parameters(certificates, in: "path") == ["uri"])
        for method in ["GET", "PUT"] {
            let peers = try #require(operations["\(method) /v1/peers/{uri}"])
            #expect(try parameters(peers, in: "path") == ["uri"])
        }
        let problems = try #require(operations["GET /problems/{code}"])
        #expect(try parameters(problems, in: "path") == ["code"])
    }

    @Test func `every component is referred to`() throws {
        let text = try String(
            contentsOf: Project.directory.appending(path: "docs/openapi.yaml"), encoding: .utf8)
        for kind in ["parameters", "headers", "responses", "schemas", "requestBodies"] {
            for component in try #require(components[kind]).children {
                #expect(text.contains("'#/components/\(kind)/\(component.key)'"), "\(kind) \(component.key)")
            }
        }
    }

    @Test func `its codes are those of refusals and of the service`() throws {
        let schemas = try #require(components["schemas"])
        #expect(schemas["reason"]?["enum"]?.texts == ReasonCode.allCases.map(\.rawValue))
        #expect(schemas["service-code"]?["enum"]?.texts == ServiceCode.allCases.map(\.rawValue))
    }

    @Test func `its fields are those of the answers`() throws {
        let names: [HTTPField.Name] = [
            .smimeVerdict, .smimeReason, .smimeSigner, .smimeWarnings, .smimeExposure, .retryAfter, .allow,
        ]
        #expect(components["headers"]?.children.map(\.key) == names.map(\.rawName))
    }

    @Test func `the members of a problem are those that are written`() throws {
        var problem = Problem(.serviceUnavailable, .busy, "x", sipStatus: 503)
        problem.retryAfter = 1
        let object = try JSONSerialization.jsonObject(with: Data(JSONWriter.document(problem)))
        let written = try #require(object as? [String: Any]).keys
        let listed = try #require(components["schemas"]?["problem"]?["properties"]).children.map(\.key)
        #expect(Set(written) == Set(listed))
    }

    @Test func `values of parameters are those of the code`() throws {
        func values(_ name: String) throws -> String {
            let parameter = try #require(components["parameters"]?[name])
            let schema = try #require(parameter["schema"])
            return schema.value + (schema["enum"]?.value ?? "")
        }
        func list(_ values: [String]) -> String { "[" + values.joined(separator: ", ") + "]" }
        #expect(try values("cipher") == list(ContentCipher.preferred.map(\.name)))
        #expect(
            try values("direction").contains(
                list(MessageHandling.Direction.allCases.map(\.rawValue).sorted())))
        #expect(try values("rsa-signature").contains(list(Signer.RSASignature.allCases.map(\.rawValue))))
        let transports = Enveloper.RSAKeyTransport.allCases.map(\.rawValue)
        #expect(try values("rsa-key-transport").contains(list(transports)))
        let range = Padding.buckets
        #expect(try values("pad").contains("minimum: \(range.lowerBound), maximum: \(range.upperBound)"))
        let age = ServiceConfiguration(store: "", sockets: [], threads: 1).maximumAge
        #expect(try values("max-age").contains("minimum: 1, maximum: \(age)"))
    }
}
