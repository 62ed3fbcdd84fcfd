"""Japanese texts of the solvers: what is missing, what failed."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "error.solver-unknown": (
        "「{found}」はPuLPの扱えるソルバーではありません。{guess}この環境で使えるもの: {available}。"
    ),
    "error.solver-missing": (
        "ソルバー{found}がインストールされていません。次のコマンドで導入できます: {install}。"
        "この環境で使えるもの: {available}。"
    ),
    "error.solver-not-on-path": (
        "ソルバー{found}がインストールされていないか、実行ファイルがPATHに見つかりません。"
        "この環境で使えるもの: {available}。"
    ),
    "error.solver-option": "ソルバー{name}は指定{option}を受け付けません。",
    "error.solver-failed": "ソルバー{name}は解を出さずに終了しました: {why}。",
    "error.solver-digits": (
        "{name}: 数値{found:s}は、LP・MPSファイルで扱える{digits}桁を超えています。"
        "ファイルを介さないHiGHSで解いてください。"
    ),
    "error.program-too-large": (
        "{name}: {found}は、ソルバーが正確に扱うには大きすぎます(上限{allowed})。"
        "通貨の単位を大きくするか、人数または月数を減らしてください。"
    ),
}
