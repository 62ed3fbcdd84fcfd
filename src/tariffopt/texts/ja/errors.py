"""Japanese texts of faults: where, what was found, what is allowed, what to do."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "place.cell": "{row:s}行目「{column}」列",
    "place.row": "{row:s}行目",
    "error.guess": "「{guess}」の誤りですか。",
    # files
    "error.file-missing": "ファイルがありません。",
    "error.file-is-folder": "ファイルではなくフォルダーです。",
    "error.file-unreadable": "読み込めません: {why}",
    "error.coding-cp932": (
        "UTF-8ではありません({line:s}行目のバイト{byte})。CP932としては読めます。"
        "UTF-8で保存し直すか、tariffopt check --encoding cp932 {file} で確認してください。"
    ),
    "error.coding": (
        "{encoding}として読めません({line:s}行目のバイト{byte})。UTF-8で保存してください。"
    ),
    "error.toml-syntax": (
        "{line:s}行目{column:s}文字目: TOMLの書式の誤りです。{why}。この行: {found}"
    ),
    "error.json-syntax": (
        "{line:s}行目{column:s}文字目: JSONの書式の誤りです。{why}。この行: {found}"
    ),
    "note.syntax-value": '値として読めません。文字列は引用符で囲みます("10%"など)',
    "note.syntax-date": "日付として読めません。2021-04-01のように書きます",
    "note.syntax-key": (
        "「キー = 値」の形になっていません。英数字と-、_以外を含むキーは引用符で囲みます"
    ),
    "note.syntax-key-json": '引用符で囲んだキーとコロンが必要です("id":など)',
    "note.syntax-twice": "同じキーまたは同じ[見出し]が既にあります",
    "note.syntax-more": (
        "値の後に余分な文字があります。1行に書けるのは1つの値で、文字列は引用符で囲みます"
        '("10%"など)'
    ),
    "note.syntax-unclosed": "引用符または括弧が閉じていません",
    "note.syntax-comma": "コンマが足りないか、余分です",
    "note.syntax-escape": (
        "文字列の中の\\は特殊な文字の始まりです。\\\\と書くか、TOMLではパスを'...'で囲みます"
    ),
    "note.syntax-character": "ここに書けない文字があります",
    "note.syntax-beyond": "入れ子が深すぎるか、桁数が多すぎる数があります",
    "note.syntax-other": "{message}",
    "error.not-a-table": "{found}はキーと値の表ではありません。",
    # keys and values
    "error.missing-key": "~がありません。書ける値: {allowed}",
    "error.unknown-key": "不明なキーです。{guess}書けるキー: {allowed}",
    "error.misplaced-key": (
        "不明なキーです。「{key}」は最初の[見出し]より上に書きます。TOMLでは[{section}]"
        "より下に書いたものはすべてその一部になります。"
    ),
    "error.not-one-of": "{found}は使えません。{guess}使える値: {allowed}",
    "error.not-allowed": "{found}はここに書けません。書ける値の例: {allowed}",
    "error.not-a-price": (
        "{found}は金額ではありません。書ける値の例: {allowed}。期間は「per」、通貨は"
        "「currency」に書きます。"
    ),
    "error.out-of-range": "{found}は範囲外です。書ける値の例: {allowed}",
    "error.empty": "{found}は空です。必要な値の例: {allowed}",
    "error.not-finite": "{found}は計算できる数ではありません。数を書いてください。",
    "error.float": (
        '{found}は浮動小数点数で、桁が正確ではありません。"{found}"または'
        'Decimal("{found}")と書いてください。'
    ),
    # tariffs
    "error.scheme-missing": (
        '~がありません。"volume"(全量適用: 到達した区分の単価が全数に適用され、{n}で{volume})'
        'か"graduated"(段階加算: 区分ごとの単価を足し上げ、{n}で{graduated})'
        "のどちらかを書いてください。どちらであるかは見積書に書かれており、"
        "表だけからは分かりません。"
    ),
    "error.prices-missing": (
        '~がありません。"excluding-tax"(税抜: 税を加算し、{n}の12か月分は10%の税込で{gross})か'
        '"including-tax"(税込: {n}の12か月分は{net})のどちらかを書いてください。'
    ),
    "error.charges-or-versions": (
        "charges、またはそれぞれにchargesを持つversionsの、どちらか一方を書いてください。"
    ),
    "error.version-empty": "until {until}がfrom {start}より後になっていません。",
    "error.version-overlap": (
        "{found}は前の版の終わりより後になっていません。版は順に並べ、それぞれに"
        "untilを書いてください。"
    ),
    "error.unknown-item": "「{found}」はこの価格表の品目にありません。{guess}品目: {allowed}",
    "error.item-needed": (
        "~がありません。品目が複数あるため、どれを数える料金かを書いてください。"
        "品目: {allowed}"
    ),
    "error.tier-open": (
        "~がありません。上限を省けるのは最後の区分だけです。この区分の最後の数量"
        "(その数を含む)を書いてください。"
    ),
    "error.tier-order": (
        "up_to = {found:s}は前の区分({before:s})より大きくしてください(最初の区分では1以上)。"
    ),
    "error.tier-overlap": (
        "from = {first:s}はtiers[{before:s}]のup_to = {end:s}と重なり、{first}の単価が"
        "{price_before}と{price}の二つになります。from = {next:s}としてください。"
    ),
    "error.tier-hole": (
        "from = {first:s}ではtiers[{before:s}]のup_to = {end:s}との間が空き、{next:s}～{last:s}の"
        "価格がありません。from = {next:s}とするか、区分を足してください。"
    ),
    "error.tier-late": (
        "from = {first:s}では1～{last:s}の価格がありません。最低数量であれば品目に"
        "minimum = {first:s}と書き、そうでなければfrom = 1としてください。"
    ),
    "error.item-and-pool": "~がitemと並んでいます。1つの料金が数えるのは、1品目か、品目の合計です。",
    "error.free-by-itself": (
        "{found}はこの料金が数える品目です(または数える品目がありません)。無料分は別の品目に"
        "付きます。全員に共通の無料分はincluded = Nと書いてください。"
    ),
    "error.free-tier-by": "~とtier_byは一緒に使えません。どちらかにしてください。",
    "error.free-up-to": (
        "~には最後の数量のない価格が必要です(無料分はその先も買われます)。up_toやmaximumを"
        "消し、品目にmaximumを書いてください。"
    ),
    "error.free-falls": (
        "無料分のある料金の価格が下がるため、際限なく安くなりえます。{item}にmaximumを書いて"
        "ください。"
    ),
    "error.rule-unclear": (
        "規則の内容がありません。at_mostとper、requires、excludes、equals、at_most、"
        "at_leastのいずれかを書いてください。種類: {allowed}"
    ),
    "error.rule-key-missing": ("~がありません。規則「{rule}」のキー: {allowed}"),
    "error.rule-key": (
        "~は規則「{rule}」のキーではありません(使えるキー: {allowed})。削除するか、"
        "別の規則として書いてください。"
    ),
    "error.rule-same": "「{found}」が規則の両側にあります。別の品目を書いてください。",
    "error.rule-whole": "{found}は合計数量ではありません。整数を書いてください。",
    "error.rule-at-least": (
        '{found}は規則「{rule}」に使えません。headcountには"headcount"、minimumには'
        "整数を書いてください。"
    ),
    "error.held-bodies": "すでに持つ数を団体ごとに分けることはまだできません。団体({allowed})ごとに計画してください。",
    "error.held-needed": (
        "{tariff}: 保有数で区分が決まりますが、保有数がありません。[held.{tariff}]に書くか、heldで渡してください(なければ0)。"
    ),
    "error.held-too-many": (
        "{tariff}: {item}の保有数は{held}、追加は{found}ですが、価格は{last}までです。見積もりを依頼してください。"
    ),
    "error.held-left": (
        "{tariff}: {item}の保有数は{held}、価格は{last}までなので、買い足せるのは{left}までです。"
    ),
    "error.held-offer": "「{found}」は候補にありません。候補: {allowed}。",
    "error.blocks-end": (
        "最後の数量がないか、大きすぎます。sizeのある区分と、1組に満たない数量にも料金がかかる場合は、"
        "組を{allowed}個まで書き出します。最後の数量を書いてください。"
    ),
    "error.blocks-and": (
        "{found}はこの{other}と一緒には書けません。どちらかを消してください。"
    ),
    "error.key-of-another-scheme": (
        '適用方式"{scheme}"のキーではありません(この方式のキー: {allowed})。'
        "消すか、別の方式を書いてください。"
    ),
    "error.across-when": '~が"bodies"で、whenがあり、最後の区分に上限があります。最後のup_toを省くか、whenをなくしてください。',
    "error.item-never": (
        "maximum = {found:s}は、minimumとstepで買える最小の数{least}より小さく、"
        "この品目は購入できません。"
    ),
    "error.list-price-size": (
        "{found}は大きすぎます。区分を決める金額は、ここでは{unit}単位で{allowed}まで数えます。"
    ),
    "error.choices-missing": (
        "選択項目が宣言されていませんが、次の選択が書かれています: {named}。項目ごとに"
        '選択肢とともに宣言してください: [choices.{first:s}]とoptions = ["...", "..."]'
    ),
    "error.when-choice": "「{found}」はこの価格表の選択項目にありません。{guess}選択項目: {allowed}",
    "error.when-option": "「{found}」はこの選択項目の選択肢にありません。{guess}選択肢: {allowed}",
    "error.example-choice": "~がありません。どの{choice}の計算例かを書いてください。選択肢: {allowed}",
    "error.choice-combinations": "選択肢の組合せが{found}通りあります。比較できるのは{allowed}通りまでです。",
    "error.choice-missing": (
        "{tariff}: {choice}({name})を{choice}={first}のように選んでください。"
        "選択肢: {allowed}"
    ),
    "error.choice-unknown": "{tariff}: 選択項目「{found}」はありません。選択項目: {allowed}",
    "error.choice-none": "{tariff}: 選択項目「{found}」はありません。この価格表に選ぶものはありません。",
    "error.choice-option": "{tariff}: 「{found}」は{choice}({name})の選択肢にありません。選択肢: {allowed}",
    "error.no-version": (
        "{tariff}には{day}の価格がありません。版(untilの日は含まない): {allowed}"
    ),
    "error.more-than-one-period": (
        "{tariff}の価格は{start}から{end}(含まない)の間の{day}に変わります。"
        "期間が二つ以上になる計画はまだできません。{day}の前と以後を分けて計画してください。"
    ),
    "error.no-rate": (
        "{tariff}の税区分「{found}」の税率がありません。税率のある区分: {allowed}"
    ),
    # quantities
    "error.quantity-item": "{tariff}: 品目「{item}」はありません。品目: {allowed}",
    "error.quantity-number": (
        "{tariff}: {item}の{found}は数量ではありません。0以上の整数を書いてください。"
    ),
    "error.quantity-domain": (
        "{tariff}: {item}は{found}では買えません。買える数量: 0、または{minimum}～"
        "{maximum}({step}単位)"
    ),
    "error.quantity-not-sold": (
        "{tariff}: {item}は{choices}では販売されておらず、{found}は買えません。"
    ),
    "error.quantity-no-price": (
        "{tariff}: {item} {found}の価格はありません({first}～{last})。別途見積りが必要です。"
    ),
    "error.quantity-ratio": (
        "{tariff}: {item} {found}は、{other} {base}に対する上限({other}1につき{at_most})を"
        "超えています。"
    ),
    "error.quantity-requires": (
        "{tariff}: {item} {found}には{other}が1つ以上必要です。"
    ),
    "error.quantity-excludes": (
        "{tariff}: {item} {found}と{other} {base}は一緒に買えません。"
    ),
    "error.quantity-equals": (
        "{tariff}: {item} {found}と{other} {base}は同数でなければなりません。"
    ),
    "error.quantity-cap": "{tariff}: {items}の合計{found}は上限{at_most}を超えています。",
    "error.quantity-minimum": (
        "{tariff}: {items}の合計{found}は、契約の最低数{at_least}に足りません。"
    ),
    "error.quantity-headcount": (
        "{tariff}: {items}の合計{found}は、全員の人数{headcount}に足りません。全員分で"
        "なければ買えません。"
    ),
    "error.headcount-needed": (
        "{tariff}: {items}は全員分でなければ買えませんが、人数が分かりません。headcount = N "
        "または --headcount N を指定してください。"
    ),
}
