# SPDX-License-Identifier: GPL-2.0-or-later
#
# One Makefile, non-recursive.  `make help` lists the targets.
#
# Everything that is built goes below $(O); each variant (release, asan, static, fuzz) has a
# folder of its own, so that nothing is mixed.  Sources are found by wildcard: a new .c file in
# one of the folders of SRC_DIRS, a new tests/unit/test_X.c, tests/tools/X.c or
# tests/fuzz/fuzz_X.c needs no change here.
#
# Variables one may set:  O= (output folder), V=1 (show the commands), CC=gcc|clang, CFLAGS,
# LDFLAGS, WERROR= (empty: warnings are no errors), PREFIX, DESTDIR, T= (seconds per fuzz target),
# CAMERA_ARCH=arm64 (for make camera).

VERSION = 0.1.0
# The date printed in the man pages; a fixed one, so that the same source gives the same bytes.
SOURCE_DATE_EPOCH ?= 1795305600

O ?= build
T ?= 60
PREFIX ?= /usr/local
DESTDIR ?=
PKG_CONFIG ?= pkg-config
FUZZ_CC ?= clang
ifeq ($(origin CC),default)
CC = gcc
endif
CFLAGS ?= -O2 -g
WERROR ?= -Werror
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

# --- What is built ------------------------------------------------------------------------------

