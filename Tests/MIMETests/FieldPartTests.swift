import Testing

@testable import MIME

@Suite("Parts of Content-Type and Content-Disposition")
struct FieldPartTests {
    @Test("a type, a subtype and a disposition are tokens of MIME, and are lowered")
    func tokens() throws {
        for token in ["A", "X-Y", "a#$&^{|}b", "0"] {
            #expect(
                try ContentType(type: token, subtype: token).mediaType == "\(token)/\(token)".lowercased())
            #expect(try ContentDisposition(type: token).type == token.lowercased())
        }
        for text in ["", " ", "a b", "a/b", "a;b", "é", "a\"", "a\r\n"] {
            let field = MIMEError.malformedField(name: "Content-Disposition", value: text)
            #expect(throws: field) { try ContentDisposition(type: text) }
            #expect(throws: MIMEError.malformedField(name: "Content-Type", value: "\(text)/b")) {
                try ContentType(type: text, subtype: "b")
            }
            #expect(throws: MIMEError.malformedField(name: "Content-Type", value: "a/\(text)")) {
                try ContentType(type: "a", subtype: text)
            }
        }
    }

    @Test("a parameter has a token as its name, and no control character in its value")
    func parameters() throws {
        for parameter in [
            MIMEParameter(name: "", value: "b"), MIMEParameter(name: "a b", value: "b"),
            MIMEParameter(name: "a", value: "b\r\nX: y"), MIMEParameter(name: "a", value: "\u{7F}"),
        ] {
            #expect(throws: MIMEError.malformedField(name: "Content-Type", value: parameter.written)) {
                try ContentType(type: "a", subtype: "b", parameters: [parameter])
            }
            #expect(throws: MIMEError.malformedField(name: "Content-Disposition", value: parameter.written)) {
                try ContentDisposition(type: "a", parameters: [parameter])
            }
        }
        let twice = [MIMEParameter(name: "A", value: "1"), MIMEParameter(name: "a", value: "2")]
        #expect(throws: MIMEError.duplicateParameter(name: "a")) {
            try ContentDisposition(type: "a", parameters: twice)
        }
    }

    @Test("a value is quoted unless it is a token of SIP, and comes back from both fields")
    func quoting() throws {
        for (value, written) in [
            ("b", "a=b"), ("b#", "a=\"b#\""), ("b c", "a=\"b c\""), ("", "a=\"\""), ("\\", "a=\"\\\\\""),
            ("\"", "a=\"\\\"\""), ("é", "a=\"é\""), ("~!*'%", "a=~!*'%"), ("b;c=d", "a=\"b;c=d\""),
        ] {
            let parameter = MIMEParameter(name: "A", value: value)
            #expect(parameter.written == written)
            let disposition = try ContentDisposition(type: "x", parameters: [parameter])
            #expect(try ContentDisposition.parse(disposition.headerValue) == disposition)
            let type = try ContentType(type: "x", subtype: "y", parameters: [parameter])
            #expect(try ContentType.parse(type.headerValue) == type)
            #expect(type["A"] == value && disposition["A"] == value)
        }
    }

    @Test("a disposition is read with white space, and optional in any case of its words")
    func dispositions() throws {
        for value in [
            " Render ; Handling = OPTIONAL", "\trender;handling=\"Optional\";",
            "render;a=b handling=optional",
        ] {
            let disposition = try ContentDisposition.parse(value)
            #expect(disposition.type == "render" && disposition.isOptional, "\(value)")
        }
        for value in ["render;handling=optionally", "render;x-handling=optional", "render;handling=\"\""] {
            #expect(try !ContentDisposition.parse(value).isOptional, "\(value)")
        }
    }

    @Test("a missing semicolon is accepted between parameters of a disposition only")
    func separators() {
        for value in [
            "a b=c", "a;b=c\"d\"", "a;b=c d", "a;b=\"c\"d=e", "a;;b=c", "a;b=c;;", "a;b=\"c", "a;b=\"c\\",
        ] {
            #expect(throws: MIMEError.malformedField(name: "Content-Disposition", value: value)) {
                try ContentDisposition.parse(value)
            }
        }
        #expect(throws: MIMEError.malformedField(name: "Content-Type", value: "a/b;c=d e=f")) {
            try ContentType.parse("a/b;c=d e=f")
        }
    }

    @Test("two fields of one name are refused for the disposition too, and none means none")
    func absent() throws {
        let once = try MIMEEntity.parse(Array("Content-Disposition: render\nContent-Type: a/b\n\n".utf8))
        #expect(try once.contentDisposition()?.type == "render" && once.contentType()?.mediaType == "a/b")
        #expect(try MIMEEntity.parse(Array("\n".utf8)).contentDisposition() == nil)
        let twice = try MIMEEntity.parse(Array("content-disposition: a\nContent-Disposition: a\n\n".utf8))
        #expect(throws: MIMEError.duplicateField(name: "Content-Disposition")) {
            try twice.contentDisposition()
        }
    }
}
