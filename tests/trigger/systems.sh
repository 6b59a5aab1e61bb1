#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# samples/trigger: the script as a program, and the init scripts and units, as far as their own
# programs can judge them.
# shellcheck disable=SC2016	# much is written here for another shell to expand
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/trigger/fake.sh
. "$(dirname "$0")/fake.sh"

# --- As a program, without the functions ---

label=program
fresh
printf '#!/bin/sh\necho "mdev $*" >>"$FAKE/steps"\n' >"$tmp/mdev"
printf '#!/bin/sh\necho "$*" >>"$FAKE/logged"\n' >"$tmp/logger"
chmod +x "$tmp/mdev" "$tmp/logger"
as_program() {
	rc=0
	PATH=$tmp:$PATH DEFERRED_PROC_DIR=$FAKE/proc DEFERRED_ETC_DIR=$FAKE/etc "$@" \
		>"$tmp/out" 2>"$tmp/err" </dev/null || rc=$?
}
# These files take the write and do nothing else.
setting DEVICES=mdev
as_program "$script" run usb
want_rc 3
want_err "nothing was started; of these calls 2 are pending"
want_file "$FAKE/proc/deferred_initcalls" "usb"
want_file "$FAKE/steps" ""
as_program "$script" after
want_rc 0
want_file "$FAKE/steps" "mdev -s"
verdict "a write reaches the file; nothing run is noticed"

# A table that may not be read; root loses the right to read everything for that.
drop=
if [ "$(id -u)" -eq 0 ]; then
	drop="setpriv --bounding-set=-dac_override,-dac_read_search"
fi
# shellcheck disable=SC2086	# a command line
if [ -z "$drop" ] || $drop true 2>/dev/null; then
	chmod 0 "$FAKE/proc/deferred_initcalls_status"
	for c in run status wait failed; do
		# shellcheck disable=SC2086
		as_program $drop "$script" $c
		want_rc 3
		want_err "only root"
	done
	verdict "without rights"
else
	tap_skip "root may read everything, and setpriv cannot change that" "program: without rights"
fi

# --- Init scripts ---

label=S99deferred-initcalls
fresh
cat >"$tmp/prog" <<'END'
#!/bin/sh
echo "prog $*" >>"$FAKE/steps"
END
chmod +x "$tmp/prog"
s99() {
	rc=0
	DEFERRED_PROG=$tmp/prog sh "$sample/busybox/S99deferred-initcalls" "$@" \
		>"$tmp/out" 2>"$tmp/err" || rc=$?
}
s99 start
want_rc 0
n=50
while [ ! -s "$FAKE/steps" ] && [ "$n" -gt 0 ]; do	# it works in the background
	sleep 0.1
	n=$((n - 1))
done
s99 status
want_rc 0
s99 stop
want_rc 0
s99 nonsense
want_rc 2
want_err "usage:"
want_file "$FAKE/steps" "prog run
prog status"
verdict "start, status"

label="OpenRC service"
fresh
# What openrc-run does, as far as this service sees it.
cat >"$tmp/openrc-run" <<'END'
ebegin() { :; }
eend() { return "$1"; }
for f in need after before use; do
	eval "$f() { echo \"$f \$*\"; }"
done
keyword() { :; }
END
for f in '' first_job=myproduct; do
	env command_run="$tmp/prog" ${f:+"$f"} sh -euc \
		'. "$0"; . "$1"; depend; start; status; stop' \
		"$tmp/openrc-run" "$sample/openrc/deferred-initcalls" >>"$tmp/openrc" 2>>"$bad" ||
		complain "exit status $?"
done
want_file "$tmp/openrc" "need localmount
after udev udev-trigger mdev logger
after *
need localmount
after udev udev-trigger mdev logger
after myproduct"
want_file "$FAKE/steps" "prog run
prog status
prog run
prog status"
verdict "dependencies, start, status (openrc-run is played)"

label="shell files"
for s in dash "busybox sh"; do
	if ! command -v "${s%% *}" >/dev/null 2>&1; then
		tap_skip "${s%% *} is not installed" "$s -n"
		continue
	fi
	for f in busybox/S99deferred-initcalls openrc/deferred-initcalls deferred-initcalls.default; do
		# shellcheck disable=SC2086
		$s -n "$sample/$f" 2>>"$bad" || complain "$s -n $f: exit status $?"
	done
	verdict "$s -n"
done
if command -v shellcheck >/dev/null 2>&1; then
	shellcheck -f gcc "$script" "$sample/busybox/S99deferred-initcalls" \
		"$sample/openrc/deferred-initcalls" >"$bad" || :
	shellcheck -f gcc -s sh -e SC2034 "$sample/deferred-initcalls.default" >>"$bad" || :
	verdict "shellcheck"
else
	tap_skip "shellcheck is not installed" "shell files: shellcheck"
fi

# Each setting of the script is in the example, with the same default.
label=deferred-initcalls.default
sed -n 's/^#\([A-Z_]*=[^ ]*\)$/\1/p' "$sample/deferred-initcalls.default" | sort >"$tmp/documented"
sed -n '/^# --- Settings/,/^if /s/^\([A-Z_]*=[^[:blank:]]*\).*/\1/p' "$script" | sort >"$tmp/settings"
[ -s "$tmp/settings" ] || complain "no setting found"
diff "$tmp/settings" "$tmp/documented" >>"$bad" || :
verdict "names the settings and their defaults"

