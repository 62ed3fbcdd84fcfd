"""The program and its commands, each loaded only when it is used."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, NoReturn

import click

from tariffopt.cli.console import answer
from tariffopt.cli.endings import DONE, USAGE
from tariffopt.cli.language import say
from tariffopt.cli.parameters import Kind, choice, name
from tariffopt.texts import LANGS

COMMANDS = {
    "optimize": "optimize",
    "quote": "prices",
    "steps": "prices",
    "tariffs": "tariffs",
    "check": "check",
    "verify": "verify",
    "schema": "shipped",
    "demo": "shipped",
}
"""In the order of the help page, each with its module of `tariffopt.cli.commands`."""


def option(flag: str, kind: Kind, code: str | None = None, **more: Any) -> click.Option:
    """Make an option; ``code`` finds its help, ``more`` goes to click."""
    words = say(f"cli.option.{code or flag.lstrip('-')}")
    return click.Option(
        [flag], type=kind.read, metavar=kind.metavar, help=words, **more
    )


def folders_option() -> click.Option:
    """Make the option ``--tariffs DIR``."""
    return option("--tariffs", name("folder"), multiple=True)


def switch(*flags: str, code: str | None = None, **more: Any) -> click.Option:
    """Make an option that is on or off."""
    words = say(f"cli.option.{code or flags[0].lstrip('-')}")
    return click.Option(flags, is_flag=True, help=words, **more)


def argument(key: str, kind: Kind, **more: Any) -> click.Argument:
    """Make an argument, known to the code as ``key``."""
    return click.Argument([key], type=kind.read, metavar=kind.metavar, **more)


def refuse(code: str, **fields: object) -> NoReturn:
    """Say that a command was not typed as it should be.

    Raises
    ------
    click.UsageError
        Always.
    """
    raise click.UsageError(say(code, **fields), click.get_current_context())


def _page_switch(page: Callable[[click.Context], str], *flags: str) -> click.Option:
    """Make an option that shows a page and ends the program."""

    def show(context: click.Context, _: click.Parameter, value: Any) -> None:
        if value and not context.resilient_parsing:
            answer(page(context))
            context.exit()

    return switch(*flags, is_eager=True, expose_value=False, callback=show)


def _common() -> list[click.Parameter]:
    """Make the options that every command has."""
    # The value was taken before parsing, since this very page is in that language.
    speak = option("--lang", choice(*LANGS), expose_value=False)
    return [speak, _page_switch(click.Context.get_help, "--help", "-h")]


def _version(_: click.Context) -> str:
    from tariffopt import __version__

    return f"tariffopt {__version__}"


class Command(click.Command):
    """One command, which gives its exit code.

    Parameters
    ----------
    name
        As it is typed.
    run
        Called with the parameters by name.
    params
        Beside ``--lang`` and ``--help``.
    """

    def __init__(
        self, name: str, run: Callable[..., int], *params: click.Parameter
    ) -> None:
        every = [*params, *_common()]
        super().__init__(name, callback=run, params=every, add_help_option=False)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words; an error knows then whose they are."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def get_help(self, ctx: click.Context) -> str:
        """Write the help page in the reader's language."""
        from tariffopt.cli.pages import command_page

        return command_page(self)


class Program(click.Group):
    """The whole program in the language that is spoken."""

    def __init__(self) -> None:
        params = [*_common(), _page_switch(_version, "--version")]
        super().__init__("tariffopt", params=params, add_help_option=False)
        self.callback = None
        self.no_args_is_help = False
        self.invoke_without_command = True

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command's module, and nothing else."""
        if cmd_name not in COMMANDS:
            return None
        room = importlib.import_module(f"tariffopt.cli.commands.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(room, f"{cmd_name}_command")()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which there are."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise click.UsageError(_unknown(args[0]), ctx)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """Write the help page in the reader's language."""
        from tariffopt.cli.pages import program_page

        return program_page(self, list(COMMANDS))

    def invoke(self, ctx: click.Context) -> int:
        """Run the command and give its exit code; without one, show the help page."""
        if not ctx.args and not getattr(ctx, "_protected_args", []):
            answer(self.get_help(ctx))
            return USAGE
        code = super().invoke(ctx)
        return code if isinstance(code, int) else DONE


def _unknown(word: str) -> str:
    from tariffopt.documents import guess

    near = guess(word, list(COMMANDS))
    fields = {"guess": say("error.guess", guess=near) if near else "", "found": word}
    return say("cli.no-command", **fields, known=", ".join(COMMANDS))
