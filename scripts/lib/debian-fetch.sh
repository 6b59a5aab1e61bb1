# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Packages of any Debian suite and architecture, without touching the system's
# apt state: own sources.list, own lists, own archive folder, all in the cache.
# Sourced by scripts/boot-debian; needs die() and say() from there.
# Every function takes SUITE and ARCH as its first two arguments, debian_firmware ARCH alone.

LISTS_MAX_AGE_MIN=1440

# The mirror, from apt's own idea of its sources (.list and .sources alike):
# the first archive labelled Debian; before any "apt-get update" there are no
# labels, then the first address that ends in /debian and is no security one.
debian_mirror()
{
	# shellcheck disable=SC2016 # apt fills these in
	mirror=$(apt-get indextargets --format '$(LABEL)|$(COMPONENT)|$(REPO_URI)' \
		'Created-By: Packages' 2>/dev/null |
		sed -n 's/^Debian|main|//p' | sed -n 1p)
	if [ -z "$mirror" ]; then
		mirror=$(apt-get update --print-uris 2>/dev/null |
			sed -n "s|^'\(.*/debian/*\)/dists/[^/]*/InRelease'.*|\1|p" |
			sed -n 1p)
	fi
	[ -n "$mirror" ] ||
		die 2 "no Debian archive in apt's sources; add one or give --mirror URL"
	printf '%s\n' "$mirror"
}

# The folder of apt state for one suite and architecture.
debian_state()
{
	printf '%s/apt/%s-%s\n' "$CACHE" "$1" "$2"
}

# run_apt SUITE ARCH TOOL ARGS...: apt-get or apt-cache on that state alone
run_apt()
{
	state=$(debian_state "$1" "$2")
	apt_arch=$2
	tool=$3
	shift 3
	"$tool" -o Dir::Etc::sourcelist="$state/sources.list" \
		-o Dir::Etc::sourceparts="$state/empty" \
		-o Dir::Etc::preferences="$state/no-preferences" \
		-o Dir::Etc::preferencesparts="$state/empty" \
		-o Dir::State::Lists="$state/lists" \
		-o Dir::State::status="$state/status" \
		-o Dir::Cache="$state/cache" \
		-o Dir::Cache::archives="$CACHE/debs/" \
		-o APT::Architecture="$apt_arch" \
		-o APT::Architectures="$apt_arch" \
		-o APT::Install-Recommends=false \
		-o APT::Sandbox::User= \
		-o APT::Keep-Downloaded-Packages=true \
		-o Acquire::Languages=none \
		-o Acquire::Retries=3 \
		"$@"
}

# debian_update SUITE ARCH: fetch the suite's package list, at most once a day
debian_update()
{
	state=$(debian_state "$1" "$2")
	if [ -z "${UPDATE-}" ] && [ -n "$(find "$state/stamp" \
			-mmin -$LISTS_MAX_AGE_MIN 2>/dev/null)" ]; then
		return 0
	fi
	mkdir -p "$state/lists/partial" "$state/cache" "$state/empty" \
		"$CACHE/debs/partial"
	: >"$state/status"
	[ -n "$MIRROR" ] || MIRROR=$(debian_mirror)
	signed=
	[ ! -r "$KEYRING" ] || signed="[signed-by=$KEYRING] "
	printf 'deb %s%s %s main\n' "$signed" "$MIRROR" "$1" \
		>"$state/sources.list"
	say "fetching the package list of $1 for $2"
	if ! run_apt "$1" "$2" apt-get -qq \
		-o APT::Update::Error-Mode=any update >"$state/log" 2>&1 </dev/null; then
		rm -f "$state/stamp"
		die 3 "the mirror has no usable suite '$1' for $2 (apt's words: $state/log)"
	fi
	: >"$state/stamp"
}

