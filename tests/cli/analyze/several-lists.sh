# SPDX-License-Identifier: GPL-2.0-or-later
# Of several logs the lists of single boots: calls that hang, probes that failed or were deferred,
# async functions, findings. A file that holds the same boots says the same.
. "$(dirname "$CASE")/logs.inc"
log_probes | sed '/^.*Run/i [    0.040000] calling  1_wait_fn+0x0/0x10 @ 7\n[    0.041000] initcall 1_wait_fn+0x0/0x10 returned 0 after 990 usecs' >1.log
{
	log_probes | sed 's/-110/-5/; /Run/d'
	echo '[    0.045000] calling  stuck_init+0x0/0x10 @ 1'
} >2.log
log_probes | sed 's/returned 0 after 150/returned -22 after 950/; s/2000.mmc/2000.sdhci/' >3.log
{
	log_probes | sed 's/0.0230/0.0220/; /Run/d'
	echo '[    0.045000] calling  other_init+0x0/0x10 @ 1'
} >4.log
"$BOOTCHECK" analyze 1.log 2.log 3.log 4.log | tee logs
cat [1-4].log >all
"$BOOTCHECK" analyze all | sed 's/^\( *\)all (boot \([1-4]\) of 4)/\1\2.log/; s/all (boot \([1-4]\) of 4)/\1.log/g' >one
# But for the lines, and that it is several boots, which is a finding of its own.
sed '/^About/,$d' logs >a
sed '/^About/,$d; s/(line [0-9]*)//' one >b
sed -i 's/(line [0-9]*)//' a
diff a b
