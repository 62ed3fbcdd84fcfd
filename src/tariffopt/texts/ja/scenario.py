"""Japanese texts of scenarios: their faults, and the notes about reading them."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "error.more-faults": "ほかに{n}件の誤りがあります。",
    # groups
    "error.groups-none": "グループがありません。1つ以上のグループが必要です。",
    "error.group-id-empty": "idが空です。シナリオの中で重複しないキーを書いてください。",
    "error.group-id-twice": (
        "「{found}」は{first}のidでもあります(idがなければ名前がidになります)。"
        "グループごとに異なるidを付けてください。"
    ),
    "error.count-negative": "{found}は0未満です。書ける値: 0以上の整数",
    "error.count-large": "数が大きすぎます。書ける値: 0から{most}までの整数",
    "error.share-percent": (
        "{found}は{percent}%になります。\"{found}%\"または{decimal}と書いてください。"
    ),
    "error.share-range": (
        "{found}は{percent}%になります。書ける値: 0%から100%まで(\"80%\"や0.8など)"
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
    "error.unknown-need": (
        "「{found}」を提供する価格表がありません。提供される機能: {allowed}。{guess}"
    ),
}
