#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Run a command with the settings that programs built with the sanitizers need.
#
#   scripts/lib/asan-env.sh PROBE COMMAND...
#
# PROBE is a program built with AddressSanitizer.  Its first run finds out what this system
# allows: the leak check needs ptrace, which some containers forbid, and address space
# randomisation with many bits makes older sanitizer runtimes fail at start.
set -eu

probe=$1
shift
# A status that no test expects: what a sanitizer finds must not look like an answer.
UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1:exitcode=98
ASAN_OPTIONS=exitcode=98:detect_leaks=1:allocator_may_return_null=0:detect_stack_use_after_return=1
export UBSAN_OPTIONS ASAN_OPTIONS

if setarch -R true 2>/dev/null; then
	set -- setarch -R "$@"
fi
if "$probe" --version 2>&1 | grep -q 'LeakSanitizer has encountered a fatal error'; then
	echo "# no leak check: this system does not allow ptrace (valgrind looks for leaks, too)"
	ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
fi
exec "$@"
