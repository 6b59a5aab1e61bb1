#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the kernel concludes from the end of boot waits for deferred calls: that a clock, a regulator or
# a power domain has no user, and that a supplier has no driver. A driver that came before its bus gets
# another chance. Takes two minutes, as regulators have half a one until they are turned off.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
series=${KERNEL_SERIES_DIR:-$repo/patch/linux-${1:-6.12}}
grep -qs DEFERRED_INITCALLS_RESIDENT_OBJS "$series"/*.patch ||
	lab_skip "the series of this kernel has no resident form"
lab_begin "${1:-6.12}" resident
USERS=dtest_clk_user,dtest_regulator_user,dtest_domain_user
tab=$(printf '\t')

cat >>"$tmp/common" <<'EOT'
# off NAME: how many lines say that it has been turned off
off()
{
	dmesg -s 16777216 | grep -c "test_deferred_devices: $1 is off"
}

driver()
{
	readlink /sys/bus/platform/devices/dtest-consumer/driver || echo none
}
EOT

# ---- Nothing deferred: as ever
boot normal --append 'initcall_debug deferred_initcalls=off' <<'END'
says clock off clock
says consumer driver
says bus echo $(ls /sys/bus/dtest/drivers)
wait_for 5 sh -c 'dmesg -s 16777216 | grep -q "power domain is off"'
says domain off 'power domain'
END
booted normal
says_is normal clock 1 "without deferral an unused clock is turned off"
says_is normal domain 1 "and an unused power domain"
says_is normal consumer '.*/dtest-consumer' "a device has its driver"
log_has normal 1 "optional consumer, with supplier" "and another has its supplier"
says_is normal bus 'dtest-early dtest-late' "a bus has its drivers"
log_order normal "at the end of boot" 'calling  clk_disable_unused' 'clock is off' \
	'Run /init as init process'
log_has normal 0 '\] deferred_initcalls: ' "deferred initcalls have nothing to say"

# ---- Users deferred, half a minute and more. Then only resident calls are left, and init memory is gone.
boot unused --timeout 300 --append "initcall_debug deferred_initcalls_timeout=0 deferred_initcalls=$USERS,dtest_supplier" <<END
sleep 33
says clock_early off clock
says regulator_early off regulator
says domain_early off 'power domain'
says consumer_early driver
says users guest-tool write \$trigger $USERS,dtest_supplier
wait_for 5 freed >/dev/null # (who asks waits for it only with the last call)
says freed freed
says clock_user field dtest_clk_user 6
says regulator_user field dtest_regulator_user 6
says domain_user field dtest_domain_user 6
says supplier field dtest_supplier 6
says clock_some off clock
says domain_some off 'power domain'
says read guest-tool read \$trigger
says clock off clock
wait_for 5 sh -c 'dmesg -s 16777216 | grep -q "power domain is off"'
says domain off 'power domain'
says consumer driver
says regulator_soon off regulator
wait_for 60 sh -c 'dmesg -s 16777216 | grep -q "regulator is off"'
says regulator off regulator
END
booted unused
says_is unused clock_early 0 "a clock stays on while calls are pending"
says_is unused regulator_early 0 "a regulator does"
says_is unused domain_early 0 "a power domain does"
says_is unused consumer_early none "a device whose supplier is deferred has no driver yet"
says_is unused users ok "the users run"
says_is unused freed 1 "after them init memory is free"
says_is unused clock_user 0 "the clock's finds it on"
says_is unused regulator_user 0 "the regulator's finds it on"
says_is unused domain_user 0 "the power domain's finds it on"
says_is unused supplier 0 "the supplier comes"
says_is unused clock_some 0 "the clock stays on while other calls are pending"
says_is unused domain_some 0 "the power domain, too"
says_is unused read 0 "the others run"
says_is unused clock 1 "then the unused clock is turned off"
says_is unused domain 1 "and the unused power domain"
says_is unused consumer '.*/dtest-consumer' "the device has its driver, as it was tried again"
says_is unused regulator_soon 0 "the regulator has its half minute from then on"
says_is unused regulator 1 "and is turned off"
log_has unused 1+ "dtest-consumer: ignoring dependency for device, assuming no driver" \
	"at boot it was told that its supplier has none"
