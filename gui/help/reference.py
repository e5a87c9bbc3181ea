"""Writes the guide's page of settings out of the settings themselves: ``python -m gui.help.reference``."""

from __future__ import annotations

import sys

import wording
from engine.settings import OPTIONS
from gui.help.pages import guide_folder

_WORDS = {
    "en": (
        "# Preferences",
        "**File → Preferences…** (Ctrl+,) holds what is set once. A search at the top finds a setting by any of its "
        "words. The arrow beside a name brings its default back, **Reset all** every default; nothing holds before "
        "**OK** or **Apply**. Each setting says in the dialog when it takes effect; few need a new start.",
        "**Export…** writes the settings to a file without keys and passwords, **Import…** shows what such a file "
        "says before it holds. The same on the command line: [The command line](command-line.md).",
        "Keys and tokens for hubs and servers are typed under **Keys**. They go to the system's keychain and are sent "
        "to that scheme, host and port alone. The folder for models is under **Folders**.",
        ("setting", "what it does", "on the command line"),
    ),
    "zh": (
        "# 首选项",
        "**文件 → 首选项…**（Ctrl+,）用于一次性的设置。上方的搜索可按任意文字查找设置。名称旁的箭头恢复该项的默认值，"
        "**全部重置**恢复所有默认值；在按**确定**或**应用**之前都不会生效。对话框中写明每项设置何时生效，只有少数需要重新启动。",
        "**导出…** 把设置写入文件，不含密钥和密码；**导入…** 先显示文件中的设置，确认后才生效。命令行用法见[命令行](command-line.md)。",
        "模型站和服务器的密钥与令牌在**密钥**中填写，保存在系统的钥匙串中，只发送给该协议、主机和端口。模型文件夹在**文件夹**中设置。",
        ("设置", "作用", "命令行中的名称"),
    ),
}


def preferences_page(language: str) -> str:
    """The page in Markdown."""
    title, *paragraphs, heads = _WORDS[language]
    rows = [heads, ("---", "---", "---")]
    for option in OPTIONS:
        words = wording.sentence(f"option_{option.key}", language=language)
        rows.append((words.what, words.next, f"`{option.key}`"))
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    return "\n\n".join([str(title), *map(str, paragraphs), table]) + "\n"


def main() -> int:
    """Write the page in every language; returns the exit status."""
    for language in wording.LANGUAGES:
        target = guide_folder(language) / "preferences.md"
        target.write_text(preferences_page(language), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