SRC_DIRS := base input model advice compare history source report trial cmd
SRC_ALL  := $(wildcard analyzer/main.c $(SRC_DIRS:%=analyzer/%/*.c))

# Libraries by their pkg-config names: one word here is all that a new one needs.
PKGS        := zlib liblzma libzstd smartcols libelf libdw jansson sqlite3
# The static program cannot have libsmartcols (Debian has no libsmartcols.a): it has a plain
# table writer instead.  One of the two files is compiled, never both.
PKGS_static := $(filter-out smartcols,$(PKGS))
# Those that have no pkg-config file.
LIBS_plain := -lfdt
# What only the test programs need.
TEST_LIBS   := -lcmocka -ljansson -lelf
SRC_static  := $(filter-out analyzer/report/table_scols.c,$(SRC_ALL))
SRC_no_dl   := $(filter-out analyzer/history/dl_static.c,$(SRC_ALL))
SRC_shared  := $(filter-out analyzer/report/table_plain.c,$(SRC_no_dl))
SRC_release := $(SRC_shared)
SRC_asan    := $(SRC_shared)
SRC_fuzz    := $(SRC_shared)

# The rules, which are a part of the program.
RULES    := $(wildcard analyzer/rules/*.rules)
# The machines of trials, too.
MACHINES := $(wildcard samples/machines/*.machine)
UNIT_SRC := $(wildcard tests/unit/test_*.c)
TOOL_SRC := $(wildcard tests/tools/*.c)
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)
REPLAY   := $(wildcard tests/fuzz/replay.c)
MAN_SRC  := $(wildcard analyzer/man/*.scd)

# --- Flags --------------------------------------------------------------------------------------

WARN := -Wall -Wextra $(WERROR) -Wshadow -Wvla -Wwrite-strings -Wmissing-prototypes \
	-Wstrict-prototypes -Wold-style-definition -Wpointer-arith -Wformat=2 -Wundef \
	-Wcast-align -Wimplicit-fallthrough

# Level 3 is GCC's; clang 14 knows 2.  Without optimisation, none.
FORTIFY = $(if $(filter -O0,$(CFLAGS)),-U_FORTIFY_SOURCE,-U_FORTIFY_SOURCE \
	-D_FORTIFY_SOURCE=$(if $(findstring clang,$(VERSION_OF_CC)),2,3))
# The compiler's version line, asked once.
VERSION_OF_CC := $(shell $(CC) --version 2>/dev/null | head -n 1)
ifneq ($(findstring fuzz,$(MAKECMDGOALS)),)
VERSION_OF_FUZZ_CC := $(shell $(FUZZ_CC) --version 2>/dev/null | head -n 1)
endif

CPP_BASE := -std=gnu11 -D_GNU_SOURCE -Ianalyzer
SAN      := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
HARDEN   := -fstack-protector-strong

CC_release      := $(CC)
CFLAGS_release   = $(CFLAGS) $(FORTIFY) $(HARDEN) -fPIE
LDFLAGS_release := -pie -Wl,-z,relro,-z,now -Wl,--as-needed

CC_asan         := $(CC)
CFLAGS_asan      = -O1 -g -U_FORTIFY_SOURCE $(SAN) -fPIE
LDFLAGS_asan    := -pie $(SAN)

CC_static       := $(CC)
CFLAGS_static    = $(CFLAGS) $(FORTIFY) $(HARDEN) -ffunction-sections -fdata-sections
# SQLite asks for dlopen(), which no static program should (history/dl_static.c).
LDFLAGS_static  := -static -Wl,-z,relro,-z,now -Wl,--gc-sections -Wl,--wrap=dlopen

CC_fuzz         := $(FUZZ_CC)
CFLAGS_fuzz      = -O1 -g -U_FORTIFY_SOURCE $(SAN) -fsanitize=fuzzer-no-link -DBOOTCHECK_FUZZING=1
LDFLAGS_fuzz    := $(SAN) -fsanitize=fuzzer

ifeq ($(shell command -v $(PKG_CONFIG) 2>/dev/null),)
PKG_MISSING := $(PKG_CONFIG)
else
PKG_MISSING := $(shell $(PKG_CONFIG) --exists $(PKGS) || \
	for p in $(PKGS); do $(PKG_CONFIG) --exists $$p || echo $$p; done)
endif
ifeq ($(PKG_MISSING),)
PKG_CFLAGS  := $(shell $(PKG_CONFIG) --cflags $(PKGS))
LIBS_shared := $(shell $(PKG_CONFIG) --libs $(PKGS)) $(LIBS_plain) -lm
# (libdw wants bzip2 for what is not used here)
LIBS_static := $(filter-out -lbz2,$(shell $(PKG_CONFIG) --static --libs $(PKGS_static))) $(LIBS_plain) -lm
endif
LIBS_release := $(LIBS_shared)
LIBS_asan    := $(LIBS_shared)
LIBS_fuzz    := $(LIBS_shared)

# --- How the output looks -----------------------------------------------------------------------

Q := @
say = @printf '  %-7s %s\n' $1 $2
ifeq ($(V),1)
Q :=
say = @:
endif
ifneq ($(findstring s,$(firstword -$(MAKEFLAGS))),)
say = @:
endif

# --- Targets ------------------------------------------------------------------------------------

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all guest check check-full check-kernel check-kernel-full check-drivers camera check-asan check-elf-full check-valgrind bench fuzz static install uninstall man lint bless \
	clean help tests libs-there FORCE

all: $(O)/bootcheck ## the program, at build/bootcheck (this is the default)

# --- What HTML reports carry --------------------------------------------------------------------
#
# The style and the script, without their comments, as C strings; and their hashes, by which the
# page allows just these.  The parts of the script are joined in this order into one function.

WEB    := analyzer/report/web
WEB_JS := $(addprefix $(WEB)/,model.js rows.js timeline.js input.js table.js detail.js state.js \
	report.js)
GEN    := $(O)/gen/report/web
GEN_WEB := $(foreach f,report.css report.js,$(GEN)/$f.inc $(GEN)/$f.hash)
bare   = sed -e 's/^[[:space:]]*//' -e '/^$$/d' -e '/^\/\*.*\*\/$$/d' -e '/^\/\*/,/\*\//d' \
	-e '/^\/\//d'

$(GEN)/report.css: $(WEB)/report.css Makefile
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(bare) $< >$@

$(GEN)/report.js: $(WEB_JS) Makefile
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q){ printf '(function () {\n"use strict";\n'; $(bare) $(WEB_JS); echo '})();'; } >$@

$(GEN)/%.inc: $(GEN)/%
	$(Q)sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/.*/"&\\n"/' $< >$@

$(GEN)/%.hash: $(GEN)/%
	$(Q)sha256sum $< | cut -c 1-64 | tr a-f A-F | basenc -d --base16 | base64 | sed 's/.*/"&"/' >$@

# --- A variant: its stamps, objects and program -------------------------------------------------
#
# A stamp holds a text and is rewritten only when the text is another one; what depends on it is
# then rebuilt.  $(call stale,FILE,TEXT) gives FORCE when FILE does not hold TEXT.

squote = '$(subst ','\'',$1)'
stale = $(if $(findstring x$(strip $2)x,x$(strip $(file <$1))x),,FORCE)
write = $(Q)mkdir -p $(@D) && printf '%s\n' $(call squote,$(strip $1)) >$@
compile = $1 $(CPP_BASE) $(CPP_FILE) $2 $(WARN) $(PKG_CFLAGS) $(CPPFLAGS) -MMD -MP -c -o $@ $<

