import MIME
import Testing

@Suite("Sentences about MIME entities")
struct MIMEErrorTests {
    @Test(
        "each error has its own sentence, with its facts escaped",
        arguments: [
            (MIMEError.headerTooLarge(limit: 7), "a MIME header is larger than 7 octets"),
            (.bodyTooLarge(limit: 7), "a MIME body is larger than 7 octets"),
            (.tooManyFields(limit: 7), "a MIME header has more than 7 fields"),
            (.tooManyParts(limit: 7), "a multipart has more than 7 parts"),
            (.nestedTooDeeply(limit: 7), "multiparts are nested more than 7 deep"),
            (.malformedHeaderLine(line: 2), "line 2 of a MIME header is not a field"),
            (.forbiddenOctet(13, line: 2), "line 2 of a MIME header has the forbidden octet 13"),
            (.doubledLineEnds, "line ends were converted twice (CR CR LF)"),
            (.invalidFieldName("a\n"), "invalid header field name 'a\\u{A}'"),
            (.invalidFieldValue(name: "a\n"), "the value of a\\u{A} is not allowed in a header"),
            (.duplicateField(name: "a\n"), "a MIME header has a\\u{A} twice"),
            (.malformedField(name: "a\n", value: "b\r"), "a\\u{A} 'b\\u{D}' is malformed"),
            (.duplicateParameter(name: "a\n"), "duplicate parameter a\\u{A}"),
            (
                .extendedParameter(name: "a\n"),
                "the parameter a\\u{A} is encoded by RFC 2231, which SIP readers interpret differently"
            ),
            (.unknownTransferEncoding("x\u{1B}"), "the transfer encoding 'x\\u{1B}' is unknown"),
            (.malformedBase64(offset: 3), "invalid base64 at octet 3"),
            (.malformedQuotedPrintable(offset: 3), "invalid quoted-printable at octet 3"),
            (.missingBoundary, "a multipart has no boundary parameter"),
            (.malformedBoundary("a\u{202E}"), "invalid multipart boundary 'a\\u{202E}'"),
            (.encodedMultipart(.quotedPrintable), "a multipart must not be encoded in quoted-printable"),
            (.missingDelimiter, "a multipart has no part"),
            (.missingClosingDelimiter, "a multipart is not closed"),
            (.ambiguousDelimiter(offset: 3), "octet 3 of a multipart begins an ambiguous delimiter"),
        ])
    func sentences(error: MIMEError, sentence: String) {
        #expect(error.description == sentence)
        #expect(sentence.count <= 100 && sentence.last != ".")
    }
}
