"""What a screen reader does, as a program of its own: it knows the window by the AT-SPI tree alone.

Run by a Python that has ``pyatspi``: ``python screen_reader.py FIELDS…``. Waits for the program, reads the
documents, goes to the page of fields, types the fields, presses the button, reads the values. Prints what
it heard as JSON: lists of "role: name".
"""

import json
import sys
import time

import pyatspi
from gi.repository import Atspi

Atspi.set_timeout(20_000, 60_000)
PATIENCE = 180.0
MOST = 4000


def heard(node):
    """Everything that shows below ``node``, in order, as a screen reader would say it."""
    said = []
    _listen(node, said)
    return said


def _listen(node, said):
    try:
        shows = node.getState().contains(pyatspi.STATE_SHOWING)
        if shows and node.name:
            said.append(f"{node.getRoleName()}: {node.name}")
        for number in range(min(node.childCount, 200)):
            child = node.getChildAtIndex(number)
            if child is not None and len(said) < MOST:
                _listen(child, said)
    except Exception as error:  # A node may go while it is looked at.
        print(error, file=sys.stderr)


def find(node, role, name):
    """The first node that shows with a role and a name; ``None`` where there is none."""
    try:
        same = node.getRoleName() == role and node.name.startswith(name)
        if same and node.getState().contains(pyatspi.STATE_SHOWING):
            return node
        for number in range(min(node.childCount, 200)):
            child = node.getChildAtIndex(number)
            found = find(child, role, name) if child is not None else None
            if found is not None:
                return found
    except Exception as error:
        print(error, file=sys.stderr)
    return None


def wait(look, what):
    """What ``look`` finds, asked again until it finds something."""
    end = time.time() + PATIENCE
    while time.time() < end:
        found = look()
        if found:
            return found
        time.sleep(0.5)
    raise SystemExit("waited in vain for " + what)


def program():
    """The program on this bus."""
    for application in pyatspi.Registry.getDesktop(0):
        if application is not None and application.name == "ClauseDesk" and application.childCount:
            # What changes is asked for, not listened to.
            application.set_cache_mask(Atspi.Cache.NONE)
            return application
    return None


def main(fields):
    """The main job by ear."""
    own = wait(program, "the program")
    wait(lambda: find(own, "table cell", "Name: "), "a document")
    start = heard(own)
    find(own, "list", "Workspaces").querySelection().selectChild(1)
    box = wait(lambda: find(own, "text", "Fields to look for"), "the list of fields")
    box.queryEditableText().setTextContents(fields)
    extract = wait(lambda: find(own, "push button", "Extract"), "the button")
    wait(lambda: extract.getState().contains(pyatspi.STATE_ENABLED), "the button to work")
    extract.queryAction().doAction(0)
    wait(lambda: find(own, "table", "Values"), "the table")
    wait(lambda: any(" %, " in words for words in heard(own)), "a value")
    print(json.dumps({"start": start, "values": heard(own)}, ensure_ascii=False))


main(" , ".join(sys.argv[1:]))
