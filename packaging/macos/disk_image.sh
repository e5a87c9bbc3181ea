#!/usr/bin/env bash
# A disk image with the app and a place to drag it to: packaging/macos/disk_image.sh VERSION
set -euo pipefail
version="${1:?usage: disk_image.sh VERSION}"
root="$(cd "$(dirname "$0")/../.." && pwd)"
app="$root/dist/ClauseDesk.app"
[ -d "$app" ] || { echo "run packaging/build.py first: it makes $app" >&2; exit 1; }
if [ -n "${CLAUSEDESK_IDENTITY:-}" ]; then
  "$root/packaging/macos/sign_and_notarise.sh" app
fi
stage="$(mktemp -d)"
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
image="$root/dist/ClauseDesk-$version-$(uname -m).dmg"
hdiutil create -volname ClauseDesk -srcfolder "$stage" -format ULMO -ov "$image"
if [ -n "${CLAUSEDESK_IDENTITY:-}" ] && [ -n "${CLAUSEDESK_PROFILE:-}" ]; then
  "$root/packaging/macos/sign_and_notarise.sh" image "$image"
fi
echo "$image"
