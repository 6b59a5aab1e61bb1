// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which symbols of the kernel say what about code that uses them.
 *
 * To add a symbol: put the word into the list of the kind that it means; a word
 * that ends in '*' stands for all that begin so, and the longest word that fits
 * counts. Wrappers that are macros or inline functions do not show: give the
 * function behind them ("__pci_register_driver"). To add a kind: a row with a code
 * that nothing else has, what it weighs when the initcall itself calls such a
 * function, and one sentence that holds for each of its symbols. Then a line in
 * tests/advice/facts.tsv, for an initcall of a real kernel that shows it.
 *
 * Rows without symbols are what facts.c finds by itself.
 */
#include "advice/facts.h"

#define BLOCKS FACT_BLOCKS, 0
#define ASK FACT_ASK, 0
#define NOTE FACT_NOTE, 0
#define NOTE_KEEPS FACT_NOTE, FACT_KEEPS
#define ASK_KEEPS FACT_ASK, FACT_KEEPS
#define ASK_AT_ONCE FACT_ASK, FACT_AT_ONCE

const struct fact_kind fact_kinds[] = {
	/* --- What is not there any more --- */
	{ "boot-only", BLOCKS,
	  "Uses an interface that works during boot only.",
	  "memblock_* __alloc_bootmem* early_ioremap early_iounmap early_memremap* "
	  "early_memunmap free_area_init* sched_clock_register register_current_timer_delay "
	  "set_handle_irq setup_earlycon e820__range_* e820__update_table vm_area_register_early "
	  "vm_area_add_early timer_probe irqchip_init of_irq_init clocksource_probe "
	  "early_platform_* smp_set_ops register_refined_jiffies boot_cpu_init" },
	{ "security-module", BLOCKS,
	  "Adds hooks of a security module: what happens before it runs is not controlled.",
	  "security_add_hooks" },
	{ "clock-event", BLOCKS,
	  "Registers the timer that gives the kernel its ticks.",
	  "clockevents_config_and_register clockevents_register_device "
	  "tick_setup_hrtimer_broadcast timer_of_init" },

	/* --- Found by reading the code --- */
	{ "unread", ASK,
	  "The code of this initcall could not be read (--build DIR helps), so nothing is known of what it "
	  "does.", "" },
	{ "cut", ASK, "It reaches more code than is searched.", "" },
	{ "incomplete", NOTE,
	  "Not all that its code refers to is known: the kernel has no relocations, or is of a "
	  "machine whose calls within an object are not read.", "" },
	{ "one-file", NOTE,
	  "Followed in its source file and those linked beside it: what else belongs to its module "
	  "is not seen.",
	  "" },
	{ "init-callback", ASK,
	  "Hands the address of init memory to something that may use it later; after "
	  "the last deferred call init memory is freed.", "" },
	{ "init-pointer", ASK,
	  "Data that stays has the address of init memory, which is freed after the last "
	  "deferred call.", "" },
	{ "init-late", ASK,
	  "Code that stays uses init memory: it must not do so after the last deferred call.", "" },
	{ "ro-late", ASK,
	  "A callback writes data that is read-only after boot; when it comes after the run of "
	  "the deferred calls, it faults.", "" },
	{ "ro-after-init", NOTE,
	  "Writes data that is read-only after boot, or takes its address; the kernel patch opens "
	  "it for the run.", "" },
	{ "ro-static-key", NOTE,
	  "Switches a static key that is sealed after boot; the kernel patch unseals these for "
	  "the run.", "" },
	{ "init-other", NOTE,
	  "Uses init memory of other code; the kernel patch keeps it until the last deferred "
	  "call.", "" },
	{ "indirect", NOTE,
	  "Calls a function by a pointer; where that leads to is not seen.", "" },

	/* --- What others may need at once --- */
	{ "console", ASK,
	  "Registers a console: messages and PID 1's standard files go there.",
	  "register_console early_serial_setup serial8250_register_8250_port uart_add_one_port "
	  "uart_register_driver hvc_instantiate hvc_alloc add_preferred_console do_take_over_console "
	  "vty_init give_up_console fbcon_* drm_fbdev_*" },
	{ "tty", ASK,
	  "Registers a terminal driver: programs that open these terminals fail until it has run.",
	  "tty_register_driver tty_register_device* tty_port_register_device* "
	  "usb_serial_register_drivers serdev_controller_add" },
	{ "storage", ASK,
	  "Makes disks: file systems on them cannot be mounted until it has run.",
	  "__register_blkdev __blk_alloc_disk __blk_mq_alloc_disk device_add_disk add_disk "
	  "blk_mq_alloc_tag_set scsi_add_host_with_dma __scsi_add_device ata_host_activate "
	  "ata_host_register ahci_host_activate ata_pci_sff_init_one ata_pci_bmdma_init_one "
	  "mmc_add_host nvme_init_ctrl "
	  "nvme_add_ctrl mtd_device_parse_register mtd_device_register add_mtd_blktrans_dev "
	  "register_mtd_* ubi_* dm_register_target register_md_personality md_register_* "
	  "scsi_register_interface" },
	{ "io-scheduler", ASK,
	  "Registers an I/O scheduler: disks that appear before use another one.",
	  "elv_register" },
	{ "filesystem", ASK,
	  "Registers a file system: it cannot be mounted until it has run.",
	  "register_filesystem __register_nls register_quota_format fscrypt_* fsverity_init*" },
	{ "binary-format", ASK,
	  "Registers a format of programs: these cannot be run before.",
	  "__register_binfmt" },
	{ "bus", ASK,
	  "Registers a bus: drivers and devices that are registered before it fail for good.",
	  "bus_register subsys_system_register subsys_virtual_register" },
	{ "class", NOTE,
	  "Registers a class of devices: who makes devices of it before fails.",
	  "class_register class_create __class_create __class_register class_compat_register "
	  "transport_class_register anon_transport_class_register" },
	{ "host-bridge", ASK,
	  "Makes a bus and finds the devices on it.",
	  "pci_host_probe pci_host_common_probe pci_scan_root_bus* pci_create_root_bus "
	  "pci_register_host_bridge i2c_add_numbered_adapter i2c_add_adapter "
	  "spi_register_controller devm_spi_register_controller devm_i2c_add_adapter "
	  "acpi_pci_root_init of_platform_populate of_platform_default_populate "
	  "devm_of_platform_populate pcie_port_service_register" },
	{ "supplier", ASK,
	  "Supplies other devices (clocks, regulators, pins, resets, interrupts, domains, DMA): "
	  "their drivers wait for it, or go on without.",
	  "of_clk_add_* devm_of_clk_add_* clk_register* clk_hw_register* devm_clk_hw_register* "
	  "devm_clk_register clkdev_add* clkdev_create* clk_register_clkdev "
	  "regulator_register devm_regulator_register pinctrl_register* devm_pinctrl_register* "
	  "pinctrl_enable reset_controller_register devm_reset_controller_register "
	  "irq_domain_create_* irq_domain_instantiate "
	  "__irq_domain_add irq_domain_add_* __irq_domain_instantiate "
	  "devm_irq_domain_instantiate irq_create_mapping_affinity msi_create_irq_domain "
	  "devm_regmap_add_irq_chip* regmap_add_irq_chip* iommu_device_register "
	  "bus_set_iommu mbox_controller_register devm_mbox_controller_register "
	  "of_genpd_add_provider_* pm_genpd_init gpiochip_add_data_with_key "
	  "devm_gpiochip_add_data_with_key __of_phy_provider_register "
	  "__devm_of_phy_provider_register of_icc_* icc_provider_* dma_async_device_register "
	  "dmaenginem_async_device_register of_dma_controller_register "
	  "acpi_dma_controller_register pwmchip_add __pwmchip_add devm_pwmchip_add "
	  "__devm_pwmchip_add nvmem_register devm_nvmem_register hwspin_lock_register "
	  "mfd_add_devices devm_mfd_add_devices syscon_* power_supply_register* "
	  "devm_power_supply_register* extcon_dev_register devm_extcon_dev_register "
	  "cs_dsp_* rproc_add devm_rproc_add soc_device_register genpd_* "
	  "phy_drivers_register phy_driver_register __mdiobus_register "
	  "iio_map_array_register usb_add_phy* typec_register_port usb_role_switch_register" },
	{ "clock-source", ASK,
	  "Registers a clock: until it has run the kernel counts time by another one.",
	  "__clocksource_register_scale clocksource_register* timekeeping_notify" },
	{ "crypto", ASK,
	  "Registers algorithms: who asks for one of them before gets another one, or an error.",
	  "crypto_register_* crypto_engine_register_*" },
	{ "protocol", ASK,
	  "Registers a network protocol: sockets of it cannot be made before.",
	  "sock_register proto_register inet_register_protosw inet6_register_protosw "
	  "inet_add_protocol inet6_add_protocol dev_add_pack dev_add_offload inet_add_offload "
	  "inet6_add_offload register_qdisc register_tcf_proto_ops tcf_register_action "
	  "nf_register_net_hook* xt_register_* nft_register_* rtnl_link_register "
	  "__rtnl_link_register tcp_register_congestion_control tcp_register_ulp xfrm_register_* "
	  "genl_register_family rtnl_register* __rtnl_register_many inet_diag_register "
	  "sock_diag_register register_pernet_* netlink_* nfnetlink_subsys_register" },
	{ "entropy", ASK,
	  "Feeds the random number generator: without it programs that need random numbers may "
	  "wait.",
	  "hwrng_register devm_hwrng_register add_hwgenerator_randomness "
	  "add_bootloader_randomness add_vmfork_randomness" },
	{ "clock", ASK,
	  "Registers a real-time clock: the time of day is wrong until it has run.",
	  "devm_rtc_device_register __devm_rtc_register_device rtc_device_register "
	  "rtc_register_device do_settimeofday64 timekeeping_inject_sleeptime64" },
	{ "watchdog", ASK,
	  "Registers a watchdog: one that the boot loader started is not fed until it has run.",
	  "watchdog_register_device devm_watchdog_register_device" },
	{ "thermal", ASK,
	  "Watches temperatures: nothing throttles or shuts down on heat until it has run.",
	  "thermal_zone_device_register* thermal_tripless_zone_device_register "
	  "devm_thermal_of_zone_register thermal_cooling_device_register "
	  "thermal_of_cooling_device_register devm_thermal_of_cooling_device_register "
	  "thermal_register_governor" },
	{ "cpu-power", ASK,
	  "Controls speed or sleep of processors: until it has run they keep what boot gave them.",
	  "cpufreq_register_driver cpufreq_register_governor cpuidle_register* "
	  "devfreq_add_device devm_devfreq_add_device devfreq_add_governor "
	  "dev_pm_opp_* em_dev_register_perf_domain powercap_register_* "
	  "acpi_processor_*" },
	{ "keys", ASK,
	  "Adds keys or checks integrity: what is loaded before is not checked by them.",
	  "register_key_type keyring_alloc integrity_init_keyring tpm_chip_register "
	  "tpmm_chip_alloc ima_* evm_* register_asymmetric_key_parser "
	  "x509_load_certificate_list" },
	{ "errors", ASK,
	  "Watches for errors of the hardware: earlier ones are not reported.",
	  "edac_mc_add_mc_with_groups edac_device_add_device mce_register_decode_chain "
	  "ghes_register_* aer_* mce_notify_irq x86_mce_decoder_chain" },
	{ "panic", ASK,
	  "Takes part when the kernel panics or stores what it said; not before it has run.",
	  "panic_notifier_list kmsg_dump_register pstore_register register_die_notifier "
	  "register_vmcore_cb" },
	{ "reboot", ASK,
	  "Takes part in reboot and power off; before it has run these go another way.",
	  "register_reboot_notifier devm_register_reboot_notifier register_restart_handler "
	  "register_sys_off_handler devm_register_sys_off_handler register_platform_power_off "
	  "devm_register_power_off_handler devm_register_restart_handler pm_power_off "
	  "arm_pm_restart" },
	{ "suspend", ASK,
	  "Takes part in suspend; a suspend before it has run goes without it.",
	  "register_syscore register_syscore_ops register_pm_notifier suspend_set_ops "
	  "s2idle_set_ops hibernation_set_ops" },
	{ "processors", NOTE_KEEPS,
	  "Runs callbacks on each processor, now and when one comes or goes.",
	  "__cpuhp_setup_state __cpuhp_setup_state_cpuslocked __cpuhp_state_add_instance* "
	  "smpboot_register_percpu_thread on_each_cpu_cond_mask "
	  "schedule_on_each_cpu cpuhp_setup_state*" },
	{ "handler", ASK_KEEPS,
	  "Adds a handler of interrupts that come without a device (NMI).",
	  "__register_nmi_handler register_nmi_handler" },
	{ "user-helper", ASK_AT_ONCE,
	  "Starts a program of user space; after the trigger that is there, during boot it is not.",
	  "call_usermodehelper call_usermodehelper_exec call_usermodehelper_setup" },
	{ "request-module", ASK_AT_ONCE,
	  "Asks user space to load a module; after the trigger that can take long.",
	  "__request_module" },
	{ "wait", ASK_AT_ONCE,
	  "Waits for work of others: its time is theirs, and moves rather than goes away.",
	  "wait_for_device_probe async_synchronize_full* async_synchronize_cookie* "
	  "driver_probe_done wait_for_init_devices_probe flush_scheduled_work "
	  "__flush_workqueue driver_deferred_probe_* deferred_probe_* device_unblock_probing "
	  "device_block_probing" },

	/* --- Good to know --- */
	{ "driver", NOTE,
	  "Registers a driver; its bus must have been registered before it.",
	  "driver_register __pci_register_driver __platform_driver_register "
	  "__platform_driver_probe __platform_register_drivers __platform_create_bundle "
	  "i2c_register_driver __spi_register_driver usb_register_driver "
	  "usb_register_device_driver __hid_register_driver __serio_register_driver "
	  "__register_virtio_driver amba_driver_register __amba_driver_register "
	  "mmc_register_driver sdio_register_driver __sdio_register_driver "
	  "acpi_bus_register_driver __acpi_bus_register_driver pnp_register_driver "
	  "pnp_register_card_driver __hda_codec_driver_register __auxiliary_driver_register "
	  "mipi_dsi_driver_register_full mdio_driver_register __gameport_register_driver "
	  "__vmbus_driver_register xenbus_register_* __xenbus_register_* __sdw_register_driver "
	  "__serdev_device_driver_register serial_base_driver_register scmi_driver_register "
	  "__spmi_driver_register __register_rpmsg_driver __mhi_driver_register "
	  "nd_driver_register __nd_driver_register ishtp_cl_driver_register __mei_cldrv_driver_register "
	  "wmi_driver_register __wmi_driver_register pcmcia_register_driver isa_register_driver "
	  "eisa_driver_register ide_* __fsl_mc_driver_register tee_client_driver_register "
	  "usb_composite_probe usb_gadget_register_driver_owner ulpi_register_driver "
	  "__ulpi_register_driver typec_altmode_register_driver dax_driver_register "
	  "__dax_driver_register bcma_driver_register __bcma_driver_register ssb_driver_register "
	  "__ssb_driver_register comedi_driver_register comedi_pci_driver_register "
	  "comedi_usb_driver_register ccw_driver_register __scsi_register_driver" },
	{ "firmware", NOTE,
	  "Loads firmware from a file: it gains by running when the root file system is there.",
	  "request_firmware request_firmware_* firmware_request_* _request_firmware" },
	{ "devices", NOTE,
	  "Makes devices for drivers that are there or come later.",
	  "platform_device_register_full platform_device_register platform_device_add "
	  "platform_add_devices device_register root_device_register __root_device_register "
	  "acpi_create_platform_device software_node_register* i2c_register_board_info "
	  "spi_register_board_info gpiod_add_lookup_table* isa_bus_* serio_register_port "
	  "__serio_register_port" },
	{ "network", NOTE,
	  "Makes network interfaces: they appear after the trigger.",
	  "register_netdev register_netdevice devm_register_netdev ieee80211_register_hw "
	  "wiphy_register usbnet_probe hci_register_dev can_* register_candev" },
	{ "usb-host", NOTE,
	  "Starts a USB host: its devices are found after the trigger.",
	  "usb_add_hcd usb_hcd_pci_probe usb_create_hcd usb_create_shared_hcd __usb_create_hcd" },
	{ "input", NOTE,
	  "Makes input devices: they appear after the trigger.",
	  "input_register_device input_register_handler hid_hw_start hid_add_device" },
	{ "leds", NOTE,
	  "Makes lights or backlights: they keep what boot gave them until the trigger.",
	  "led_classdev_register_ext devm_led_classdev_register_ext led_trigger_register* "
	  "devm_led_trigger_register backlight_device_register devm_backlight_device_register" },
	{ "sound", NOTE,
	  "Makes sound cards: they appear after the trigger.",
	  "snd_card_new snd_devm_card_new snd_card_register snd_soc_register_card "
	  "devm_snd_soc_register_card snd_soc_register_component devm_snd_soc_register_component "
	  "snd_hda_codec_register snd_hdac_device_register" },
	{ "media", NOTE,
	  "Makes cameras, tuners or the like: they appear after the trigger.",
	  "__video_register_device v4l2_device_register v4l2_async_register_* "
	  "media_device_register __media_device_register dvb_register_* rc_register_device "
	  "devm_rc_register_device cec_register_adapter" },
	{ "display", ASK,
	  "Drives a display: a picture of the boot loader stays or goes until it has run.",
	  "drm_dev_register devm_drm_dev_* drm_bridge_add drm_panel_add register_framebuffer "
	  "devm_register_framebuffer component_master_add_with_match sysfb_*" },
	{ "sensors", NOTE,
	  "Makes sensors: they appear after the trigger.",
	  "hwmon_device_register* devm_hwmon_device_register* __iio_device_register "
	  "__devm_iio_device_register counter_add devm_counter_add" },
	{ "character-device", NOTE,
	  "Makes device files: they appear after the trigger.",
	  "misc_register __register_chrdev cdev_add cdev_device_add register_chrdev_region "
	  "alloc_chrdev_region snd_register_device usb_register_dev ptp_clock_register "
	  "pps_register_source posix_clock_register" },
	{ "settings", NOTE,
	  "Makes settings in /proc/sys: what user space writes there before the trigger is lost.",
	  "__register_sysctl_init __register_sysctl_table register_sysctl_sz "
	  "register_net_sysctl_sz register_sysctl_mount_point" },
	{ "debug", NOTE,
	  "Makes files for debugging or tracing: they appear after the trigger.",
	  "debugfs_create_* tracefs_create_* register_trace_event trace_event_reg "
	  "register_event_command dyn_event_register register_tracer register_ftrace_* "
	  "register_kprobe register_kprobes register_kretprobe register_kretprobes" },
	{ "proc", NOTE,
	  "Makes files in /proc or /sys: they appear after the trigger.",
	  "proc_create proc_create_* proc_mkdir proc_mkdir_* proc_symlink proc_net_* "
	  "kobject_create_and_add sysfs_create_* kset_create_and_add bin_attr_* "
	  "kobject_init_and_add device_create_file driver_create_file bus_create_file" },
	{ "counters", NOTE,
	  "Registers counters for perf: they appear after the trigger.",
	  "perf_pmu_register" },
	{ "keyboard-commands", NOTE,
	  "Registers commands of the SysRq key: not there before the trigger.",
	  "register_sysrq_key __sysrq_put_key_op" },
	{ "initramfs-wait", NOTE,
	  "Waits for the initramfs to be unpacked, which it is after the trigger.",
	  "wait_for_initramfs" },
	{ "async", NOTE,
	  "Has work done beside boot: that part of its time is not in its duration.",
	  "async_schedule_node async_schedule_node_domain async_schedule_dev_nocall" },
	{ "grace-period", NOTE,
	  "Waits for all processors (RCU, text patching): slower after boot than during it.",
	  "synchronize_rcu synchronize_rcu_expedited synchronize_rcu_tasks* synchronize_srcu "
	  "synchronize_net rcu_barrier rcu_barrier_tasks* stop_machine stop_machine_cpuslocked "
	  "static_key_enable* static_key_disable* static_key_slow_inc* static_key_slow_dec* "
	  "static_key_fast_inc* __static_call_update text_poke_*" },
	{ "thread", NOTE_KEEPS,
	  "Starts a thread.",
	  "kthread_create_on_node kthread_create_on_cpu kthread_run_worker* kernel_thread "
	  "user_mode_thread kthread_create_worker*" },
	{ "timer", NOTE_KEEPS,
	  "Starts a timer or puts work off.",
	  "init_timer_key add_timer add_timer_on mod_timer mod_timer_pending hrtimer_init "
	  "hrtimer_setup hrtimer_start_range_ns queue_delayed_work_on mod_delayed_work_on "
	  "queue_work_on queue_work_node queue_rcu_work call_rcu call_rcu_hurry call_srcu "
	  "irq_work_queue irq_work_queue_on task_work_add delayed_work_timer_fn" },
	{ "interrupt", NOTE_KEEPS,
	  "Asks for an interrupt.",
	  "request_threaded_irq devm_request_threaded_irq request_any_context_irq "
	  "devm_request_any_context_irq request_percpu_irq __request_percpu_irq "
	  "pci_request_irq request_nmi" },
	{ "notifier", NOTE_KEEPS,
	  "Wants to be told of events; those before it has run it misses.",
	  "blocking_notifier_chain_register atomic_notifier_chain_register "
	  "raw_notifier_chain_register srcu_notifier_chain_register bus_register_notifier "
	  "register_module_notifier register_netdevice_notifier* register_inetaddr_notifier "
	  "register_inet6addr_notifier register_netevent_notifier register_memory_notifier "
	  "register_oom_notifier register_fib_notifier cpufreq_register_notifier "
	  "usb_register_notify class_interface_register subsys_interface_register "
	  "register_acpi_notifier register_keyboard_notifier fb_register_client "
	  "of_reconfig_notifier_register devm_clk_notifier_register clk_notifier_register "
	  "register_hotmemory_notifier" },
	{ NULL, FACT_NOTE, 0, NULL, NULL },
};
