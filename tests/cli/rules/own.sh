# SPDX-License-Identifier: GPL-2.0-or-later
# Rules of one's own, as JSON.
cat >my.rules <<'END'
# A comment, then two rules.
rule my-network
initcall fec_driver_init
	stmmac_init
cmdline ip=* !ip=off
verdict keep
why The first job talks
  over this port.

rule my-usb
source drivers/usb/ !drivers/usb/typec/
verdict defer final
why We know our boards.
check Nothing.
END
"$BOOTCHECK" rules --rules my.rules | sed -n '/^my-network/,$p'
"$BOOTCHECK" rules --rules my.rules --json=pretty -o all.json
"$BUILD/tests/tools/jsonpick" all.json schema
sed -n '/"id": "my-network"/,/^      }/p' all.json
"$BOOTCHECK" rules --rules my.rules --check --json | sed 's/"total":[0-9]*/"total":0/; s/"version":"[^"]*"/"version":""/'
