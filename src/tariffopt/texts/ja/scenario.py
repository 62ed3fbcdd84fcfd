"""Japanese texts of scenarios: their faults, and the notes about reading them."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "error.more-faults": "ほかに{n}件の誤りがあります。",
    # groups
    "error.groups-none": "グループがありません。1つ以上のグループが必要です。",
    "error.group-id-twice": (
        "「{found}」は{first}のidでもあります(idがなければ名前がidになります)。"
        "グループごとに異なるidを付けてください。"
    ),
    "error.count-negative": "{found}は0未満です。書ける値: 0以上の整数",
    "error.count-large": "数が大きすぎます。書ける値: 0から{most}までの整数",
    "error.share-percent": (
        '{found:s}は{percent}%になります。"{found:s}%"または{decimal:s}と書いてください。'
    ),
    "error.share-range": (
        '{found:s}は{percent}%になります。書ける値: 0%から100%まで("80%"や0.8など)'
    ),
    "error.coverage-and-seats": (
        "coverage(割合)とseats(席数)の両方があります。どちらか一方だけを書いてください。"
        "coverageは人数に対する割合、seatsは必要な数そのものです。"
    ),
    "error.needs-none": (
        "必要な機能がありません。1つ以上書くか、シナリオの既定のneedsを書いてください。"
    ),
    "error.meta-value": (
        "{found}は保存できません。書ける値: 文字列、整数、真偽値、日付、"
        "およびこれらの配列と表"
    ),
    # offers
    "error.offers-none": "価格表がありません。1つ以上の価格表が必要です。",
    "error.offer-twice": "「{found}」は{first}にもあります。どちらかを除いてください。",
    "error.currencies-mixed": (
        "価格表の通貨が異なります。通貨の換算は行いません: {found}"
    ),
    "error.tax-bases-mixed": (
        "税抜の価格表と税込の価格表は、税を計算しないと比べられません: {found}。"
        "[tax]を書いてください。"
    ),
    "error.choose-offer": "「{found}」はこの条件の価格表にありません。{guess}価格表: {allowed}",
    "error.nothing-granted": (
        "「{found}」: どの価格表にも提供する機能がありません。提供する品目には"
        'grants = ["{found}"]と書いてください。'
    ),
    "error.unknown-need": (
        "「{found}」を提供する価格表がありません。提供される機能: {allowed}。{guess}"
    ),
    # reading
    "error.unknown-offer": ("「{found}」という価格表はありません。{guess}"),
    "error.offer-file-missing": (
        "「{found}」というファイルは{folder}にありません。{guess}"
    ),
    "error.group-unnamed": ("~がありません。名前(name)かidを書いてください。"),
    "error.group-uncounted": (
        "人数も席数もありません。人数(people)か、必要な席数(seats)を書いてください。"
    ),
    "error.needs-missing": (
        "~がなく、{first}にも必要な機能がありません。全グループに必要な機能か、グループごとの必要な機能を書いてください。"
    ),
    "error.start-or-fiscal-year": (
        "start(開始日)かfiscal_year(その年の4月1日から)の、どちらか一方を書いてください。"
    ),
    "error.rate-or-rates": (
        "rate、または税区分ごとのratesの、どちらか一方を書いてください。"
    ),
    "error.override-nowhere": ("--set {path}: {found}に当たるものがありません。"),
    # tables
    "error.table-ending": (
        "読み込める表ではありません。書ける拡張子: {allowed}。ブックはCSV(UTF-8)で保存してください。"
    ),
    "error.table-coding": (
        "UTF-8でもCP932でもありません。CSV(UTF-8)で保存してください。"
    ),
    "error.table-syntax": ("引用符が閉じていないか、書けない位置にあります({why})。"),
    "error.header-unknown": (
        "不明な見出しです。{guess}書ける見出し(順序は自由): {allowed}"
    ),
    "error.header-twice": ("「{first}」と同じ意味の列です。どちらかを除いてください。"),
    "error.header-missing": (
        "{either}の列も{other}の列もありません。どちらかが必要です。書ける見出し: {allowed}"
    ),
    "error.row-total": (
        "行「{found}」は上の行の合計{n}で、グループとして二重に数えられます。"
        "この行を削除するか、グループであれば名前を変えてください。"
    ),
    "error.row-total-differs": (
        "行「{found}」は合計と読めますが、値は{n}、上の行の合計は{sum}です。"
        "この行を削除するか、グループであれば名前を変えてください。"
    ),
    "error.row-long": (
        "セルが{found}個ありますが、見出しは{allowed}個です。区切り文字を含むセルは引用符で囲んでください。"
    ),
    "error.cell-number": ("{found}は人数や席数として読めません。書ける値: 1234、1,234"),
    "error.cell-limit": ("{found}は席数でも割合でもありません。書ける値: 60, 80%"),
    "error.cell-share": ("{found}は割合として読めません。書ける値: 80%、0.8"),
    "note.read-as-cp932": ("{file}をCP932として読み込みました"),
    "note.override": ("{path}を{value}に変更しました"),
    "error.present-missing": "least-changeは現在のライセンスと比べますが、その指定がありません。[present.TARIFF]に品目ごとの数を書いてください。",
    "error.present-item": "「{found}」はこの候補の品目ではありません。品目: {allowed}。",
    "error.present-file": 'ライセンスがありません。計画と同じく、offer、item、purchasedをもつ"purchases"が必要です。',
    "error.priority-none": "{found}は1より前です。1以上の整数で書いてください。",
}
