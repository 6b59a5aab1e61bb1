#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Functions of libc that have a better one: without bounds, with hidden state, without errors.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
cd "$repo"

words='strcpy stpcpy strcat sprintf vsprintf strtok strtok_r gets scanf sscanf fscanf vsscanf atoi
atol atoll atof alloca tmpnam tempnam mktemp gmtime localtime ctime asctime system popen rand
regcomp regexec'
# shellcheck disable=SC2086	# a list of words
pattern=$(printf '%s\n' $words | paste -sd '|' -)
find analyzer -name '*.[ch]' ! -name banned.h | LC_ALL=C sort >"$tmp/files"
# A pattern that the user gives is compiled in one file; no log line meets a regular expression.
regex_file=analyzer/compare/pattern.c
# Comments and strings may name them; calls and addresses may not.
while read -r f; do
	awk -v file="$f" -v regex="$regex_file" -v pattern="(^|[^A-Za-z0-9_.>])(${pattern})[ \t]*\\\\(" '
	{
		line = $0
		gsub(/\\./, "", line)
		gsub(/"[^"]*"/, "\"\"", line)
		gsub(/\/\*([^*]|\*[^\/])*\*\//, "", line)
		if (comment) {
			if (!sub(/^.*\*\//, "", line))
				next
			comment = 0
		}
		sub(/\/\/.*/, "", line)
		if (sub(/\/\*.*/, "", line))
			comment = 1
		if (file == regex)
			gsub(/(regcomp|regexec)[ \t]*\(/, "", line)
		if (line ~ pattern)
			print file ":" FNR ": " $0
	}' "$f"
done <"$tmp/files" >"$tmp/bad"
check "no banned function" "$tmp/bad"
tap_done
