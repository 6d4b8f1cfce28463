import Dashboard
import Markup
import TerminalCells

/// The looks of a report, light and dark.
enum ReportStyle {
  static let rules = """
    :root{--ink:#24292f;--soft:#5d6670;--line:#d8dde3;--paper:#fff;--card:#f6f8fa;--good:#1a7f37;--warn:#8a5a00;\
    --bad:#b3261e;--mark:#8a6d1a;--heat:31 111 139;--all:#24292f}
    @media(prefers-color-scheme:dark){:root{--ink:#d6dae1;--soft:#8f99a6;--line:#363d47;--paper:#14161a;\
    --card:#1b1f25;--good:#7cc58a;--warn:#e0b45a;--bad:#ef8a80;--mark:#d8b65c;--heat:51 150 170;--all:#e8ecf2}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.45 system-ui,-apple-system,'Segoe UI',\
    Roboto,'Helvetica Neue',sans-serif}
    main{max-width:1000px;margin:0 auto;padding:28px 20px 48px}
    h1{font-size:26px;line-height:1.2;margin:0 0 4px;overflow-wrap:anywhere}
    h2{font-size:16px;margin:34px 0 8px}
    p{margin:4px 0}
    .facts,.note,footer{color:var(--soft)}
    .note{font-size:13px;margin-bottom:8px;overflow-wrap:anywhere}
    .ok{color:var(--good)}
    .alarm,.bad{color:var(--bad)}
    .alarm{font-weight:600}
    .good{color:var(--good)}
    .warn{color:var(--warn)}
    td.left.flag{color:var(--bad);font-weight:700;white-space:nowrap;overflow-wrap:normal}
    td.name{white-space:nowrap;min-width:9em}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;width:100%;font-size:13.5px;font-variant-numeric:tabular-nums}
    th,td{padding:5px 10px;text-align:right;border-bottom:1px solid var(--line);vertical-align:top}
    thead th{color:var(--soft);font-weight:500;white-space:nowrap}
    th.left,td.left{text-align:left;overflow-wrap:anywhere}
    tbody th{font-weight:500}
    td:not(.left){white-space:nowrap}
    td small{display:block;color:var(--soft);font-size:11.5px}
    td.heat{background:rgb(var(--heat)/calc(var(--v)*.75))}
    td.heat small{color:inherit;opacity:.75}
    i[class]{display:inline-block;width:11px;height:11px;border-radius:3px;margin-right:7px;vertical-align:-1px}
    .legend{font-size:13px;margin:0 0 6px}
    .legend span{margin-right:16px;white-space:nowrap}
    svg{display:block;width:100%;height:auto;overflow:visible}
    svg text{fill:var(--soft);font-size:11px}
    .end{text-anchor:end}
    .mid{text-anchor:middle}
    .grid,.zero,.axis{stroke:var(--line);fill:none}
    .zero,.axis{stroke:var(--soft);stroke-opacity:.6}
    .line{fill:none;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
    .raw{fill:none;stroke-width:2;stroke-opacity:.25;stroke-linecap:round}
    .band{fill-opacity:.16}
    .share{fill-opacity:.82}
    .all{stroke:var(--all);stroke-width:2.4}
    .metric{stroke:var(--r0)}
    .control{stroke:var(--mark);stroke-width:1.6}
    .alarm[d],.segment{stroke-dasharray:3 3;stroke:var(--bad)}
    .segment{stroke:var(--soft)}
    svg .control-word{fill:var(--mark);font-weight:600}
    .small{display:grid;grid-template-columns:repeat(auto-fill,minmax(270px,1fr));gap:14px 18px}
    figure{margin:0;background:var(--card);border-radius:6px;padding:8px 10px}
    figcaption{font-size:12.5px;overflow-wrap:anywhere}
    details{margin-top:34px}
    summary{cursor:pointer;font-weight:600;margin-bottom:8px}
    footer{margin-top:40px;font-size:12.5px;overflow-wrap:anywhere}
    @media print{details>*{display:block}}

    """

  /// A colour for each reward model, that of the screen's light and dark themes.
  static func colors(count: Int) -> String {
    var rules = ""
    func variables(_ name: String) -> String {
      guard let theme = Theme.builtIn.first(where: { $0.name == name }) else { return "" }
      let colors = theme.rewardModelColors
      guard !colors.isEmpty else { return "" }
      // One at least, for what is of no reward model.
      return (0..<max(1, count)).map { "--r\($0):\(CellPicture.hex(colors[$0 % colors.count]))" }.joined(
        separator: ";")
    }
    rules += ":root{\(variables("light"))}\n"
    rules += "@media(prefers-color-scheme:dark){:root{\(variables("dark"))}}\n"
    for arm in 0..<count {
      rules +=
        ".s\(arm){stroke:var(--r\(arm))}.f\(arm){fill:var(--r\(arm))}.b\(arm){background:var(--r\(arm))}\n"
    }
    return rules
  }
}
