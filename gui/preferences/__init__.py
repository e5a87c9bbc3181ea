"""What a person sets once: the dialog, its editors, and where keys are typed."""

from gui.preferences.dialog import PreferencesDialog, Reach, scheme_of

__all__ = ["PreferencesDialog", "Reach", "scheme_of"]
