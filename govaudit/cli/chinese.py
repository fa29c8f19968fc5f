"""click's own words in Chinese: headings of help, and usage errors."""

from __future__ import annotations

from typing import Any

import click

_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}


class ChineseFormatter(click.HelpFormatter):
    """Help with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, args.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 …"), prefix or "用法:")

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}:\n")


class ChineseContext(click.Context):
    """A context whose help is Chinese."""

    formatter_class = ChineseFormatter


class Command(click.Command):
    """A command with Chinese help."""

    context_class = ChineseContext

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `-h/--help` with a Chinese description."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明。"
        return option


class Group(click.Group):
    """A group with Chinese help whose subcommands are loaded when they are called: `lazy` maps a name to `module:attribute` and its short help."""

    context_class = ChineseContext
    command_class = Command

    def __init__(self, *args: Any, lazy: dict[str, tuple[str, str]] | None = None, **kwargs: Any) -> None:
        """Take click's own arguments and the lazy subcommands."""
        super().__init__(*args, **kwargs)
        self.lazy = lazy or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names in the order of the design."""
        return [*self.lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command that is called."""
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        from importlib import import_module

        module, _, name = self.lazy[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands without importing them."""
        rows = [(name, help_) for name, (_, help_) in self.lazy.items()]
        rows += [(name, command.get_short_help_str(120)) for name, command in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `-h/--help` with a Chinese description."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明。"
        return option


def usage_message(error: click.ClickException) -> str:
    """Return one of click's usage errors in Chinese, with what to do next."""
    if isinstance(error, click.NoSuchOption):
        close = f"(相近的有:{'、'.join(sorted(error.possibilities))})" if error.possibilities else ""
        return f"没有选项 {error.option_name}{close}"
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param is not None else ""
        return f"缺少 {name}"
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param is not None and error.param.opts else str(error.param_hint or "")
        choices = getattr(getattr(error.param, "type", None), "choices", None)
        expected = f";应为:{'、'.join(map(str, choices))}" if choices else ""
        return f"{name} 的值无效{expected}" if choices else f"{name} 的值无效:{error.message}"
    message = error.format_message()
    if message.startswith("No such command"):
        return f"没有命令 {message.split(chr(39))[1]}"
    if "requires an argument" in message:
        return f"选项 {message.split(chr(39))[1]} 后面要有值"
    if "unexpected extra argument" in message:
        return f"多出的参数:{message.partition('(')[2].rstrip(')')}"
    return message
