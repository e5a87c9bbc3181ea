"""The window's language: which one, and Qt's translators for it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from engine.paths import resource_path

LANGUAGES = {"en": "English", "zh": "简体中文"}
"""Each language in its own words."""


class Translation:
    """Installs the translators of one language. Thread: GUI."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._installed: list[QTranslator] = []
        self.language = "en"

    def apply(self, choice: str = "") -> str:
        """Speak ``choice`` from now on (empty: the system's language); returns the language."""
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed.clear()
        self.language = choice if choice in LANGUAGES else system_language()
        own = str(resource_path("translations"))
        qts = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        suffix = {"zh": "zh_CN"}.get(self.language, self.language)
        for name, folder in ((f"clausedesk_{self.language}", own), (f"qtbase_{suffix}", qts)):
            translator = QTranslator(self._application)
            if translator.load(name, folder):
                self._application.installTranslator(translator)
                self._installed.append(translator)
        QLocale.setDefault(QLocale("zh_CN" if self.language == "zh" else "en_GB"))
        return self.language


def system_language() -> str:
    """``"zh"`` where the system speaks Chinese, else ``"en"``."""
    return "zh" if QLocale.system().language() == QLocale.Language.Chinese else "en"
