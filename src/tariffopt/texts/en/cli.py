"""English texts of the command line: help, usage errors, verdicts."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    # the help pages
    "cli.usage": "Usage: {line}",
    "cli.about": "How many seats of what to buy for whom, at the least cost, provably.",
    "cli.commands": "Commands:",
    "cli.options": "Options:",
    "cli.see-help": "All of it: {command} --help",
    "cli.exits": (
        "Exit code: 0 proved optimal (or done), 1 internal error, 2 usage, 3 no plan is "
        "possible, 4 a plan without proof, 5 faulty input, 6 no plan found in the time, "
        "130 interrupted before there was a plan.\n"
        "The answer goes to stdout, everything else to stderr."
    ),
    "cli.tariffopt.usage": "[--lang ja|en] COMMAND ...",
    "cli.optimize": "what to buy, for whom, at the least cost",
    "cli.optimize.usage": "SCENARIO [-o FILE]... [OPTIONS]",
    "cli.optimize.more": (
        "SCENARIO is a .toml or .json file: groups of people, what they need, which "
        "tariffs are offered, for how long, under which tax. The plan says what to buy, "
        "why that number, and whether it is proved to be the cheapest."
    ),
    "cli.quote": "price a given quantity",
    "cli.quote.usage": "TARIFF QUANTITY | ITEM=QUANTITY... [OPTIONS]",
    "cli.quote.more": (
        "TARIFF is a file or an id (tariffopt tariffs lists them). The last line says "
        "when a larger quantity would cost less. Examples:\n"
        "  tariffopt quote lgwan-chat 501 --tax 10%\n"
        "  tariffopt quote messenger.toml member=66 guest=330"
    ),
    "cli.steps": "price steps, dead zones, next saving, most within a budget",
    "cli.steps.usage": "TARIFF [--need N] [--budget N] [OPTIONS]",
    "cli.steps.more": (
        "TARIFF is a file or an id. Dead zones are quantities at which some larger "
        "quantity costs less in total; nobody should buy them."
    ),
    "cli.tariffs": "list the tariffs that have an id here, or show one",
    "cli.tariffs.usage": "[list | show ID...] [OPTIONS]",
    "cli.tariffs.more": (
        "Tariffs are looked for in the folders of --tariffs, in those of the variable "
        "TARIFFOPT_PATH, in the folder ./tariffs, and among what is installed."
    ),
    "cli.check": "are my inputs right? tariffs, scenarios, tables of groups, plans",
    "cli.check.usage": "FILE | FOLDER | ID... [OPTIONS]",
    "cli.check.more": (
        "Judges input files by their content, and says all that is wrong at once. "
        "Tariffs are also put through the conformance kit. (To judge an answer, a plan "
        "or anybody's purchases and seats: tariffopt verify.)"
    ),
    "cli.verify": "does an answer stand, and what does it cost exactly?",
    "cli.verify.usage": "PLAN.json [--scenario FILE] [OPTIONS]",
    "cli.verify.more": (
        "Re-certifies a plan from its own copy of the inputs: every requirement, every "
        "rule, every bill. With --scenario, checks and prices anybody's purchases and "
        "seats against that scenario. (To judge input files: tariffopt check.)"
    ),
    "cli.schema": "print the JSON Schema of tariffs, scenarios or plans",
    "cli.schema.usage": "tariff | scenario | plan",
    "cli.schema.more": "For editors, and for programs that write these files.",
    "cli.demo": "the real case, from a price list to a proved plan",
    "cli.demo.usage": "[--lang ja|en]",
    "cli.demo.more": (
        "Business chat for the 501 people of a city; nothing is needed beside tariffopt."
    ),
    # options
    "cli.option.lang": "language of all texts (else TARIFFOPT_LANG, else the locale)",
    "cli.option.help": "show this page",
    "cli.option.version": "show the version",
    "cli.option.o": "write the plan too: .json .txt .csv .md; may be repeated",
    "cli.option.json": "the plan as JSON on stdout",
    "cli.option.force": "replace files that exist",
    "cli.option.set": (
        "change a value of the scenario: horizon.months=24, groups[0].people=50; may be "
        "repeated"
    ),
    "cli.option.budget": "most that may be paid, tax included, over the horizon",
    "cli.option.max-surplus": (
        "most seats that may stand idle, or their share of the seats needed"
    ),
    "cli.option.time-limit": "stop then, with the best plan found",
    "cli.option.gap": "be content with a plan this close to the bound (default 0: prove)",
    "cli.option.solver": "a solver by its PuLP name: HiGHS (default), CBC, ...",
    "cli.option.threads": "threads of the solver (default 1)",
    "cli.option.seed": "seed of the solver (default 0)",
    "cli.option.tariffs": "a folder with tariffs; may be repeated",
    "cli.option.on": "first day (default: today)",
    "cli.option.headcount": "all people of the buyer, where a tariff is sold for all",
    "cli.option.months": "how many months (default 12)",
    "cli.option.tax": "tax rate, or none (default)",
    "cli.option.invoice": "how often tax is rounded: month, year (default) or once",
    "cli.option.rounding": "how tax is rounded: floor (default), ceil or half-up",
    "cli.option.choose": "an option of a choice: plan=light; may be repeated",
    "cli.option.item": "the item, where the tariff has several",
    "cli.option.held": "units held already, by item, where a tier counts them: seat=95",
    "cli.option.others": "units all other bodies buy, where they share a tier: seat=2250",
    "cli.option.need": "how many are needed",
    "cli.option.steps-budget": "say the most that can be bought within this, with tax",
    "cli.option.range": "list each quantity from A to B too",
    "cli.option.encoding": "coding of TOML and JSON files: utf-8 (default) or cp932",
    "cli.option.check-on": "the day on which sources are judged stale (default: today)",
    "cli.option.check-json": "the verdicts as JSON on stdout",
    "cli.option.scenario": "check against this scenario instead of the plan's own copy",
    # names of values
    "cli.name.file": "FILE",
    "cli.name.folder": "FOLDER",
    "cli.name.scenario": "SCENARIO",
    "cli.name.tariff": "TARIFF",
    "cli.name.quantity": "QUANTITY",
    "cli.name.choice": "CHOICE=OPTION",
    "cli.name.item": "ITEM",
    "cli.name.words": "list | show ID",
    "cli.name.inputs": "FILE | FOLDER | ID",
    "cli.name.plan": "PLAN.json",
    "cli.name.solver": "NAME",
    "cli.name.seconds": "SECONDS",
    "cli.name.setting": "PATH=VALUE",
    "cli.name.day": "DATE",
    # usage errors
    "cli.value": '"{found}" is not allowed. Allowed: {allowed}.',
    "cli.value.count": "a whole number from {least}",
    "cli.value.count-to": "a whole number from {least} to {most}",
    "cli.value.money": "an amount from 0, such as 2400000 or 2,400,000",
    "cli.value.seconds": "seconds from 0, such as 60 or 0.5",
    "cli.value.gap": "a share from 0 to below 100 %, such as 0, 1% or 0.01",
    "cli.value.surplus": "a whole number of seats, or a share such as 5%",
    "cli.value.tax": "a rate from 0 to 100 %, such as 10% or 0.10; or none",
    "cli.value.chosen": "plan=light: a choice of the tariff and one of its options",
    "cli.value.setting": "a path and a value, such as horizon.months=24",
    "cli.value.span": "two quantities, the smaller first, such as 400:520",
    "cli.value.day": "a day such as 2021-04-01",
    "cli.value.choice": "{allowed}",
    "cli.value.name": "a text that is not empty",
    "cli.bad": "{what}: {message}",
    "cli.missing": "{what} is missing.",
    "cli.extra": "one word too many: {found}",
    "cli.no-option": "no such option: {found}.{guess}",
    "cli.option-value": "{found} is not followed by what it needs, or takes no value.",
    "cli.no-command": "no such command: {found}.{guess} Commands: {known}.",
    "cli.no-folder": '"{found}" is not a folder that exists.',
    "cli.no-tax": "--invoice and --rounding need a tax: add --tax 10%.",
    "cli.which-item": (
        '"{found}": the tariff has several items, so write ITEM=QUANTITY. Items: {items}.'
    ),
    "cli.choice-twice": "{found} is chosen twice.",
    "cli.item-twice": '"{found}" is given twice. Write each item once.',
    "cli.no-quantity": (
        '"{found}" is not a quantity. Allowed: 501, 1,200, or an item with one: member=66.'
    ),
    "cli.no-item": '--item "{found}" is not an item of this tariff. Items: {items}.',
    "cli.tariffs.words": '"{found}" is not understood. Allowed: list, or show and ids.',
    # what is said beside the answer
    "cli.note": "note: {message}",
    "cli.warning": "warning: {message}",
    "cli.not-written": "not written, since there is no plan: {file}",
    "cli.written": "written: {file}",
    "cli.written-side": "written: {file} (the groups of {plan}: keep both together)",
    "cli.interrupted": "interrupted.",
    "cli.internal": (
        "internal error: {error} ({where}, tariffopt {version}). This is a defect of "
        "tariffopt, not of your files: please report this line and the command to its "
        "maintainers; {variable}=1 shows more."
    ),
    "cli.system": "the system refuses: {error}.",
    "cli.progress": "{step} ... {seconds} s",
    "cli.step.read": "reading",
    "cli.step.compile": "compiling the prices",
    "cli.step.reduce": "reducing",
    "cli.step.solve": "solving (Ctrl-C: take the best plan so far)",
    "cli.step.ties": "settling which of equal plans it is",
    "cli.step.certify": "certifying",
    "cli.step.explain": "explaining",
    # tariffs
    "cli.tariffs.none": "No tariffs were found.",
    "cli.tariffs.count.one": (
        "{n} tariff. To see it: tariffopt tariffs show ID. Its price of a quantity: "
        "tariffopt quote ID N."
    ),
    "cli.tariffs.count": (
        "{n} tariffs. One of them: tariffopt tariffs show ID. Its price of a quantity: "
        "tariffopt quote ID N."
    ),
    "cli.tariffs.about": "{currency}, read {date}, in {where}",
    "cli.tariffs.undated": "undated",
    # check
    "cli.check.total": "{n} inputs: {good} in order, {bad} with faults",
    "error.check-empty": "the file is empty.",
    "error.check-unknown": (
        "neither a tariff nor a scenario nor a plan; none of their keys is there. The "
        "keys: tariffopt schema tariff | scenario | plan."
    ),
    "error.check-nothing": "the folder has no tariff, scenario or plan.",
    # verify
    "cli.verify.stands": "{file} stands. It costs {cost}, tax included.",
    "cli.verify.fails": "{file} does not stand; faults: {n}.",
    "cli.verify.would-cost": "What it buys costs {cost}, tax included.",
    "cli.verify.checked": (
        "Checked exactly, without a solver: needs of groups met ({requirements}), rules "
        "and limits kept ({rules}), every bill computed again."
    ),
    "cli.verify.claim": (
        "It says of itself that it is optimal; to prove that again: tariffopt optimize."
    ),
    "cli.verify.no-claim": "It does not say of itself that it is optimal.",
    # demo
    "cli.demo.intro": (
        "The real case: a city buys business chat. Price list: 1 to 500 accounts at 400 yen "
        "a month each, 501 to 3,000 at 350; the tier reached prices every account."
    ),
    "cli.demo.next": (
        "\nTry now\n"
        "  tariffopt steps lgwan-chat --tax 10%        where its price changes\n"
        "  tariffopt quote lgwan-chat 500 --tax 10%    one account fewer\n"
        "  tariffopt tariffs                           all tariffs found here\n"
        "  tariffopt optimize YOUR.toml                your own scenario"
    ),
    "error.output-denied": "files cannot be created in the folder {folder}.",
    "cli.late": "--on {found} is too late for a calendar with years of four digits.",
    "error.kind-tariff": "this is a tariff. For tariffs: {command}.",
    "error.kind-scenario": "this is a scenario. For scenarios: {command}.",
    "error.kind-plan": "this is a plan. For plans: {command}.",
    "error.kind-answer": "these are purchases and seats without their scenario. For them: {command}.",
    "error.kind-table": 'this is a table. A scenario may name it, as groups = "{file}".',
    "error.check-side-file": "these are the groups of a plan; the plan is the file beside it.",
}
