import Testing

@testable import MIME

@Suite("ContentType")
struct ContentTypeTests {
    @Test("reads type, subtype and parameters")
    func reads() throws {
        let type = try ContentType.parse(
            " Application / PKCS7-MIME ; smime-type = Enveloped-Data;NAME=\"a \\\"b\\\\\" ;")
        #expect(type.mediaType == "application/pkcs7-mime")
        #expect(type["SMIME-TYPE"] == "Enveloped-Data")
        #expect(type["name"] == "a \"b\\")
        #expect(type["boundary"] == nil)
        #expect(type.parameters.map(\.name) == ["smime-type", "name"])
    }

    @Test(
        "refuses invalid media types",
        arguments: [
            "", "a", "a/", "/b", "a/b/c", "a/b;;", "a/b; c", "a/b; c=", "a/b; =d", "a/b; c=\"d", "a/b c=d",
            "a/b (comment)",
            "a/b; c=d e", "a/b, c/d", "a/b; c=\"d\"e", "a/b; c=d/e",
        ])
    func malformed(value: String) {
        #expect(throws: MIMEError.malformedField(name: "Content-Type", value: value)) {
            try ContentType.parse(value)
        }
    }

    @Test("refuses a duplicate parameter")
    func duplicate() {
        #expect(throws: MIMEError.duplicateParameter(name: "boundary")) {
            try ContentType.parse("multipart/mixed; boundary=a; Boundary=b")
        }
    }

    @Test(
        "refuses a parameter that readers of RFC 2231 would take from another form",
        arguments: ["boundary", "charset", "protocol"])
    func extended(name: String) throws {
        for form in ["\(name)*=us-ascii''b", "\(name)*0=b", "\(name)*0*=us-ascii''b"] {
            for value in ["a/b;\(name)=a;\(form)", "a/b;\(form);\(name)=a", "a/b;\(form)"] {
                #expect(throws: MIMEError.extendedParameter(name: name)) { try ContentType.parse(value) }
            }
        }
        // Mail programs write file names in both forms, and they are not read here.
        #expect(try ContentType.parse("a/b;name=a;name*=utf-8''b")["name"] == "a")
    }

    @Test("writes quotes around values that need them, and reads its own output")
    func writes() throws {
        let type = try ContentType(
            type: "multipart", subtype: "signed",
            parameters: [
                MIMEParameter(name: "protocol", value: "application/pkcs7-signature"),
                MIMEParameter(name: "micalg", value: "sha-256"), MIMEParameter(name: "x", value: "a\"\\b"),
                MIMEParameter(name: "y", value: ""), MIMEParameter(name: "z", value: "\"\u{301};q=1"),
            ])
        #expect(
            type.headerValue
                == "multipart/signed;protocol=\"application/pkcs7-signature\";micalg=sha-256;x=\"a\\\"\\\\b\";y=\"\";z=\"\\\"\u{301};q=1\""
        )
        #expect(try ContentType.parse(type.headerValue) == type)
    }

    @Test("cannot be created from parts that would extend the header")
    func injection() {
        let parameter = MIMEParameter(name: "a", value: "b\r\nX: y")
        #expect(throws: MIMEError.malformedField(name: "Content-Type", value: parameter.written)) {
            try ContentType(type: "a", subtype: "b", parameters: [parameter])
        }
        #expect(throws: MIMEError.malformedField(name: "Content-Type", value: "a/b;c")) {
            try ContentType(type: "a", subtype: "b;c")
        }
    }
}
