# SPDX-License-Identifier: GPL-2.0-or-later
# --config adds the options that are set, from /proc/config.gz or /boot.
. "${CASE%/*}/setup.inc"
printf '# a comment\nCONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C="x"\n' \
	>root/boot/config-6.12.1-test
capture --config
echo 'CONFIG_GZ=y' | gzip >root/proc/config.gz
capture --config | grep -i '^# config'
rm root/proc/config.gz root/boot/config-6.12.1-test
capture --config | grep 'config[^_]'