# busybox init puts "exec" in front of a command with quotes and runs it by a shell; both commands
# have to survive that.
label=inittab
n=0
sed -n 's/^#*::once://p' "$sample/busybox/inittab.example" >"$tmp/inittab"
while read -r line; do
	n=$((n + 1))
	sh -nc "exec $line" 2>>"$bad" || complain "exec $line: exit status $?"
	[ "${#line}" -lt 250 ] || complain "longer than busybox init takes: $line"
done <"$tmp/inittab"
[ "$n" -eq 2 ] || complain "$n lines found, not 2"
verdict "the commands"

# --- systemd ---

label=systemd
systemd_why=
if ! command -v systemd-analyze >/dev/null 2>&1; then
	systemd_why="systemd-analyze is not installed"
elif [ ! -e /lib/systemd/system/sysinit.target ] && [ ! -e /usr/lib/systemd/system/sysinit.target ]; then
	systemd_why="systemd's own units are not installed"
fi
units="deferred-initcalls.service deferred-initcalls@.service deferred-initcalls-done.target"
if [ -n "$systemd_why" ]; then
	tap_skip "$systemd_why" "systemd-analyze verify"
else
	mkdir "$tmp/units"
	cp -R "$sample/systemd/." "$tmp/units"
	# The program is not installed here; a unit of the product, as in the example; and a unit that
	# multi-user.target waits for, which must be no cycle.
	sed -i "s,/usr/sbin/deferred-initcalls,$script," "$tmp/units"/*.service
	for u in myproduct first-job; do
		[ $u = myproduct ] && t=service || t=target
		printf '[Unit]\nDescription=%s\n' $u >"$tmp/units/$u.$t"
	done
	printf '[Service]\nType=oneshot\nExecStart=/bin/true\n' >>"$tmp/units/myproduct.service"
	mkdir "$tmp/units/multi-user.target.wants"
	ln -s ../deferred-initcalls.service "$tmp/units/multi-user.target.wants"
	ln -s ../deferred-initcalls@.service \
		"$tmp/units/multi-user.target.wants/deferred-initcalls@usb.service"
	verify() {
		SYSTEMD_UNIT_PATH=$tmp/units: systemd-analyze verify --man=no "$@" >"$tmp/verify" 2>&1 ||
			complain "systemd-analyze verify: exit status $?"
		# Other units of this machine may be wrong; ours may not, nor may there be a cycle.
		grep -e deferred -e first-job -e myproduct -e cycle "$tmp/verify" >>"$bad" || :
	}
	verify "$tmp/units/deferred-initcalls.service" "$tmp/units/deferred-initcalls@usb.service" \
		"$tmp/units/deferred-initcalls-done.target" multi-user.target
	verdict "systemd-analyze verify"

	# The same with a mistake in it is refused, so the check can fail.
	sed -i 's/^Type=oneshot/Type=oneshoot/' "$tmp/units/deferred-initcalls.service"
	SYSTEMD_UNIT_PATH=$tmp/units: systemd-analyze verify --man=no \
		"$tmp/units/deferred-initcalls.service" >"$tmp/verify" 2>&1 || :
	grep -q oneshoot "$tmp/verify" || complain "a wrong Type= was not seen"
	verdict "systemd-analyze verify sees a mistake"
fi

# The rule of udev: udevadm knows "verify" since version 254.
label=udev
if ! command -v udevadm >/dev/null 2>&1; then
	tap_skip "udevadm is not installed" "udevadm verify"
elif ! udevadm verify --help >/dev/null 2>&1; then
	tap_skip "this udevadm has no verify (systemd 254 has)" "udevadm verify"
else
	udevadm verify "$sample/systemd/70-deferred-initcalls.rules" >"$tmp/verify" 2>&1 ||
		cat "$tmp/verify" >>"$bad"
	verdict "udevadm verify"
fi

# The two services differ in what a group needs, and in nothing else of the second half.
for u in $units; do
	[ -e "$sample/systemd/$u" ] || complain "no $u"
done
for u in deferred-initcalls deferred-initcalls@; do
	sed -n '/^\[Service\]/,$p' "$sample/systemd/$u.service" | grep -v -e '^#' -e '^$' |
		sed 's/ run %i$/ run/' >"$tmp/$u.half"
done
diff "$tmp/deferred-initcalls.half" "$tmp/deferred-initcalls@.half" >>"$bad" || :
verdict "the service for a group has the settings of the other"

# --- README ---

label=README.md
(cd "$sample" && find . -type f ! -name README.md) | sed 's,^\./,,' >"$tmp/files"
while read -r f; do
	grep -qF -e "$f" "$sample/README.md" || complain "does not name $f"
done <"$tmp/files"
sed 's/^#*//; s/=.*//' "$tmp/documented" | while read -r v; do
	grep -qw -e "$v" "$sample/README.md" || complain "does not name $v"
done
verdict "names each file and setting"
tap_done