log_has unused 1 "optional consumer, without supplier" "what can do without its supplier does not wait for it"
log_order unused "and is there before init" "optional consumer, without supplier" "Run /init as init process"
log_has unused 1 'calling  clk_disable_unused.* @ 1$' "what waits was asked at boot"
log_has unused 2 'calling  clk_disable_unused' "and again once"
log_order unused "behind the last call" 'deferred_initcalls: ran .* 0 left|ran .* failed, 0 left' 'clock is off'

# ---- Both deferred, the user first: as at boot, it finds its supplier
boot order --append "initcall_debug deferred_initcalls=off,dtest_optional,dtest_consumer,dtest_supplier" <<'END'
says one guest-tool write $trigger dtest_optional
says early driver
says read guest-tool read $trigger
says consumer driver
END
booted order
says_is order one ok "a user alone"
says_is order read 0 "the others"
says_is order consumer '.*/dtest-consumer' "a user that comes before its supplier waits for it"
log_has order 0 'dtest-consumer: ignoring dependency' "it was not told that there is none"
log_has order 1 'optional consumer, without supplier' "one that ran without its supplier went on without"

# ---- The same with init memory kept to the end
boot kept --append "initcall_debug deferred_initcalls=off,$USERS" <<'END'
says clock_early off clock
says freed_early freed
says read guest-tool read $trigger
says clock_user field dtest_clk_user 6
says domain_user field dtest_domain_user 6
says clock off clock
says freed freed
END
booted kept
says_is kept clock_early 0 "init memory kept: a clock stays on"
says_is kept freed_early 0 "init memory is there"
says_is kept read 0 "the calls run"
says_is kept clock_user 0 "the clock's finds it on"
says_is kept domain_user 0 "the power domain's finds it on"
says_is kept clock 1 "the unused clock is turned off"
says_is kept freed 1 "init memory is freed"
log_order kept "in this order" 'ran .* failed, 0 left' 'clock is off' "$FREED"

# ---- Drivers that come before their bus
boot bus --append 'initcall_debug deferred_initcalls=off,dtest_bus,dtest_bus_late_driver' <<'END'
show before
says late guest-tool write $trigger dtest_bus_late_driver
says late_ret field dtest_bus_late_driver 6
says drivers_early ls /sys/bus/dtest/drivers
says freed_early freed
says read guest-tool read $trigger
says bus_ret field dtest_bus 6
says early_ret field dtest_bus_early_driver 6
says late_again field dtest_bus_late_driver 6
says drivers echo $(ls /sys/bus/dtest/drivers)
says states states
says freed freed
END
booted bus
{
	grep -q "^before: dtest_bus_early_driver${tab}test_deferred_devices${tab}device${tab}default${tab}pending$tab" \
		"$tmp/bus.out" || sed -n "/^before: /p" "$tmp/bus.out"
	grep -q "^before: dtest_bus$tab" "$tmp/bus.out" || echo "no status"
} >"$tmp/bad"
check "$VERSION bus: a driver that boot could not register is deferred as well" "$tmp/bad"
log_has bus 1 'deferred_initcalls: test_deferred_devices:dtest_bus_early_driver has failed \(-22\) as there is no bus dtest' \
	"the log names it, and its bus"
says_is bus late ok "a deferred driver is asked for before its bus"
says_is bus late_ret -22 "and fails"
log_has bus 1 'deferred_initcalls: test_deferred_devices:dtest_bus_late_driver has found no bus dtest, runs again' \
	"the log names it, too"
says_is bus drivers_early 'ls: .*' "there is no bus yet"
says_is bus freed_early 0 "init memory stays for it"
says_is bus read 0 "the others run"
says_is bus bus_ret 0 "the bus comes"
says_is bus early_ret 0 "the driver that boot has deferred is registered"
says_is bus late_again 0 "the driver that has failed has run again"
log_has bus 1 'deferred_initcalls: ran test_deferred_devices:dtest_bus_late_driver again, it returned 0' \
	"the log says so"
says_is bus drivers 'dtest-early dtest-late' "the bus has both"
says_is bus states 'pending 0 running 0 done 3' "all three are done"
says_is bus freed 1 "and init memory is free"
tap_done
