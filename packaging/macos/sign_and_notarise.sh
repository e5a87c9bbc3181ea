#!/usr/bin/env bash
# Signs dist/ClauseDesk.app and, once the disk image is made, has Apple look at it and staples the answer to it.
#   packaging/macos/sign_and_notarise.sh app
#   packaging/macos/sign_and_notarise.sh image dist/ClauseDesk-VERSION.dmg
# CLAUSEDESK_IDENTITY: "Developer ID Application: NAME (TEAM)" in the keychain.
# CLAUSEDESK_PROFILE: what `xcrun notarytool store-credentials` called the account, so no password is named here.
set -euo pipefail
root="$(cd "$(dirname "$0")/../.." && pwd)"
app="$root/dist/ClauseDesk.app"
identity="${CLAUSEDESK_IDENTITY:?the identity to sign with}"
entitlements="$root/packaging/macos/entitlements.plist"

sign() {
  codesign --force --timestamp --options runtime --sign "$identity" "$@"
}

case "${1:-}" in
  app)
    # From the inside out: every library first, then the program, then the whole. (--deep would give the
    # libraries the program's entitlements.)
    find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
      while IFS= read -r -d '' library; do sign "$library"; done
    find "$app/Contents/Frameworks" -type f -perm +111 ! -name '*.dylib' ! -name '*.so' -print0 |
      while IFS= read -r -d '' file; do
        if file -b "$file" | grep -q '^Mach-O'; then sign "$file"; fi
      done
    find "$app/Contents/Frameworks" -type d -name '*.framework' -print0 |
      while IFS= read -r -d '' framework; do sign "$framework"; done
    sign --entitlements "$entitlements" "$app/Contents/MacOS/clausedesk"
    sign --entitlements "$entitlements" "$app"
    codesign --verify --deep --strict --verbose=2 "$app"
    ;;
  image)
    image="${2:?the disk image}"
    sign "$image"
    xcrun notarytool submit "$image" --keychain-profile "${CLAUSEDESK_PROFILE:?the stored account}" --wait
    xcrun stapler staple "$image"
    spctl --assess --type open --context context:primary-signature --verbose=2 "$image"
    ;;
  *)
    echo "usage: sign_and_notarise.sh app | image FILE.dmg" >&2
    exit 2
    ;;
esac
