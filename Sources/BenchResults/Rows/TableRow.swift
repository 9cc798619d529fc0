/// One row of a result file, addressed by the names of its columns.
///
/// A field without a value is empty: "not measured" is never written as zero.
package struct TableRow: Hashable, Sendable {
  package let table: Table
  package private(set) var fields: [String]

  /// A row of empty fields except for the schema's version.
  package init(_ table: Table) {
    self.table = table
    fields = Array(repeating: "", count: table.columns.count)
    self[integer: "schema_version"] = Table.schemaVersion
  }

  /// A row as it was read; it has as many fields as the table has columns.
  init(_ table: Table, fields: [String]) {
    precondition(fields.count == table.columns.count, "A row of \(table.fileName) has one field for each column.")
    self.table = table
    self.fields = fields
  }

  package subscript(text column: String) -> String? {
    get {
      let field = fields[table.position(of: column)]
      return field.isEmpty ? nil : field
    }
    set { fields[table.position(of: column)] = newValue ?? "" }
  }

  package subscript(integer column: String) -> Int? {
    get { self[text: column].flatMap { Int($0) } }
    set { self[text: column] = newValue.map(String.init) }
  }

  package subscript(decimal column: String) -> Double? {
    get { self[text: column].flatMap { Double($0) } }
    set { self[text: column] = newValue.map(CsvNumber.text) }
  }

  package subscript(boolean column: String) -> Bool {
    get { self[text: column] == "1" }
    set { self[text: column] = newValue ? "1" : "0" }
  }
}
