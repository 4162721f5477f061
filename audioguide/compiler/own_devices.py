"""Devices by name: those that everybody knows, and those of the user's configuration."""

from collections.abc import Mapping

from msgspec.structs import asdict, replace

from audioguide.delivery.devices import DEVICES, Device, find_device
from audioguide.routine.options import DeviceSays, Options
from audioguide.syntax.config import Config, DeviceSpec


def own_devices(config: Config) -> Mapping[str, Device]:
    """The devices of a configuration, by name."""
    return {name: _device(spec) for name, spec in config.devices}


def _device(spec: DeviceSpec) -> Device:
    """The device that another is like, with what is otherwise."""
    said = {name: value for name, value in asdict(spec).items() if value is not None}
    like = DEVICES[said.pop("like")]
    return replace(like, **said)


def chosen_device(options: Options, config: Config) -> tuple[Device | None, Options]:
    """The device that a call is for, and its options with what the device asks of a routine.

    Raises:
        UsageError: there is no such device.
    """
    if options.device is None:
        return None, options
    device = find_device(options.device, own_devices(config))
    says = DeviceSays(options.device, device.keep_awake, device.lead_in_seconds)
    return device, replace(options, device_says=says)
