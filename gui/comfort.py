"""How large letters are, and whether things move."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from engine import settings as options
from engine.settings import Settings

_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)


class Comfort:
    """Applies two settings to the running application; made once its own font is set. Thread: GUI."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._size = application.font().pointSizeF()
        self._pixels = application.font().pixelSize()
        self._effects = {effect: application.isEffectEnabled(effect) for effect in _EFFECTS}

    def apply(self, settings: Settings) -> bool:
        """Live by the settings; whether letters changed their size, so that a window that stands
        must be laid out anew."""
        reduced = settings.get(options.REDUCED_MOTION)
        for effect, usual in self._effects.items():
            self._application.setEffectEnabled(effect, usual and not reduced)
        return self._set_size(settings.get(options.FONT_PERCENT) / 100)

    def close(self) -> None:
        """Letters as they were."""
        self._set_size(1.0)

    def _set_size(self, factor: float) -> bool:
        font = self._application.font()
        before = (font.pointSizeF(), font.pixelSize())
        if self._size > 0:
            font.setPointSizeF(round(self._size * factor, 2))
        else:
            font.setPixelSize(max(1, round(self._pixels * factor)))
        self._application.setFont(font)
        return before != (font.pointSizeF(), font.pixelSize())
