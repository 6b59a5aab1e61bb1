# SPDX-License-Identifier: GPL-2.0-or-later
# What --check finds: exit status 1.
cat >bad.rules <<'END'
rule usb-host
initcall my_init
verdict defer
why It is called as a built-in one is.

rule second
initcall one_init two_init
verdict defer
why It says one thing.

rule third
initcall two_init three_init three_init
verdict keep
why It says another.

rule fourth
initcall one_init
verdict defer
why It says the same as the second.

rule fifth
module usbcore
verdict ask
why no sentence

rule sixth
initcall one_init
cmdline quiet
verdict keep
why It has a condition, so it is another rule.

rule seventh
initcall one_init
verdict keep final
why The last word may contradict.
END
try() {
	code=0
	"$BOOTCHECK" rules --check "$@" | sed 's/(usb.rules:[0-9]*)/(usb.rules:N)/; s/^[0-9]* rules/N rules/' || code=$?
}
try --rules bad.rules
try -q --rules bad.rules --json | sed 's/.*"problems"/"problems"/' | cut -c 1-200
code=0
"$BOOTCHECK" rules --check --rules bad.rules >/dev/null || code=$?
echo "status $code"
