"""Japanese texts of the command line: help, usage errors, verdicts."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    # the help pages
    "cli.usage": "使い方: {line}",
    "cli.about": "何を何人分、誰のために買えば最も安いかを、証明付きで求めます。",
    "cli.commands": "コマンド:",
    "cli.options": "オプション:",
    "cli.see-help": "詳しくは: {command} --help",
    "cli.exits": (
        "終了コード: 0 最適と証明済み(または完了)、1 内部エラー、2 使い方の誤り、"
        "3 実行可能な計画なし、4 計画はあるが証明なし、5 入力の誤り、"
        "6 時間内に計画が見つからず、"
        "130 計画が見つかる前に中断\n"
        "答えは標準出力へ、それ以外は標準エラー出力へ書きます。"
    ),
    "cli.tariffopt.usage": "[--lang ja|en] コマンド ...",
    "cli.optimize": "何を何人分、誰のために買えば最も安いか",
    "cli.optimize.usage": "シナリオ [-o ファイル]... [オプション]",
    "cli.optimize.more": (
        "シナリオは.tomlまたは.jsonのファイルで、グループごとの人数と必要な機能、"
        "候補の価格表、期間、税を書きます。計画には、購入する数とその理由、"
        "最安であることの証明の有無が示されます。"
    ),
    "cli.quote": "数量を指定した料金計算",
    "cli.quote.usage": "価格表 数量 | 品目=数量... [オプション]",
    "cli.quote.more": (
        "価格表はファイルまたはid(一覧: tariffopt tariffs)です。より多く買うほうが"
        "安くなる場合は、最後の行に示します。例:\n"
        "  tariffopt quote lgwan-chat 501 --tax 10%\n"
        "  tariffopt quote messenger.toml member=66 guest=330"
    ),
    "cli.steps": "価格の区分、割高区間、次に減額となる数、予算内で買える数",
    "cli.steps.usage": "価格表 [--need N] [--budget N] [オプション]",
    "cli.steps.more": (
        "価格表はファイルまたはidです。割高区間とは、より多く買うほうが総額で安くなる"
        "数量のことで、その数量を買う理由はありません。"
    ),
    "cli.tariffs": "idで指定できる価格表の一覧、または内容の表示",
    "cli.tariffs.usage": "[list | show ID...] [オプション]",
    "cli.tariffs.more": (
        "価格表は、--tariffsのフォルダー、環境変数TARIFFOPT_PATHのフォルダー、"
        "フォルダー./tariffs、導入済みのものから探します。"
    ),
    "cli.check": "入力の点検: 価格表、シナリオ、グループの表、計画",
    "cli.check.usage": "ファイル | フォルダー | ID... [オプション]",
    "cli.check.more": (
        "入力ファイルの種類を内容から判断し、誤りをすべて一度に示します。価格表には"
        "適合性の検査も行います。(計画や購入案といった答えの検証は tariffopt verify)"
    ),
    "cli.verify": "答えの検証: 計画や購入案は条件を満たすか、正確にいくらか",
    "cli.verify.usage": "PLAN.json [--scenario ファイル] [オプション]",
    "cli.verify.more": (
        "計画に含まれる入力の写しだけを使い、必要数、規則、料金をすべて計算し直します。"
        "--scenarioを付けると、任意の購入数と割当てをそのシナリオに照らして検証し、"
        "料金を計算します。(入力ファイルの点検は tariffopt check)"
    ),
    "cli.schema": "価格表、シナリオ、計画のJSON Schemaの出力",
    "cli.schema.usage": "tariff | scenario | plan",
    "cli.schema.more": "エディターや、これらのファイルを書き出すプログラムのためのものです。",
    "cli.demo": "実例: 価格表から証明済みの計画まで",
    "cli.demo.usage": "[--lang ja|en]",
    "cli.demo.more": (
        "ある市の501人分のビジネスチャットの例です。tariffopt以外に用意するものはありません。"
    ),
    # options
    "cli.option.lang": "表示の言語(なければTARIFFOPT_LANG、次にロケールに従う)",
    "cli.option.help": "この説明を表示",
    "cli.option.version": "版を表示",
    "cli.option.o": "計画をファイルにも書く: .json .txt .csv .md(繰返し可)",
    "cli.option.json": "計画をJSONで標準出力へ",
    "cli.option.force": "既にあるファイルを置き換える",
    "cli.option.set": (
        "シナリオの値を変える: horizon.months=24、groups[0].people=50(繰返し可)"
    ),
    "cli.option.budget": "支払額の上限(税込、期間の合計)",
    "cli.option.max-surplus": "予備の上限(席数、または必要数に対する割合)",
    "cli.option.time-limit": "この秒数で打ち切り、それまでの最良の計画を示す",
    "cli.option.gap": "下界との差がこの割合以内なら終える(既定は0: 証明まで)",
    "cli.option.solver": "PuLPでのソルバー名: HiGHS(既定)、CBCなど",
    "cli.option.threads": "ソルバーのスレッド数(既定1)",
    "cli.option.seed": "ソルバーの乱数の種(既定0)",
    "cli.option.tariffs": "価格表のあるフォルダー(繰返し可)",
    "cli.option.on": "期間の最初の日(既定: 今日)",
    "cli.option.headcount": "全員の人数(全員分に限る価格表で)",
    "cli.option.months": "月数(既定12)",
    "cli.option.tax": "税率、またはnone(既定)",
    "cli.option.invoice": "税の端数処理の単位: month、year(既定)、once",
    "cli.option.rounding": "税の端数処理: floor 切捨て(既定)、ceil 切上げ、half-up 四捨五入",
    "cli.option.choose": "選択項目と選択肢(plan=lightなど)。繰り返し可",
    "cli.option.item": "品目(価格表に複数ある場合)",
    "cli.option.held": "保有数(区分が保有数で決まる場合): 品目=95",
    "cli.option.others": "ほかの団体の購入数(区分を団体の合計で決める場合): 品目=2250",
    "cli.option.need": "必要数",
    "cli.option.steps-budget": "この金額(税込)以内で買える最大の数を示す",
    "cli.option.range": "AからBまでの数量を一つずつ示す",
    "cli.option.encoding": "TOML・JSONの文字コード: utf-8(既定)、cp932",
    "cli.option.check-on": "出典が古いかを判断する日(既定: 今日)",
    "cli.option.check-json": "判定をJSONで標準出力へ",
    "cli.option.scenario": "計画内の写しの代わりに、このシナリオで検証する",
    # names of values
    "cli.name.file": "ファイル",
    "cli.name.folder": "フォルダー",
    "cli.name.scenario": "シナリオ",
    "cli.name.tariff": "価格表",
    "cli.name.quantity": "数量",
    "cli.name.choice": "選択項目=選択肢",
    "cli.name.item": "品目",
    "cli.name.words": "list | show ID",
    "cli.name.inputs": "ファイル | フォルダー | ID",
    "cli.name.plan": "PLAN.json",
    "cli.name.solver": "名前",
    "cli.name.seconds": "秒",
    "cli.name.setting": "パス=値",
    "cli.name.day": "日付",
    # usage errors
    "cli.value": "「{found}」は指定できません。指定できるもの: {allowed}",
    "cli.value.count": "{least}以上の整数",
    "cli.value.count-to": "{least}から{most}までの整数",
    "cli.value.money": "0以上の金額(2400000、2,400,000など)",
    "cli.value.seconds": "0以上の秒数(60、0.5など)",
    "cli.value.gap": "0以上100%未満の割合(0、1%、0.01など)",
    "cli.value.surplus": "席数(整数)、または5%などの割合",
    "cli.value.tax": "0～100%の税率(10%、0.10など)、またはnone",
    "cli.value.chosen": "plan=light(選択項目とその選択肢)",
    "cli.value.setting": "パスと値(horizon.months=24など)",
    "cli.value.span": "小さい順の二つの数量(400:520など)",
    "cli.value.day": "日付(2021-04-01など)",
    "cli.value.choice": "{allowed}",
    "cli.value.name": "空でない文字列",
    "cli.bad": "{what}: {message}",
    "cli.missing": "「{what}」の指定がありません。",
    "cli.extra": "余分な指定があります: {found}",
    "cli.no-option": "オプション{found}はありません。{guess}",
    "cli.option-value": "{found}に必要な値がないか、値を取らないオプションに値があります。",
    "cli.no-command": "コマンド{found}はありません。{guess}コマンド: {known}",
    "cli.no-folder": "「{found}」というフォルダーはありません。",
    "cli.no-tax": "--invoiceと--roundingには税率が必要です。--tax 10%などを付けてください。",
    "cli.which-item": (
        "「{found}」: この価格表には品目が複数あるため、品目=数量と書いてください。"
        "品目: {items}"
    ),
    "cli.choice-twice": "{found}が二度選ばれています。",
    "cli.item-twice": "「{found}」が二度指定されています。品目ごとに一度だけ書いてください。",
    "cli.no-quantity": (
        "「{found}」は数量ではありません。書き方: 501、1,200、または品目を付けてmember=66"
    ),
    "cli.no-item": "--item「{found}」はこの価格表の品目ではありません。品目: {items}",
    "cli.tariffs.words": "「{found}」は分かりません。指定できるもの: list、またはshowとid",
    # what is said beside the answer
    "cli.note": "注: {message}",
    "cli.warning": "警告: {message}",
    "cli.not-written": "計画がないため書き出していません: {file}",
    "cli.written": "書き出しました: {file}",
    "cli.written-side": "書き出しました: {file} ({plan} のグループの一覧。2つを同じフォルダーに置いてください)",
    "cli.interrupted": "中断しました。",
    "cli.internal": (
        "内部エラー: {error} ({where}、tariffopt {version})。ファイルの誤りではなく"
        "tariffoptの不具合です。この行と実行したコマンドを開発者に知らせてください"
        "({variable}=1で詳細を表示)。"
    ),
    "cli.system": "システムのエラーです: {error}",
    "cli.progress": "{step} ... {seconds}秒",
    "cli.step.read": "読込み中",
    "cli.step.compile": "価格の変換中",
    "cli.step.reduce": "問題の縮小中",
    "cli.step.solve": "求解中(Ctrl-Cでその時点の最良の計画を採用)",
    "cli.step.ties": "同等の計画から一つを定めています",
    "cli.step.certify": "検算中",
    "cli.step.explain": "説明の作成中",
    # tariffs
    "cli.tariffs.none": "価格表は見つかりませんでした。",
    "cli.tariffs.count": (
        "{n}件の価格表があります。内容: tariffopt tariffs show ID  "
        "料金: tariffopt quote ID 数量"
    ),
    "cli.tariffs.about": "{currency}、{date}確認、場所: {where}",
    "cli.tariffs.undated": "日付なし",
    # check
    "cli.check.total": "{n}件のうち、問題なし{good}件、誤りあり{bad}件",
    "error.check-empty": "ファイルが空です。",
    "error.check-unknown": (
        "価格表でもシナリオでも計画でもありません(それらのキーが一つもありません)。"
        "キーの一覧: tariffopt schema tariff | scenario | plan"
    ),
    "error.check-nothing": "フォルダーに価格表、シナリオ、計画がありません。",
    # verify
    "cli.verify.stands": "{file}は条件を満たします。税込{cost}です。",
    "cli.verify.fails": "{file}は条件を満たしません。誤り: {n}件",
    "cli.verify.would-cost": "この購入数の料金は税込{cost}です。",
    "cli.verify.checked": (
        "ソルバーを使わず厳密に検算: {requirements}グループの必要数を充足、"
        "規則と制限{rules}件を遵守、料金はすべて再計算して確認。"
    ),
    "cli.verify.claim": (
        "計画には最適と書かれています。最適性の証明をやり直すには: tariffopt optimize"
    ),
    "cli.verify.no-claim": "計画に最適とは書かれていません。",
    # demo
    "cli.demo.intro": (
        "実例: ある市がビジネスチャットを導入します。価格表は、1～500アカウントが"
        "1アカウント月額400円、501～3,000が350円で、到達した区分の単価が全数に"
        "適用されます。"
    ),
    "cli.demo.next": (
        "\n続けて試すなら\n"
        "  tariffopt steps lgwan-chat --tax 10%        価格の区分と割高区間\n"
        "  tariffopt quote lgwan-chat 500 --tax 10%    1アカウント減らした場合\n"
        "  tariffopt tariffs                           見つかった価格表の一覧\n"
        "  tariffopt optimize シナリオ.toml            自分のシナリオ"
    ),
    "error.output-denied": "フォルダー{folder}にファイルを作成できません。",
    "cli.late": "--on {found}は遅すぎます(西暦は4桁まで)。",
    "error.kind-tariff": "これは価格表です。価格表には {command} を使ってください。",
    "error.kind-scenario": "これはシナリオです。シナリオには {command} を使ってください。",
    "error.kind-plan": "これは計画です。計画には {command} を使ってください。",
    "error.kind-answer": "これは購入数と割当てだけで、シナリオがありません。{command} を使ってください。",
    "error.kind-table": 'これは表です。シナリオの中で groups = "{file}" のように指定してください。',
    "error.check-side-file": "これは計画のグループ部分です。計画は同じ場所の別のファイルです。",
}
