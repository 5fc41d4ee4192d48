"""The metadata packet of a PDF (XMP, ISO 16684-1): completed for two standards at once, and filled per certificate."""

_END = b"</rdf:RDF>"
# PDF/UA-1 (ISO 14289-1, 5) is claimed beside PDF/A-3, which has to be told of its property (19005-3, 6.6.2.3).
_UNIVERSAL_ACCESS = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>The part of PDF/UA that the file obeys</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


def with_universal_access(rdf: bytes) -> bytes:
    """The RDF of a PDF/A-3 file that says to be PDF/UA-1, too. Raises ValueError if it does not end as RDF."""
    if not rdf.endswith(_END):
        raise ValueError("no RDF")
    return rdf.removesuffix(_END) + _UNIVERSAL_ACCESS + _END
