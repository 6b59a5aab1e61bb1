// SPDX-License-Identifier: GPL-2.0-or-later
//
// What `bootcheck patch` does to declarations, written down once more and by hand, for spatch:
// tests/kernel/spatch.sh wants the same text of both. The forms that need a #pragma are missing,
// as SmPL has no word for them, and levels like 7s, which are no C.

@ calls @
declarer name __initcall, arch_initcall, core_initcall, deferred_initcall;
declarer name deferred_initcall_level, deferred_module_init, device_initcall, fs_initcall;
declarer name late_initcall, module_init, postcore_initcall, rootfs_initcall, subsys_initcall;
identifier fn;
@@
(
- module_init(fn);
+ deferred_module_init(fn);
|
- device_initcall(fn);
+ deferred_initcall(fn);
|
- __initcall(fn);
+ deferred_initcall_level(fn, 6, "default");
|
- core_initcall(fn);
+ deferred_initcall_level(fn, 1, "default");
|
- postcore_initcall(fn);
+ deferred_initcall_level(fn, 2, "default");
|
- arch_initcall(fn);
+ deferred_initcall_level(fn, 3, "default");
|
- subsys_initcall(fn);
+ deferred_initcall_level(fn, 4, "default");
|
- fs_initcall(fn);
+ deferred_initcall_level(fn, 5, "default");
|
- rootfs_initcall(fn);
+ deferred_initcall_level(fn, rootfs, "default");
|
- late_initcall(fn);
+ deferred_initcall_level(fn, 7, "default");
)

@ drivers @
declarer name deferred_module_driver, drm_module_platform_driver, module_acpi_driver;
declarer name module_amba_driver, module_auxiliary_driver, module_comedi_driver;
declarer name module_gameport_driver, module_greybus_driver, module_hda_codec_driver;
declarer name module_hid_driver, module_i2c_driver, module_mei_cl_driver;
declarer name module_mipi_dsi_driver, module_misc_device, module_parport_driver;
declarer name module_pci_driver, module_pcmcia_driver, module_platform_driver;
declarer name module_pnp_driver, module_rpmsg_driver, module_scmi_driver, module_sdio_driver;
declarer name module_sdw_driver, module_serdev_device_driver, module_serio_driver;
declarer name module_spi_driver, module_usb_composite_driver, module_usb_driver;
declarer name module_virtio_driver, module_w1_family, module_wmi_driver;
identifier drv;
@@
(
- module_auxiliary_driver(drv);
+ deferred_module_driver(drv, auxiliary_driver_register, auxiliary_driver_unregister);
|
- module_acpi_driver(drv);
+ deferred_module_driver(drv, acpi_bus_register_driver, acpi_bus_unregister_driver);
|
- module_amba_driver(drv);
+ deferred_module_driver(drv, amba_driver_register, amba_driver_unregister);
|
- module_comedi_driver(drv);
+ deferred_module_driver(drv, comedi_driver_register, comedi_driver_unregister);
|
- drm_module_platform_driver(drv);
+ deferred_module_driver(drv, drm_platform_driver_register, platform_driver_unregister);
|
- module_usb_composite_driver(drv);
+ deferred_module_driver(drv, usb_composite_probe, usb_composite_unregister);
|
- module_gameport_driver(drv);
+ deferred_module_driver(drv, gameport_register_driver, gameport_unregister_driver);
|
- module_greybus_driver(drv);
+ deferred_module_driver(drv, greybus_register, greybus_deregister);
|
- module_hda_codec_driver(drv);
+ deferred_module_driver(drv, hda_codec_driver_register, hda_codec_driver_unregister);
|
- module_hid_driver(drv);
+ deferred_module_driver(drv, hid_register_driver, hid_unregister_driver);
|
- module_i2c_driver(drv);
+ deferred_module_driver(drv, i2c_add_driver, i2c_del_driver);
|
- module_mei_cl_driver(drv);
+ deferred_module_driver(drv, mei_cldev_driver_register, mei_cldev_driver_unregister);
|
- module_mipi_dsi_driver(drv);
+ deferred_module_driver(drv, mipi_dsi_driver_register, mipi_dsi_driver_unregister);
|
- module_misc_device(drv);
+ deferred_module_driver(drv, misc_register, misc_deregister);
|
- module_parport_driver(drv);
+ deferred_module_driver(drv, parport_register_driver, parport_unregister_driver);
|
- module_pci_driver(drv);
+ deferred_module_driver(drv, pci_register_driver, pci_unregister_driver);
|
- module_pcmcia_driver(drv);
+ deferred_module_driver(drv, pcmcia_register_driver, pcmcia_unregister_driver);
|
- module_platform_driver(drv);
+ deferred_module_driver(drv, platform_driver_register, platform_driver_unregister);
|
- module_pnp_driver(drv);
+ deferred_module_driver(drv, pnp_register_driver, pnp_unregister_driver);
|
- module_rpmsg_driver(drv);
+ deferred_module_driver(drv, register_rpmsg_driver, unregister_rpmsg_driver);
|
- module_scmi_driver(drv);
+ deferred_module_driver(drv, scmi_register, scmi_unregister);
|
- module_sdio_driver(drv);
+ deferred_module_driver(drv, sdio_register_driver, sdio_unregister_driver);
|
- module_serdev_device_driver(drv);
+ deferred_module_driver(drv, serdev_device_driver_register, serdev_device_driver_unregister);
|
- module_serio_driver(drv);
+ deferred_module_driver(drv, serio_register_driver, serio_unregister_driver);
|
- module_sdw_driver(drv);
+ deferred_module_driver(drv, sdw_register_driver, sdw_unregister_driver);
|
- module_spi_driver(drv);
+ deferred_module_driver(drv, spi_register_driver, spi_unregister_driver);
|
- module_usb_driver(drv);
+ deferred_module_driver(drv, usb_register, usb_deregister);
|
- module_virtio_driver(drv);
+ deferred_module_driver(drv, register_virtio_driver, unregister_virtio_driver);
|
- module_w1_family(drv);
+ deferred_module_driver(drv, w1_register_family, w1_unregister_family);
|
- module_wmi_driver(drv);
+ deferred_module_driver(drv, wmi_driver_register, wmi_driver_unregister);
)

// (with arguments of their own)
@ more @
declarer name module_driver, module_comedi_pci_driver;
identifier drv, pdrv;
expression list rest;
@@
(
- module_driver(drv, rest);
+ deferred_module_driver(drv, rest);
|
- module_comedi_pci_driver(drv, pdrv);
+ deferred_module_driver(drv, comedi_pci_driver_register, comedi_pci_driver_unregister, &(pdrv));
)
