#!/usr/bin/env bash
# A root folder as a container's: the smallest Debian or Ubuntu, no Python, the .deb and what it depends on.
# packaging/linux/clean_root.sh FOLDER PACKAGE.deb [SUITE [MIRROR]]   (as root; needs debootstrap)
# Then: python packaging/smoke.py /usr/bin/clausedesk --clean FOLDER
set -euo pipefail
folder="${1:?usage: clean_root.sh FOLDER PACKAGE.deb [SUITE [MIRROR]]}"
package="${2:?usage: clean_root.sh FOLDER PACKAGE.deb [SUITE [MIRROR]]}"
suite="${3:-bookworm}"
mirror="${4:-http://deb.debian.org/debian}"
[ -x "$folder/usr/bin/apt-get" ] || debootstrap --variant=minbase "$suite" "$folder" "$mirror"
mkdir -p "$folder/proc" "$folder/dev/shm"
mountpoint -q "$folder/proc" || mount -t proc proc "$folder/proc"
for device in null zero random urandom; do
  [ -e "$folder/dev/$device" ] || touch "$folder/dev/$device"
  mountpoint -q "$folder/dev/$device" || mount --bind "/dev/$device" "$folder/dev/$device"
done
cp "$package" "$folder/tmp/package.deb"
cp /etc/resolv.conf "$folder/etc/resolv.conf"
chroot "$folder" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
chroot "$folder" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends /tmp/package.deb
rm "$folder/tmp/package.deb"
if ls "$folder"/usr/bin/python3* >/dev/null 2>&1; then
  echo "Python came with the package's dependencies" >&2
  exit 1
fi
echo "$folder is ready"
