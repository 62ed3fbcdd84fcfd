"""Japanese texts about answers: what a plan breaks, and why there is none."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    # answers that do not stand
    "error.answer-item": "「{offer}」の品目「{item}」はこの案件の提案にありません。",
    "error.answer-contract": "{offer}の契約{number}: このような契約は結べません。",
    "error.answer-contracts": "{offer}の契約が{found}件あります。この価格表で一つの団体が結べる契約は{allowed}件までです。",
    "error.answer-choice": "{offer}: {choice}が{found}ですが、条件では{chosen}を選んでいます。",
    "error.answer-body": "{group}は{body}に属し、{found}の契約では利用できません。",
    "error.answer-negative": "{offer} {item}: {found}は購入できる数ではありません。",
    "error.answer-seats-negative": "グループ{group}: {found}は割り当てられません。",
    "error.answer-lacking": (
        "グループ{group}: 割り当てられた品目では必要な機能({lacking})が足りません。"
    ),
    "error.answer-short": (
        "グループ{group}: 割当は{found}人分で、必要な{needed}人分に足りません。"
    ),
    "error.answer-oversold": (
        "{offer} {item}: 割当{assigned}が購入{purchased}を超えています。"
    ),
    "error.answer-budget": "税込{found}は予算{allowed}を超えています。",
    "error.answer-surplus": "予備が{found}あり、上限{allowed}を超えています。",
    "error.claim-cost": "金額{found}とありますが、計算し直すと{exact}です。",
    "error.claim-bill": "積算内訳が購入数から計算したものと一致しません。",
    "error.claim-assigned": (
        "{offer} {item}: 割当{found}とありますが、内訳の合計は{exact}です。"
    ),
    "error.claim-people": (
        "{offer} {item}: 1つで{found}人分とありますが、価格表では{exact}人分です。"
    ),
    "error.claim-tier": ("{offer} {item}: 区分{found}とあるが、明細にその区分はない。"),
    "error.claim-level": "{goal}は{found}とありますが、数え直すと{exact}です。",
    "error.claim-levels": (
        "到達した目的の段階は{found}とありますが、シナリオの目的と異なります。"
    ),
    "error.claim-bound": "下界{bound}が金額{cost}を上回っています。",
    "error.claim-reason": "予備の理由が価格表から導いたものと一致しません。",
    "error.claim-note": ("注記「{found}」が価格表と数量から導いたものと一致しません。"),
    "error.claim-exact": (
        "厳密に証明済みとありますが、金額{cost}を与える厳密な証明はありません。"
    ),
    "error.claim-status": (
        "状態「{status}」・証明「{proof}」が金額と下界に合いません。"
    ),
    # no plan
    "error.capacity": (
        "計画できません。「{needs}」が{seats}必要ですが、提案の価格があるのは{limits}です。"
        "追加の見積りを取るか、提案を加えるか、{less}減らしてください。"
    ),
    "error.capacity-together": (
        "計画できません。{tariff}は全団体の合計で{last}までの価格しかありませんが、{found}必要です。"
        "追加の見積りを取るか、提案を加えるか、{less}減らしてください。"
    ),
    "error.no-plan": (
        "計画できません。すべての条件を同時に満たす購入はありません({name}により証明)。"
    ),
    "error.conflict-ratio": (
        "{tariff}では、{item}は{other} 1につき{at_most}までです({requirement})。"
    ),
    "error.conflict-requires": (
        "{tariff}では、{item}は{other}と一緒でなければ買えません({requirement})。"
    ),
    "error.conflict-excludes": (
        "{tariff}では、{item}と{other}は一緒に買えません({requirement})。"
    ),
    "error.conflict-equals": (
        "{tariff}では、{item}と{other}は同数に限ります({requirement})。"
    ),
    "error.conflict-cap": (
        "{tariff}では、{items}は合計{at_most}までです({requirement})。"
    ),
    "error.conflict-minimum": (
        "{tariff}では、{items}は合計{at_least}以上に限ります({requirement})。"
    ),
    "error.conflict-headcount": (
        "{tariff}では、{items}は全員({headcount}人)分に限ります({requirement})。"
    ),
    "error.conflict-need": ("{seats}人に{needs}が必要です({requirement})。"),
    "error.conflict-need-of": ("{body}の{seats}人に{needs}が必要です({requirement})。"),
    "error.conflict-requirement": "{said}({requirement})。",
    "error.conflict-surplus": ("余剰は{allowed}人分までです({requirement})。"),
    "error.conflict-open": (
        "時間切れのため、より少ない条件だけで矛盾している可能性があります。"
    ),
    "error.conflict-headcount-bodies": (
        "{tariff}では、{items}は各団体の全員分に限ります({requirement})。"
    ),
    "error.over-budget": (
        "予算{budget}以内の計画はありません。最も安くて{least}で、{over}超えます。"
    ),
    "error.budget-open": (
        "予算{budget}以内の計画は、探索が止まる({why})までに見つかりませんでした。"
        "下界は{least}です。"
    ),
    "error.no-plan-yet": "{name}は計画を一つも見つける前に止まりました({why})。",
    "error.access-sets": (
        "「{needs}」を満たす品目の組合せが{allowed}を超えています。品目を減らすか、"
        "案件を分けてください。"
    ),
}
