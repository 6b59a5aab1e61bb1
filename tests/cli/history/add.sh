# SPDX-License-Identifier: GPL-2.0-or-later
# What is taken, and what is refused: the same boot twice, in any form, all logs or none.
. "$(dirname "$CASE")/logs.inc"
logs
try add old-1 old-2 --release v1
echo "- the same boot again, the same in another release, in another form"
try add old-1 --release v1 2>&1
try add old-3 old-2 --release v2 2>&1
sed 's/^/<6>/' old-1 >raw
gzip -k raw
try add raw.gz --release v1 2>&1
try list
echo "- with ids of its own"
try add old-1 --release v1 --boot-id a
try add old-1 --release v1 --boot-id b
try add old-1 --release v2 --boot-id b 2>&1
try add old-3 old-4 --release v2 --boot-id c 2>&1
echo "- the id of the log"
{
	echo '# bootcheck-capture 1'
	echo '# boot_id: 32eb1124-df74-4486-b428-0477667de29e'
	cat new-1
} >with-id
{
	echo '# boot_id: 32EB1124DF744486B4280477667DE29E'
	cat new-2
} >same-id
try add with-id --release v3
try add same-id --release v3 2>&1
echo "- from a pipe, and onto other boards"
hist add --release v3 --board "Board B" <new-3
echo "- two boots in a file"
cat new-4 old-3 >two
try add two --release v4 --board 'Board B'
try list
echo "- away again, and back"
try remove v4 2>&1
try remove v4
try add two --release v4 --board 'Board B' -q
try list --board 'Board B'
