/// The names of OpenDocument's parts.
enum SpreadsheetNames {
  /// The attributes of a document, or of a document within it.
  static func document(_ kind: String) -> XmlText.Attributes {
    [
      "xmlns:office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
      "xmlns:style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
      "xmlns:text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
      "xmlns:table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
      "xmlns:draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
      "xmlns:fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
      "xmlns:svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
      "xmlns:chart": "urn:oasis:names:tc:opendocument:xmlns:chart:1.0",
      "xmlns:number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
      "xmlns:config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
      "office:version": "1.2", "office:mimetype": "application/vnd.oasis.opendocument.\(kind)",
    ]
  }
}

/// How the sheets look: bold headers, columns wide enough for numbers, and pages in landscape that charts fit on.
enum SpreadsheetStyles {
  /// Centimetres.
  static let rowHeight = 0.5
  /// The columns that fit beside each other on a page of the charts, in characters.
  static let pageWidth = 130

  /// Says which sheet is seen first.
  static func writeSettings(firstSheet: String, to xml: inout XmlText) {
    xml.element("office:settings") { xml in
      xml.element("config:config-item-set", ["config:name": "ooo:view-settings"]) { xml in
        xml.element("config:config-item-map-indexed", ["config:name": "Views"]) { xml in
          xml.element("config:config-item-map-entry") { xml in
            xml.element("config:config-item", ["config:name": "ActiveTable", "config:type": "string"]) { xml in
              xml.write(firstSheet)
            }
          }
        }
      }
    }
  }

  static func write(to xml: inout XmlText) {
    xml.element("office:styles") { xml in
      xml.element("style:style", ["style:name": "Default", "style:family": "table-cell"])
    }
    xml.element("office:automatic-styles") { xml in
      style("column", "table-column", "table-column", ["style:column-width": "3.6cm"], &xml)
      style("wide", "table-column", "table-column", ["style:column-width": "26cm"], &xml)
      style("row", "table-row", "table-row", ["style:row-height": "\(rowHeight)cm"], &xml)
      style(
        "page-begin", "table-row", "table-row",
        ["style:row-height": "\(rowHeight)cm", "fo:break-before": "page"], &xml)
      style("frame", "graphic", "graphic", ["draw:stroke": "none", "draw:fill": "none"], &xml)
      style("header", "table-cell", "text", ["fo:font-weight": "bold"], &xml)
      for name in ["page", "sheet"] {
        xml.element(
          "style:style",
          ["style:name": name, "style:family": "table", "style:master-page-name": name == "page" ? "Charts" : "Data"])
      }
      page("charts", scale: ["style:scale-to-X": "1", "style:scale-to-Y": "0"], &xml)
      page("data", scale: ["style:scale-to": "100%"], &xml)
    }
    xml.element("office:master-styles") { xml in
      xml.element("style:master-page", ["style:name": "Charts", "style:page-layout-name": "charts"])
      xml.element("style:master-page", ["style:name": "Data", "style:page-layout-name": "data"])
    }
  }

  private static func style(
    _ name: String, _ family: String, _ properties: String, _ attributes: XmlText.Attributes, _ xml: inout XmlText
  ) {
    xml.element("style:style", ["style:name": name, "style:family": family]) { xml in
      xml.element("style:\(properties)-properties", attributes)
    }
  }

  private static func page(_ name: String, scale: XmlText.Attributes, _ xml: inout XmlText) {
    xml.element("style:page-layout", ["style:name": name]) { xml in
      xml.element(
        "style:page-layout-properties",
        [
          "fo:page-width": "29.7cm", "fo:page-height": "21cm", "style:print-orientation": "landscape",
          "fo:margin": "1cm", scale[0].key: scale[0].value,
        ])
    }
  }
}
