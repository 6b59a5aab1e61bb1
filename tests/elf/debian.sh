#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The initcall tables of Debian's own kernels, from their debug packages: as many initcalls as there
# are symbols of entries, each with a name, a size, a file and a line.
#
# One kernel is downloaded (a debug package of 280 MB) unless it is in the cache already; with
# ELF_FULL=1 (make check-elf-full) nine, of seven architectures, 4 GB. What was read from a package
# is kept in ${XDG_CACHE_HOME:-$HOME/.cache}/bootcheck/vmlinux. ELF_OFFLINE=1 downloads nothing.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}"
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/bootcheck
# shellcheck disable=SC2034 # for debian-fetch.sh
MIRROR=${DEBIAN_MIRROR-} KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg TMP=$tmp

say() {
	echo "# $*"
}

# In a subshell, which it ends.
die() {
	shift
	echo "$*" >"$tmp/why-not"
	exit 1
}
# shellcheck source=scripts/lib/debian-fetch.sh
. "$repo/scripts/lib/debian-fetch.sh"

# fetch SUITE ARCH FLAVOUR: prints the path of that kernel's vmlinux, in the cache
fetch() {
	debian_update "$1" "$2" >&2
	package=$(run_apt "$1" "$2" apt-cache depends "linux-image-$3-dbg" 2>/dev/null |
		sed -n 's/^ *Depends: \(linux-image-[0-9].*-dbg\)$/\1/p' | head -n 1)
	[ -n "$package" ] || die 3 "no linux-image-$3-dbg in $1 for $2"
	file=$CACHE/vmlinux/$2-${package#linux-image-}
	if [ ! -s "$file" ]; then
		[ -z "${ELF_OFFLINE-}" ] || die 3 "$package is not in the cache"
		mkdir -p "$CACHE/vmlinux" "$tmp/deb"
		(cd "$tmp/deb" && run_apt "$1" "$2" apt-get -qq download "$package" </dev/null) \
			>"$tmp/log" 2>&1 || die 3 "download failed: $(tail -n 1 "$tmp/log")"
		dpkg-deb --fsys-tarfile "$tmp/deb/$package"_*.deb >"$tmp/deb/tar"
		# (of several names one is the file, the others lead to it)
		name=$(tar -tvf "$tmp/deb/tar" | awk '$1 ~ /^-/ && $6 ~ /\/vmlinux[^\/]*$/ { print $6 }' |
			head -n 1)
		tar -xOf "$tmp/deb/tar" "$name" >"$file.part" || die 3 "no vmlinux in $package"
		mv "$file.part" "$file"
		rm -rf "$tmp/deb"
	fi
	echo "$file"
}

# entries FILE: how many symbols of entries there are, by nm
entries() {
	nm "$1" | awk '$3 ~ /^__initcall_/ && $3 !~ /_(start|end)$/ { n++ } END { print n + 0 }'
}

# look NAME FILE
look() {
	rc=0
	"$BOOTCHECK" image --csv "$2" >"$tmp/csv" 2>"$tmp/err" || rc=$?
	tr -d '\r' <"$tmp/csv" | sed 1d >"$tmp/rows"
	want=$(entries "$2")
	# rows: index,level,module,name,address,size,span,file,line
	{
		[ "$rc" -eq 0 ] || cat "$tmp/err"
		[ "$(wc -l <"$tmp/rows")" -eq "$want" ] ||
			echo "$(wc -l <"$tmp/rows") initcalls, nm has $want"
		awk -F, '$2 == "" || $4 == "" || $5 == "" || $6 == "" || $8 == "" || $9 == ""' "$tmp/rows" |
			sed 's/$/: something is missing/' | head -n 5
		grep -E ',(/|\.\./)' "$tmp/rows" | sed 's/$/: a file that is not in the tree/' | head -n 5
	} >"$tmp/bad"
	check "$1: $want initcalls, each with level, address, size, file, line" "$tmp/bad"
}

if ! command -v nm >/dev/null || ! command -v apt-get >/dev/null ||
	! command -v dpkg-deb >/dev/null; then
	tap_skip "needs apt, dpkg and nm"
	tap_done
fi

while read -r suite arch flavour full; do
	[ -n "${ELF_FULL-}" ] || [ "$full" = always ] || continue
	: >"$tmp/why-not"
	if (fetch "$suite" "$arch" "$flavour") >"$tmp/path" 2>"$tmp/progress"; then
		look "$suite $arch $flavour" "$(tail -n 1 "$tmp/path")"
	else
		tap_skip "$(tail -n 1 "$tmp/why-not")" "$suite $arch $flavour"
	fi
done <<'END'
bookworm amd64 cloud-amd64 always
bookworm arm64 cloud-arm64
bullseye amd64 cloud-amd64
trixie amd64 cloud-amd64
sid amd64 cloud-amd64
bookworm s390x s390x
bookworm armhf armmp
bookworm ppc64el powerpc64le
trixie riscv64 riscv64
END
tap_done