# --- The guest's program ------------------------------------------------------------------------
#
# What runs in the machine of a trial, a static program.  That for the machine that the compiler
# makes programs for is in ours; others: make guest CROSS_COMPILE=aarch64-linux-gnu-

GUEST_SRC   := $(wildcard scripts/guest/*.c)
GUEST_FLAGS := -std=gnu11 -D_GNU_SOURCE -Os $(WARN) -ffunction-sections -fdata-sections \
	-fno-asynchronous-unwind-tables -static -fno-pie -s -Wl,--gc-sections,--build-id=none
guest_file = $(O)/guest/bootcheck-guest-$(firstword $(subst -, ,$(shell $1 -dumpmachine 2>/dev/null)))
GUEST       := $(call guest_file,$(CC))
ifneq ($(and $(CROSS_COMPILE),$(filter guest,$(MAKECMDGOALS))),)
GUEST_CROSS := $(filter-out $(GUEST),$(call guest_file,$(CROSS_COMPILE)gcc))
endif
guest: $(GUEST) $(GUEST_CROSS) ## the program that runs in a trial's machine, in build/guest

define guest_rule
$1.flags: $$(call stale,$1.flags,$2 $$(VERSION_OF_CC) $$(GUEST_FLAGS) $$(GUEST_SRC))
	$$(call write,$2 $$(VERSION_OF_CC) $$(GUEST_FLAGS) $$(GUEST_SRC))
$1: $$(GUEST_SRC) scripts/guest/guest.h $1.flags
	$$(call say,GUEST,$$@)
	$$(Q)$2 $$(GUEST_FLAGS) -o $$@ $$(GUEST_SRC)
endef
$(eval $(call guest_rule,$(GUEST),$(CC)))
$(if $(GUEST_CROSS),$(eval $(call guest_rule,$(GUEST_CROSS),$(CROSS_COMPILE)gcc)))

define variant
SUM_$1 := $$(VERSION_OF_$2) $$(CC_$1) $$(CPP_BASE) $$(CFLAGS_$1) $$(WARN) \
	$$(CPPFLAGS) $$(PKG_CFLAGS) $$(LDFLAGS_$1) $$(LDFLAGS) $$(LIBS_$1) $$(VERSION)
OBJ_$1 := $$(SRC_$1:%.c=$(O)/$1/%.o)
LIBOBJ_$1 := $$(filter-out $(O)/$1/analyzer/main.o,$$(OBJ_$1))
TOOLS_$1 := $$(TOOL_SRC:%.c=$(O)/$1/%)
UNIT_$1 := $$(UNIT_SRC:%.c=$(O)/$1/%)

$(O)/$1/FLAGS: $$(call stale,$(O)/$1/FLAGS,$$(SUM_$1))
	$$(call write,$$(SUM_$1))
$(O)/$1/SOURCES: $$(call stale,$(O)/$1/SOURCES,$$(SRC_$1))
	$$(call write,$$(SRC_$1))

$(O)/$1/%.o: %.c $(O)/$1/FLAGS | libs-there
	$$(call say,CC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(call compile,$$(CC_$1),$$(CFLAGS_$1))

$(O)/$1/analyzer/base/version.o: CPP_FILE := -DBOOTCHECK_VERSION=\"$(VERSION)\"

$(O)/$1/analyzer/advice/rule_parse.o: CPP_FILE := -I$(O)/gen
$(O)/$1/analyzer/advice/rule_parse.o: $(O)/gen/advice/rules.inc
$(O)/$1/analyzer/trial/machine_builtin.o: CPP_FILE := -I$(O)/gen
$(O)/$1/analyzer/trial/machine_builtin.o: $(O)/gen/trial/machines.inc
$(O)/$1/analyzer/report/html_web.o: CPP_FILE := -I$(O)/gen
$(O)/$1/analyzer/report/html_web.o: $(GEN_WEB)
$(O)/$1/analyzer/trial/guest_program.o: CPP_FILE := -DGUEST_PROGRAM=\"$$(GUEST)\"
$(O)/$1/analyzer/trial/guest_program.o: $$(GUEST)

$(O)/$1/bootcheck: $$(OBJ_$1) $(O)/$1/SOURCES
	$$(call say,LINK,$$@)
	$$(Q)$$(CC_$1) $$(CFLAGS_$1) $$(LDFLAGS_$1) $$(LDFLAGS) -o $$@ $$(OBJ_$1) $$(LIBS_$1)
endef

# The test programs of a variant.  A unit test is linked with every object but main.o; a tool is a
# program of its own: what checks the program's answers shares no code with it.
define variant_tests
$$(UNIT_$1): $(O)/$1/%: $(O)/$1/%.o $$(LIBOBJ_$1) $(O)/$1/SOURCES
	$$(call say,LINK,$$@)
	$$(Q)$$(CC_$1) $$(CFLAGS_$1) $$(LDFLAGS_$1) $$(LDFLAGS) -o $$@ $$< \
		$$(LIBOBJ_$1) $$(TEST_LIBS) $$(LIBS_$1)

$$(TOOLS_$1): $(O)/$1/%: $(O)/$1/%.o
	$$(call say,LINK,$$@)
	$$(Q)$$(CC_$1) $$(CFLAGS_$1) $$(LDFLAGS_$1) $$(LDFLAGS) -o $$@ $$< $$(TEST_LIBS)

REPLAY_$1 := $$(if $$(REPLAY),$$(FUZZ_SRC:tests/fuzz/%.c=$(O)/$1/tests/fuzz/replay_%))
$$(REPLAY_$1): $(O)/$1/tests/fuzz/replay_%: $(O)/$1/tests/fuzz/%.o $(O)/$1/tests/fuzz/replay.o \
		$$(LIBOBJ_$1) $(O)/$1/SOURCES
	$$(call say,LINK,$$@)
	$$(Q)$$(CC_$1) $$(CFLAGS_$1) $$(LDFLAGS_$1) $$(LDFLAGS) -o $$@ $$< \
		$(O)/$1/tests/fuzz/replay.o $$(LIBOBJ_$1) $$(LIBS_$1)
endef

$(foreach v,release asan static,$(eval $(call variant,$v,CC)))
$(eval $(call variant,fuzz,FUZZ_CC))
$(foreach v,release asan,$(eval $(call variant_tests,$v)))

$(O)/bootcheck: $(O)/release/bootcheck
	$(Q)ln -sfn release/bootcheck $@

# A C string for each file of rules.
$(O)/gen/RULES: $(call stale,$(O)/gen/RULES,$(RULES))
	$(call write,$(RULES))
$(O)/gen/advice/rules.inc: $(RULES) $(O)/gen/RULES
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)for f in $(RULES); do \
		echo "{ \"$${f##*/}\"," && \
		sed 's/[\\"]/\\&/g; s/.*/"&\\n"/' "$$f" && echo "}," || exit; done >$@

