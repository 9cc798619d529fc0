import BenchAnalysis
import BenchResults

/// A run as one flat OpenDocument spreadsheet (.fods): the data of each chart, the charts, and the run's own tables, all numbers
/// as numbers.
///
/// The charts take their values from the cells of other sheets, as charts that were made by hand do. LibreOffice 7.4 finds
/// only sheets that stand before, so the charts come after their data, and their sheet is the one that is seen first.
enum Spreadsheet {
  /// The document; `rows` gives the rows of a result file.
  static func text(_ results: RunResults, rows: (Table) throws -> [TableRow]) throws -> String {
    let tables = ChartPreset.allCases.compactMap { try? ChartTable($0, of: results) }
    let charts = ChartSheet(SpreadsheetChart.all(of: tables), of: results)
    let files = [
      Sheet(.summary, results.summary.map(\.tableRow)), Sheet(.repetitions, try rows(.repetitions)),
      Sheet(.environment, try rows(.environment)),
    ]
    var xml = XmlText()
    xml.element("office:document", SpreadsheetNames.document("spreadsheet")) { xml in
      SpreadsheetStyles.writeSettings(firstSheet: ChartSheet.name, to: &xml)
      SpreadsheetStyles.write(to: &xml)
      xml.element("office:body") { xml in
        xml.element("office:spreadsheet") { xml in
          for table in tables { Sheet(table).write(to: &xml) }
          charts.write(to: &xml)
          for file in files { file.write(to: &xml) }
        }
      }
    }
    return xml.text + "\n"
  }
}
