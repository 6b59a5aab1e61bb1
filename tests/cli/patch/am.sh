# SPDX-License-Identifier: GPL-2.0-or-later
# git takes the mails, in order and each without the others.
. "$(dirname "$CASE")/tree.inc"
need git
make_tree
make_advice
driver drivers/usb/host/two.c two_init
sed 's/two_/second_/g; /LICENSE/d; /^$/d; /#include/d' linux/drivers/usb/host/two.c >second.c
cat second.c >>linux/drivers/usb/host/two.c
printf "module_init(last_init);" >>linux/drivers/usb/host/two.c
sed 's/$/\r/' linux/fs/ext4/super.c >crlf
cp crlf linux/fs/ext4/super.c
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.org GIT_COMMITTER_DATE='@1000000000 +0000'
(
	cd linux || exit
	git init -q .
	git add .
	GIT_AUTHOR_NAME=C GIT_AUTHOR_EMAIL=c@example.org git commit -q -m begin
)
names=second_init,ext4_init_fs,two_init,last_init
"$BOOTCHECK" patch --source linux --from advice.json --defer "$names" --series out \
	--author 'Jörg Müller <j@example.org>'
(cd linux || exit; git -c mailinfo.quotedCr=nowarn am -q --keep-cr ../out/*.patch)
git -C linux log --format='%an <%ae> %s' | head -n 4
git -C linux log --format=%b -n 1
git -C linux diff --stat HEAD~4
"$BOOTCHECK" patch --source linux --from advice.json --defer "$names" 2>&1
git -C linux reset -q --hard HEAD~4
(cd linux || exit; git -c mailinfo.quotedCr=nowarn am -q --keep-cr ../out/0003-*)
git -C linux log --format=%s -n 1