# The same for machines.
$(O)/gen/MACHINES: $(call stale,$(O)/gen/MACHINES,$(MACHINES))
	$(call write,$(MACHINES))
$(O)/gen/trial/machines.inc: $(MACHINES) $(O)/gen/MACHINES
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)for f in $(MACHINES); do \
		n=$${f##*/} && echo "{ \"$${n%.machine}\"," && \
		sed 's/[\\"]/\\&/g; s/.*/"&\\n"/' "$$f" && echo "}," || exit; done >$@

libs-there:
ifneq ($(PKG_MISSING),)
	@echo "make: missing: $(PKG_MISSING); run scripts/install-deps (as root) or install them" >&2
	@exit 1
endif

# --- Static program -----------------------------------------------------------------------------

static: $(O)/bootcheck-static ## one file without shared libraries, at build/bootcheck-static

$(O)/bootcheck-static: $(O)/static/bootcheck
	$(Q)if readelf -lW $< | grep -q INTERP; then echo "make: $< is not static" >&2; exit 1; fi
	$(Q)ln -sfn static/bootcheck $@

# --- Fuzzing ------------------------------------------------------------------------------------

FUZZ_BIN := $(FUZZ_SRC:tests/fuzz/%.c=$(O)/fuzz/%)

$(FUZZ_BIN): $(O)/fuzz/%: $(O)/fuzz/tests/fuzz/%.o $(LIBOBJ_fuzz) $(O)/fuzz/SOURCES
	$(call say,LINK,$@)
	$(Q)$(CC_fuzz) $(CFLAGS_fuzz) $(LDFLAGS_fuzz) $(LDFLAGS) -o $@ $< $(LIBOBJ_fuzz) $(LIBS_fuzz)

# --- Tests --------------------------------------------------------------------------------------

# What the tests of a variant see: $BOOTCHECK is the program, $BUILD the variant's folder.
env = BOOTCHECK=$(abspath $(O))/$1/bootcheck BUILD=$(abspath $(O))/$1 BUILD_O=$(call squote,$(O)) \
	LINT_CC=$(call squote,$(CC)) LINT_FLAGS=$(call squote,$(CPP_BASE) $(PKG_CFLAGS) $(CPPFLAGS)) \
	LINT_MAKE=$(call squote,$(MAKE))
LINTS      := $(wildcard tests/lint/*.sh)
# A .sh file in tests/cli that is executable is a TAP script of its own, the others are cases.
CLI_DIRS    = $(shell find tests/cli -mindepth 2 -name '*.sh' ! -perm -u+x -printf '%P\n' 2>/dev/null | \
	cut -d / -f 1 | LC_ALL=C sort -u)
CLI_TAP     = $(shell find tests/cli -mindepth 2 -name '*.sh' -perm -u+x 2>/dev/null | LC_ALL=C sort)
CLI         = $(CLI_DIRS:%='tests/cli/run %')
PROPS      := $(wildcard tests/prop/*.sh tests/elf/*.sh tests/advice/*.sh tests/html/*.sh tests/ci/*.sh) tests/trigger/trigger.sh tests/trigger/systems.sh \
	tests/fleet/sqlite.sh
replay      = $(REPLAY_$1:%='scripts/lib/fuzz-replay.sh %')
everything  = $(UNIT_$1) $(CLI) $(PROPS) $(call replay,$1)
built       = $(O)/$1/bootcheck $(UNIT_$1) $(TOOLS_$1) $(REPLAY_$1)

tests: $(O)/bootcheck $(call built,release) ## build the test programs, run nothing

check: tests ## lint, unit, command line, property tests and the fuzz corpus
	$(Q)$(call env,release) tests/run-tap -j $(JOBS) $(LINTS) $(CLI_TAP) $(call everything,release)

# What needs more than a fresh machine has: a database server.
FULL       := tests/fleet/postgresql.sh
check-full: tests ## check, and the rows of a history in a real PostgreSQL
	$(Q)$(call env,release) tests/run-tap -j $(JOBS) $(LINTS) $(CLI_TAP) $(call everything,release) $(FULL)

check-asan: $(call built,asan) ## the same tests with AddressSanitizer and UBSan
	$(Q)$(call env,asan) scripts/lib/asan-env.sh $(O)/asan/bootcheck \
		tests/run-tap -j $(JOBS) $(call everything,asan)

check-elf-full: tests ## the initcall tables of all kinds of Debian kernels; downloads 4 GB
	$(Q)$(call env,release) ELF_FULL=1 TEST_TIMEOUT=7200 tests/run-tap -v tests/elf/debian.sh

check-valgrind: tests ## unit tests and command line tests under valgrind
	$(Q)mkdir -p $(O)/valgrind
	$(Q)printf '#!/bin/sh\nexec %s "%s" "$$@"\n' $(call squote,$(VALGRIND)) \
		"$(abspath $(O))/release/bootcheck" >$(O)/valgrind/bootcheck
	$(Q)chmod +x $(O)/valgrind/bootcheck
	$(Q)$(call env,release) BOOTCHECK=$(abspath $(O))/valgrind/bootcheck UNDER_VALGRIND=1 \
		tests/run-tap -j $(JOBS) $(UNIT_release:%='$(VALGRIND) %') $(CLI)

VALGRIND = valgrind -q --error-exitcode=99 --leak-check=full

lint: tests ## layers, headers, licences, shell scripts, help = man page = completion ...
	$(Q)$(call env,release) tests/run-tap -j $(JOBS) $(LINTS)

fuzz: $(FUZZ_BIN) ## run every fuzz target for T=60 seconds
	$(Q)$(call env,fuzz) TEST_TIMEOUT=$$(($T + 300)) tests/run-tap -v -j $(JOBS) $(FUZZ_BIN:%='scripts/lib/fuzz-one.sh $T %')

check-kernel: tests ## build patched kernels, boot them, test the patch (25 minutes; from cache 3)
	$(Q)$(call env,release) scripts/kernel/test quick -j $(JOBS)

check-kernel-full: tests ## the same with every variant, four kernels on four architectures, random boots, figures (a day)
	$(Q)$(call env,release) scripts/kernel/test full -v -j $(JOBS)
	$(Q)$(call env,release) scripts/kernel/matrix
	$(Q)scripts/kernel/matrix --table $(O)/TESTED.md

check-drivers: tests ## kernels with thousands of drivers, every initcall edited (hours)
	$(Q)$(call env,release) scripts/kernel/test drivers -v --version 6.12

camera: all ## the story of a camera: from a boot log to the proof, under QEMU (minutes)
	$(Q)BOOTCHECK=$(abspath $(O)/bootcheck) samples/camera/run $(addprefix --arch ,$(CAMERA_ARCH))

bench: tests ## measure speed and memory
	$(Q)set -e; for b in $(wildcard tests/bench/run tests/bench/*.sh); do \
		$(call env,release) "./$$b"; done

bless: tests ## rewrite the expected output of the command line tests; review the diff
	$(Q)$(call env,release) tests/cli/run --bless $(CLI_DIRS)

# --- Documentation, installation ----------------------------------------------------------------

MAN := $(MAN_SRC:analyzer/man/%.scd=$(O)/man/%)

man: $(MAN) ## the manual pages, in build/man

$(O)/man/%: analyzer/man/%.scd Makefile
	$(call say,SCDOC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) scdoc <$< >$@

bindir  = $(DESTDIR)$(PREFIX)/bin
mandir  = $(DESTDIR)$(PREFIX)/share/man/man1
compdir = $(DESTDIR)$(PREFIX)/share/bash-completion/completions

install: $(O)/bootcheck $(MAN) ## install below PREFIX=/usr/local (and DESTDIR=)
	install -d $(bindir) $(mandir) $(compdir)
	install -m 755 $(O)/release/bootcheck $(bindir)/bootcheck
	install -m 644 $(MAN) $(mandir)
	install -m 644 analyzer/completion/bootcheck.bash $(compdir)/bootcheck

uninstall: ## remove what install put there
	rm -f $(bindir)/bootcheck $(compdir)/bootcheck $(addprefix $(mandir)/,$(notdir $(MAN)))

clean: ## remove all that was built
	rm -rf $(addprefix $(O)/,release asan static fuzz gen guest valgrind man bootcheck bootcheck-static)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  O=DIR other output folder; V=1 show commands; CC=gcc|clang; WERROR= warnings only;"
	@echo "  PREFIX=, DESTDIR= for install; T=SECONDS for fuzz; JOBS=N tests at a time;"
	@echo "  CAMERA_ARCH=x86_64|arm64 for camera"

FORCE:

-include $(wildcard $(foreach v,release asan static fuzz,$(OBJ_$v:.o=.d) \
	$(patsubst %.c,$(O)/$v/%.d,$(UNIT_SRC) $(TOOL_SRC) $(FUZZ_SRC) $(REPLAY))))
