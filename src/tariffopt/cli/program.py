"""The program and its commands, each loaded only when it is used."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Sequence
from typing import Any

import click

from tariffopt.cli.console import answer
from tariffopt.cli.exits import DONE, USAGE
from tariffopt.cli.parameters import Kind, choice, name
from tariffopt.texts import LANGS, Lang, text

COMMANDS = (
    "optimize",
    "quote",
    "steps",
    "tariffs",
    "check",
    "verify",
    "schema",
    "demo",
)
"""In the order of the help page; each is a module of `tariffopt.cli.commands`."""


def option(lang: Lang, flag: str, kind: Kind, code: str, **more: Any) -> click.Option:
    """Make an option; ``code`` finds its help, ``more`` goes to click."""
    words = text(f"cli.option.{code}", lang)
    return click.Option(
        [flag], type=kind.read, metavar=kind.metavar, help=words, **more
    )


def folders_option(lang: Lang) -> click.Option:
    """Make the option ``--tariffs DIR``."""
    return option(lang, "--tariffs", name(lang, "folder"), "tariffs", multiple=True)


def switch(lang: Lang, flag: str, code: str) -> click.Option:
    """Make an option that is on or off."""
    return click.Option([flag], is_flag=True, help=text(f"cli.option.{code}", lang))


def argument(key: str, kind: Kind, **more: Any) -> click.Argument:
    """Make an argument, known to the code as ``key``."""
    return click.Argument([key], type=kind.read, metavar=kind.metavar, **more)


def _common(lang: Lang) -> list[click.Parameter]:
    """Make the options that every command has."""

    def show_help(context: click.Context, _: click.Parameter, value: Any) -> None:
        if value and not context.resilient_parsing:
            answer(context.get_help())
            context.exit()

    # The value was taken before parsing, since this very page is in that language.
    speak = option(lang, "--lang", choice(lang, LANGS), "lang", expose_value=False)
    page = click.Option(
        ["--help", "-h"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show_help,
        help=text("cli.option.help", lang),
    )
    return [speak, page]


class Command(click.Command):
    """One command, which gives its exit code.

    Parameters
    ----------
    lang
        The language of everything it says.
    name
        As it is typed.
    run
        Called with the language and, by name, the parameters.
    params
        Beside ``--lang`` and ``--help``.
    """

    def __init__(
        self,
        lang: Lang,
        name: str,
        run: Callable[..., int],
        params: Sequence[click.Parameter],
    ) -> None:
        self.lang = lang
        callback = functools.partial(run, lang)
        every = [*params, *_common(lang)]
        super().__init__(name, callback=callback, params=every, add_help_option=False)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words; an error knows then whose they are."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def get_help(self, ctx: click.Context) -> str:
        """Write the help page in the reader's language."""
        from tariffopt.cli.helping import command_page

        return command_page(self, self.lang)


class Program(click.Group):
    """The whole program in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        params = [*_common(lang), _version(lang)]
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
        module = importlib.import_module(f"tariffopt.cli.commands.{cmd_name}")
        command: click.Command = module.command(self.lang)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which there are."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise click.UsageError(self._unknown(args[0]), ctx)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """Write the help page in the reader's language."""
        from tariffopt.cli.helping import program_page

        return program_page(self, self.lang, COMMANDS)

    def invoke(self, ctx: click.Context) -> int:
        """Run the command and give its exit code; without one, show the help page."""
        if not ctx.args and not getattr(ctx, "_protected_args", []):
            answer(self.get_help(ctx))
            return USAGE
        code = super().invoke(ctx)
        return code if isinstance(code, int) else DONE

    def _unknown(self, word: str) -> str:
        import difflib

        near = difflib.get_close_matches(word, COMMANDS, n=1)
        guess = text("error.guess", self.lang, guess=near[0]) if near else ""
        known = ", ".join(COMMANDS)
        return text("cli.no-command", self.lang, found=word, guess=guess, known=known)


def _version(lang: Lang) -> click.Option:
    def show(context: click.Context, _: click.Parameter, value: Any) -> None:
        if value and not context.resilient_parsing:
            from importlib import metadata

            answer(f"tariffopt {metadata.version('tariffopt')}")
            context.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=text("cli.option.version", lang),
    )
