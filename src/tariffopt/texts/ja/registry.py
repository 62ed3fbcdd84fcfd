"""Japanese texts about finding tariffs: folders, plugins, ids."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "error.unknown-tariff": (
        "「{found}」というidの価格表は、{folders}にも、導入済みの{installed}件にもありません。"
        "{guess}一覧: tariffopt tariffs"
    ),
    "error.unknown-tariff-installed": (
        "「{found}」というidの価格表は、導入済みの{installed}件にありません。フォルダーの指定"
        "(--tariffs、TARIFFOPT_PATH)はありません。{guess}一覧: tariffopt tariffs"
    ),
    "error.tariff-duplicate": (
        "id「{tariff}」の価格表が{n}件あります。{keep}を残す場合、idを変えるか"
        "削除するもの: {others}"
    ),
    "error.folder-missing": "フォルダーがありません。",
    "error.plugin-broken": (
        "{distribution} {version}: プラグイン「{name}」({target})を読み込めません: {error}。"
        "作者に問い合わせるか、{distribution}を削除してください。ほかの価格表は使えます。"
    ),
    "error.plugin-nonsense": (
        "{distribution} {version}: プラグイン「{name}」({target})に価格表がありません: "
        "{found}。指定できるもの: Tariff、その反復可能オブジェクト、.tomlファイルを含む"
        "パッケージ、@price_functionを付けた関数。"
    ),
    "error.plugin-unwritable": (
        "価格表「{tariff}」は、文書として書き出して読み戻すと値が変わるため、後から計画を"
        "検証できません。価格表ファイルで書ける内容だけで作成してください。"
    ),
}
