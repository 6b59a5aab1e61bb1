# SPDX-License-Identifier: GPL-2.0-or-later
# Files that cannot be used: exit status 3, and one line that says where and what to do.
bad() {
	# shellcheck disable=SC2059	# the bytes are given as printf has them
	printf "$@" >my.rules
	code=0
	"$BOOTCHECK" rules --rules my.rules >out 2>err || code=$?
	[ "$code" -eq 3 ] || echo "status $code"
	[ ! -s out ] || echo "output"
	cat err
}
bad ''
bad '# nothing but a comment\n'
bad ' indented\n'
bad 'why Nothing.\n'
bad 'rule\n'
bad 'rule Two words\n'
bad 'rule -x\n'
bad 'rule x\nrule y\n'
bad 'rule x\ninitcall a_init\n'
bad 'rule x\ninitcall a_init\nverdict keep\n'
bad 'rule x\nverdict keep\nwhy Because.\n'
bad 'rule x\ncmdline quiet\nverdict keep\nwhy Because.\n'
bad 'rule x\ninitcall a_init\nverdict fix\nwhy Because.\n'
bad 'rule x\ninitcall a_init\nverdict keep\nwhy Because.\ninstead Do that.\n'
bad 'rule x\ninitcall a_init\ninitcall b_init\n'
bad 'rule x\ninitcall\n'
bad 'rule x\ninitcall !\n'
bad 'rule x\ninitcall a[b\n'
bad 'rule x\nsource /usr/src/linux/init/\n'
bad 'rule x\nsource arch/*/crypto/\n'
bad 'rule x\nlevel devices\n'
bad 'rule x\ncmdline !quiet\n'
bad 'rule x\ninitcall a_init\nand quiet\nverdict keep\nwhy Because.\n'
bad 'rule x\nverdict maybe\n'
bad 'rule x\nverdict keep always\n'
bad 'rule x\nwhy\n'
bad 'rule x\nbecause Because.\n'
bad 'rule x\nwhy \033[2J\n'
bad 'rule x\nwhy caf\303\251\n'
bad 'rule x\nwhy a\000b\n'
bad 'rule %0200d\n' 1
bad 'rule x\nwhy %05000d\n' 1
rm my.rules
for f in my.rules .; do
	code=0
	"$BOOTCHECK" rules --rules "$f" || code=$?
	[ "$code" -eq 3 ]
done
# Other line ends, a comment in another script and a missing last line end are no mistake.
printf '# caf\303\251\r\nrule x\r\ninitcall a_init\r\nverdict keep\r\nwhy Because.' >my.rules
"$BOOTCHECK" rules --rules my.rules | sed -n '/^x:/,$p'
