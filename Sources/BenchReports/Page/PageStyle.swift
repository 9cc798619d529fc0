/// The style sheet of pages: light and dark, wide and narrow, on a screen and on paper.
enum PageStyle {
  static var css: String {
    """
    \(colours(.light))
    @media screen and (prefers-color-scheme:dark){
    \(colours(.dark))
    }
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:1400px;padding:16px;font:15px/1.45 system-ui,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
    h1{font-size:1.5rem;margin:.2em 0 .6em;overflow-wrap:anywhere}
    h2{font-size:1.2rem;margin:2em 0 .6em;padding-top:.6em;border-top-width:1px;border-top-style:solid;overflow-wrap:anywhere}
    dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,340px),1fr));gap:2px 24px;margin:0 0 1em}
    dl div{display:flex;gap:10px}
    dt{flex:0 0 8em}
    dd{margin:0;min-width:0;overflow-wrap:anywhere}
    nav ul{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;padding:0}
    .charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr));gap:20px;align-items:start}
    figure{margin:0;border-width:1px;border-style:solid;border-radius:6px;padding:6px;break-inside:avoid;min-width:0}
    .chart{display:block;width:100%;max-width:560px;height:auto;margin:0 auto}
    figcaption{padding:4px 6px 6px;font-size:.9rem;overflow-wrap:anywhere}
    .remarks{padding-left:1.2em;overflow-wrap:anywhere}
    .scroll{overflow-x:auto;margin:1.2em 0}
    table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;font-weight:600;padding:4px 0}
    th,td{padding:3px 10px;text-align:right;white-space:nowrap;border-bottom-width:1px;border-bottom-style:solid}
    th{font-weight:600}
    tbody th{font-weight:400;position:sticky;left:0}
    .lead{text-align:left}
    .long{white-space:normal;min-width:16em}
    summary{cursor:pointer}
    @media (max-width:600px){body{padding:12px}th,td{padding:3px 7px}}
    @page{margin:12mm}
    @media print{
    html{font-size:11px}
    body{max-width:none;padding:1px;font-size:11px}
    nav{display:none}
    .charts{grid-template-columns:repeat(2,minmax(0,1fr));gap:8px}
    figure{padding:2px}
    .charts .chart{max-width:310px}
    section+section.drawn{break-before:page}
    .scroll{overflow:visible}
    table{font-size:8px}
    th,td{padding:2px 4px;white-space:normal}
    tr,section h2{break-inside:avoid;break-after:auto}
    h2{break-after:avoid}
    }

    """
  }

  private static func colours(_ palette: Palette) -> String {
    """
    body{background:\(palette.paper);color:\(palette.ink)}
    dt,figcaption,.remarks{color:\(palette.dim)}
    a{color:\(palette.ink)}
    h2,figure,th,td{border-color:\(palette.faint)}
    tbody th{background:\(palette.paper)}
    thead th{background:\(palette.shade)}
    """
  }
}