# debian_download SUITE ARCH PACKAGE...: print the path of each package's file
debian_download()
{
	suite=$1
	arch=$2
	shift 2
	run_apt "$suite" "$arch" apt-cache show --no-all-versions "$@" \
		>"$TMP/show" 2>/dev/null ||
		die 3 "not all of '$*' are in $suite for $arch"
	awk '
		/^Package: / { name = $2 }
		/^Version: / { ver = $2; gsub(/:/, "%3a", ver) }
		/^Architecture: / { arch = $2 }
		/^$/ && !seen[name]++ { print name, name "_" ver "_" arch ".deb" }
	' "$TMP/show" >"$TMP/files"
	: >"$TMP/missing"
	while read -r name file; do
		[ -s "$CACHE/debs/$file" ] || echo "$name" >>"$TMP/missing"
	done <"$TMP/files"
	if [ -s "$TMP/missing" ]; then
		# shellcheck disable=SC2046 # package names
		set -- $(cat "$TMP/missing")
		say "downloading $* ($suite, $arch)"
		fetched=$(mktemp -d "$CACHE/debs/partial/XXXXXX")
		(cd "$fetched" &&
			run_apt "$suite" "$arch" apt-get -qq download "$@" &&
			mv ./*.deb "$CACHE/debs/") >"$TMP/log" 2>&1 </dev/null ||
			{ rm -rf "$fetched"; die 3 "download failed: $(tail -n 1 "$TMP/log")"; }
		rmdir "$fetched"
	fi
	sed "s|^[^ ]* |$CACHE/debs/|" "$TMP/files"
}

# debian_closure SUITE ARCH PACKAGE...: as debian_download, with all they depend on
debian_closure()
{
	suite=$1
	arch=$2
	shift 2
	run_apt "$suite" "$arch" apt-get -s -qq install "$@" \
		>"$TMP/plan" 2>"$TMP/log" </dev/null ||
		die 3 "cannot resolve '$*' in $suite for $arch: $(tail -n 1 "$TMP/log")"
	awk '$1 == "Inst" { print $2 }' "$TMP/plan" >"$TMP/closure"
	# shellcheck disable=SC2046 # one package name a line, no spaces in them
	debian_download "$suite" "$arch" $(cat "$TMP/closure")
}

# debian_kernel_packages SUITE ARCH FLAVOUR: the versioned packages behind
# linux-image-FLAVOUR: one (linux-image-V) up to 6.12, several from 7.x on
# (linux-binary-V, linux-modules-V, linux-base-V)
debian_kernel_packages()
{
	run_apt "$1" "$2" apt-cache depends --recurse --important \
		"linux-image-$3" >"$TMP/depends" 2>"$TMP/log" ||
		die 3 "no linux-image-$3 in $1 for $2 ($(tail -n 1 "$TMP/log"))"
	sed -n 's/^\(linux-\(image\|binary\|modules\|base\)-[0-9][^ ]*\)$/\1/p' \
		"$TMP/depends" | grep -vx "linux-image-$3" | sort -u
}

# debian_firmware ARCH: print the path of the firmware that QEMU is to be given, nothing where its own
# will do. OpenSBI before 1.3, which Debian 12 has, may let a second processor go before it has been
# told where to: then that one runs the kernel from its beginning, over the one that is running, and
# all hangs (1 boot in 20 to 60).
debian_firmware()
{
	[ "$1" = riscv64 ] || return 0
	firmware=$CACHE/firmware/opensbi-trixie.bin
	if [ ! -s "$firmware" ]; then
		debian_update trixie "$1"
		deb=$(debian_download trixie "$1" opensbi)
		mkdir -p "$CACHE/firmware"
		dpkg-deb --fsys-tarfile "$deb" | tar -xO -f - \
			./usr/lib/riscv64-linux-gnu/opensbi/generic/fw_dynamic.bin >"$firmware.$$" ||
			die 3 "there is no firmware in $deb"
		mv "$firmware.$$" "$firmware"
	fi
	printf '%s\n' "$firmware"
}
