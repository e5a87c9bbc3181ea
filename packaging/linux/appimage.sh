#!/usr/bin/env bash
# One file that runs on any Linux with the libraries of packaging/README.md: packaging/linux/appimage.sh VERSION
# Needs appimagetool and its runtime file (both from the AppImage project); APPIMAGE_RUNTIME names the latter, so
# that nothing is downloaded while it builds.
set -euo pipefail
version="${1:?usage: appimage.sh VERSION}"
root="$(cd "$(dirname "$0")/../.." && pwd)"
tree="$root/build/AppDir"
[ -d "$root/build/deb/usr" ] || { echo "run packaging/build.py first: it lays out build/deb" >&2; exit 1; }
command -v appimagetool >/dev/null || { echo "appimagetool is not on the path" >&2; exit 1; }
rm -rf "$tree"
mkdir -p "$tree"
# The same layout as the .deb's; hard links, because it is a gigabyte.
cp -al "$root/build/deb/usr" "$tree/usr"
cp "$root/packaging/linux/AppRun" "$tree/AppRun"
chmod 755 "$tree/AppRun"
cp "$tree/usr/share/applications/clausedesk.desktop" "$tree/clausedesk.desktop"
cp "$tree/usr/share/icons/hicolor/256x256/apps/clausedesk.png" "$tree/clausedesk.png"
ln -s clausedesk.png "$tree/.DirIcon"
machine="$(uname -m)"
arguments=(--no-appstream --comp zstd)
[ -z "${APPIMAGE_RUNTIME:-}" ] || arguments+=(--runtime-file "$APPIMAGE_RUNTIME")
ARCH="$machine" appimagetool "${arguments[@]}" "$tree" "$root/dist/ClauseDesk-$version-$machine.AppImage"
