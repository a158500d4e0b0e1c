import CMS
import Exposure
import MIME
import Octets
import SIPMessage
public import SMIMEBody

/// The reason why a message cannot be inspected.
public enum InspectionError: Error, Sendable {
    /// It cannot be read in the form that it appears to have.
    case input(InputError)
    /// It begins as PEM, but is malformed.
    case malformedPEM
    /// It is a certificate without a message.
    case certificateAlone
    /// Its body cannot be read as S/MIME.
    case body(SMIMEError)
}

/// What a message shows of its S/MIME layers without a key; nothing is verified.
public struct MessageInspection: Sendable {
    /// How to read the octets.
    public enum Reading: Sendable {
        /// In the form that they appear to have.
        case recognized
        /// A bare body of this Content-Type.
        case body(type: String)
        /// A MIME entity.
        case entity
    }

    /// The findings, up to the point where reading failed.
    public private(set) var report: MessageReport

    /// Creates an empty report of `operation`.
    public init(operation: String) { report = MessageReport(operation: operation) }

    /// Reads a message and reports its layers.
    ///
    /// - Throws: ``InspectionError``; ``report`` then has what was found before.
    public mutating func read(_ octets: [UInt8], as reading: Reading) throws(InspectionError) {
        let (body, message) = try body(in: octets, as: reading)
        report.form = Self.form(of: octets, as: reading)
        let inspection = try inspection(of: body, in: message)
        report.layers = inspection?.layers.map { ReportedLayer($0) } ?? []
        report.certificates =
            inspection?.certificates.compactMap { try? Certificate(der: $0) }
            .map { ReportedCertificate($0) } ?? []
        report.content = inspection?.unverifiedContent.map { ReportedContent($0) }
        if let raw = inspection?.unverifiedRawContent {
            report.content = ReportedContent(type: nil, octets: raw.count)
            report.warnings.append(.rawContent)
        }
        report.exposure = message.map { message in
            let layers = inspection?.layers ?? []
            return .of(message, layers: layers.visible(octets: message.body.count))
        }
    }

    private static func form(of octets: [UInt8], as reading: Reading) -> String {
        switch reading {
        case .body: "body"
        case .entity: InputForm.entity.rawValue
        case .recognized: InputForm(octets).rawValue
        }
    }

    /// Returns the layers; nil if the header of an unchecked message does not describe its body.
    private mutating func inspection(
        of body: MIMEEntity, in message: UncheckedSIPMessage?
    ) throws(InspectionError) -> Inspection? {
        do throws(SMIMEError) {
            return try Inspection(of: body)
        } catch {
            guard let message, !message.faults.isEmpty, case .malformed(.mime) = error else {
                throw .body(error)
            }
            report.warnings.append(ReportedWarning(code: "sip-nonconforming", message: error.description))
            return nil
        }
    }

    /// Returns the entity to inspect; a bare CMS object gets the header it would have in a message.
    private mutating func body(
        in octets: [UInt8], as reading: Reading
    ) throws(InspectionError) -> (MIMEEntity, UncheckedSIPMessage?) {
        switch reading {
        case .entity: return (try body(of: try Self.entity(octets)), nil)
        case .body(let type): return (try body(of: try Self.message(octets, bodyType: type)), nil)
        case .recognized: break
        }
        var octets = octets
        switch InputForm(octets) {
        case .pem:
            guard let decoded = try? PEM.decode(octets) else { throw .malformedPEM }
            octets = decoded
            if (try? Certificate(der: octets)) != nil { throw .certificateAlone }
        case .der: if (try? Certificate(der: octets)) != nil { throw .certificateAlone }
        case .sip: return try message(in: octets)
        case .empty, .entity:
            guard let body = try Self.message(octets, bodyType: nil).body else { throw .body(.missingBody) }
            return (body, nil)
        }
        return (try body(of: try Self.message(octets, bodyType: "application/pkcs7-mime")), nil)
    }

    private mutating func message(
        in octets: [UInt8]
    ) throws(InspectionError) -> (MIMEEntity, UncheckedSIPMessage?) {
        let message: UncheckedSIPMessage
        do throws(InputError) { message = try MessageOrEntity.readMessage(octets) } catch {
            throw .input(error)
        }
        report.message = ReportedMessage(message)
        report.warnings = ReportedWarning.warnings(of: message)
        guard let body = message.bodyEntity() else { throw .body(.missingBody) }
        return (body, message)
    }

    private mutating func body(of input: MessageOrEntity) throws(InspectionError) -> MIMEEntity {
        report.warnings = input.warnings
        guard let body = input.body else { throw .body(.missingBody) }
        return body
    }

    private static func message(
        _ octets: [UInt8], bodyType: String?
    ) throws(InspectionError) -> MessageOrEntity {
        do throws(InputError) { return try MessageOrEntity.read(octets, bodyType: bodyType) } catch {
            throw .input(error)
        }
    }

    private static func entity(_ octets: [UInt8]) throws(InspectionError) -> MessageOrEntity {
        do throws(InputError) { return try MessageOrEntity.readEntity(octets) } catch { throw .input(error) }
    }
}
