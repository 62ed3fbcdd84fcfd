"""Japanese texts of the conformance kit: what is checked, and what was found."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "check-outcome.passed": "合格      {name}: {sentence}",
    "check-outcome.failed": "不合格    {name}: {sentence}",
    "check-outcome.expected": "想定内    {name}: 想定どおり不合格({reason})",
    "check-outcome.unexpected": (
        "不合格    {name}: 不合格の想定({reason})に反して合格。想定の一覧から外してください。"
    ),
    "check.exact-amounts": "金額はすべて正確な数で、浮動小数点数を使わない。",
    "check.nothing-for-nothing": "何も買わなければ0円である。",
    "check.refuses-quantities": "価格のない数量は拒否され、それ以外には価格がある。",
    "check.same-answer-twice": "同じ数量は何度たずねても同じ価格である。",
    "check.unchanging": "価格表の中身は変更できない。",
    "check.pickles": "価格表を別のプロセスへ送れる。",
    "check.round-trip": "文書に書き出して読み戻しても同じ価格表である。",
    "check.pieces-cover": "最適化に使う区間が、すき間も重なりもなく全数量を覆う。",
    "check.pieces-agree": "最適化に使う区間が、どの境界の両側でも価格表の金額と一致する。",
    "check.pieces-merged": "一直線上に並ぶ隣り合う区間は一つである。",
    "check.never-negative": "負の価格がない。",
    "check.lines-add-up": "請求の各行の和が合計に等しい。",
    "check.shape-claims": "方式が区切りをすべて示し、総額が下がらなくなる数量を正しく示す。",
    "check.surroundings": "価格が時計、通信、ファイル、環境変数を見ない。",
    "check.tier-labels": "区分の最後の1単位はその区分で、次の1単位は次の区分で請求される。",
    "check.examples-agree": "計算例のとおりの金額になる。",
    "check.examples-at-boundaries": "価格の境界の両側に計算例がある。",
    "check.dates": "版が重なりなく続く。",
    "check.names": "ID、名称、提供者、通貨が正しく書かれている。",
    "check.source": "価格の出典と日付が書かれている。",
    "check.cheapest-purchase": "必要数に対する最安の購入が、総当たりの結果と一致する。",
    "check.optimum": "ソルバーの最適値が、総当たりの結果と一致する。",
    "check.program-agrees": "最適化の計算式が、どの購入にも見積もりと同じ金額を与える。",
    "check.plugin-loads": "パッケージのどのエントリポイントからも価格表が得られる。",
    "check.plugin-licence": "パッケージにライセンスが書かれている。",
    "check.plugin-alone": "パッケージの読み込みが時計、通信、環境変数を見ない。",
    "check.plugin-quick": "パッケージの読み込みが速い。",
    "error.check-claim": "{claim}()が誤りです。{found}で起こることを示していません。",
    "error.check-surroundings": "価格が{found}を見ています。数量だけで決まらなければなりません。",
    "error.check-program": "{quantities}について、計算式は{found}、見積もりは{expected}です。",
    "error.check-program-held": (
        "保有数{held}に加える{quantities}について、計算式は{found}、見積もりは{expected}です。"
    ),
    "error.check-float": "{found}は正確な数ではありません。使えるもの: int、Fraction",
    "error.check-zero": "何も買わないのに{found}かかります。{expected}でなければなりません。",
    "error.check-refuse": (
        "{item}の{found}に価格がなく、正しく拒否もされません。他のエラーは出さず、価格の終わりは"
        "schedule.maximumで示してください。"
    ),
    "error.check-twice": "{item}の{found}を2回たずねると価格が異なります。",
    "error.check-hash": "価格表のハッシュを計算できません: {why}",
    "error.check-changeable": (
        "{found}は変更できてしまいます。attrs.frozenのクラス、tuple、frozensetを使ってください。"
    ),
    "error.check-pickle": "pickleにできません: {why}",
    "error.check-round-trip": "書き出して読み戻すと同じになりません: {why}",
    "error.check-compile": "区間に変換できません: {why}",
    "error.check-cover": "区間が{first}から{last}です。次は{next}からのはずです。",
    "error.check-short": "区間は{last}で終わりますが、価格表は{expected}までです。",
    "error.check-differs": "{reading}で、区間は{found}、価格表は{expected}です。",
    "error.check-merge": "区間が{found}個あり、一直線上に並ぶ隣どうしがあります。",
    "error.check-negative": "負の価格があります: {price}",
    "error.check-lines": "{item}の{found}: {what}の計算が合いません。",
    "error.check-tier": "{reading}番目が{first}から{last}の区分で請求されます。",
    "error.check-example-priced": "計算例に価格がありません: {why}",
    "error.check-example": "計算例では{expected}ですが、{found}になります({key})。",
    "error.check-no-example": "{item} = {missing}の計算例がありません。",
    "error.check-dates": (
        "{start}から{until}まで(当日を含まない)の価格が他の版と重なるか、初日に適用されません。"
    ),
    "error.check-name": "{found}は空か、重複か、未知か、書き誤りです。",
    "error.check-source": "~がありません。",
    "error.check-cheapest": "{item}が{need}必要なとき{found}と答えますが、総当たりでは{expected}です。",
    "error.check-raised": "検査が{type}で終わりました: {why}",
    "error.check-plugin-empty": (
        "グループ tariffopt.tariffs のエントリポイントがありません。価格表のありかを書いてください。"
    ),
    "error.check-plugin-licence": (
        'ライセンスが書かれていません。pyproject.tomlに書いてください。例: license = "CC-BY-4.0"'
    ),
    "error.check-plugin-asks": (
        "{module}の{line:s}行目が、読み込みの間に{found}を見ています。価格表は、いつどこで読み込んでも"
        "同じでなければなりません。"
    ),
    "error.check-plugin-slow": (
        "読み込みにCPU時間で{found}ミリ秒かかります。{most}ミリ秒未満であるべきです。"
    ),
    # verdicts on inputs
    "verdict.note": "注: {message}",
    "verdict.kind.tariff": "価格表",
    "verdict.kind.scenario": "シナリオ",
    "verdict.kind.groups": "グループの表",
    "verdict.kind.plan": "計画",
    "verdict.kind.no-plan": "計画がないという記録",
    "verdict.no-plan": "{kind}({status})",
    "verdict.kind.plugin": "プラグイン",
    "verdict.plugin": "{kind}、検査{checks}項目",
    "verdict.kind.file": "ファイル",
    "verdict.kind.unknown": "不明",
    "verdict.tariff": "{kind} {id}、検査{checks}項目",
    "verdict.scenario": "{kind}、{groups}グループ、{seats}席、候補: {offers}",
    "verdict.groups": "{kind}、{groups}グループ、{seats}席",
    "verdict.plan": "{kind}、{cost}。検証は tariffopt verify",
    "verdict.good": "{input}: 問題なし({kind})",
    "verdict.bad": "{input}: 誤り{n}件({kind})",
    "verdict.warning": "警告: {message}",
    "verdict.advice": "助言: {message}",
    "verdict.kind.answer": "購入案",
    "verdict.answer": "{kind}、購入{n}件。検証は tariffopt verify --scenario",
}
