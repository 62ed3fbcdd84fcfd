"""Japanese texts of estimates and plans."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "money.JPY": "{n}円",
    "money.USD": "{n}米ドル",
    "money.EUR": "{n}ユーロ",
    "money.about": "約{n}",
    "money.other": "{n} {currency}",
    "estimate.by": "×",
    "estimate.equation": "{left}={right}",
    "estimate.per-month": "月額{price}",
    "estimate.per-year": "年額{price}",
    "estimate.per-once": "一時{price}",
    "estimate.units": "{n}{item}",
    "estimate.times-month": "{n}か月",
    "estimate.times-year": "{n}年",
    # plans and answers read back
    "error.plan-unknown-offer": "「{found}」はシナリオの価格表にありません。{guess}価格表: {allowed}",
    "error.plan-unknown-item": "「{found}」はこの価格表の品目にありません。{guess}品目: {allowed}",
    "error.plan-unknown-group": (
        "「{found}」はシナリオのグループにありません。{guess}グループ: {allowed}"
    ),
    "error.plan-none": "計画がないことを示す文書です: {status}",
    "error.plan-differs": (
        "{found}と書かれていますが、文書のほかの部分からは{exact}になります。"
        "計画は書き出された後で変更されています。"
    ),
    "error.plan-groups-changed": (
        "{file}とともに書き出されたグループのファイルではありません(ハッシュが異なります)。"
    ),
    # files written
    "error.output-exists": "ファイルがすでにあります。別の名前にするか、--forceで置き換えてください。",
    "error.output-is-folder": "フォルダーです。その中のファイル名を書いてください。",
    "error.output-no-folder": "書き込み先のフォルダー{folder}がありません。",
    "error.output-failed": (
        "書き込めません: {why}。ほかのプログラムで開いている場合は閉じてください。"
        "何も変更していません。"
    ),
    "error.output-ending": "「{found}」は書き出せる拡張子ではありません。使えるもの: {allowed}",
}
