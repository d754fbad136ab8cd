"""`ifconfig`, `ip`, `ping`, `netstat`. Source: toybox toys/net, iproute2."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.proc import listening_ports
from devices.virtual.android.toybox.options import Failure, UsageError, toybox

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given

# The network that the Android emulator makes up; a virtual phone on a cable is in the same one.
_ADDRESS: Final = "10.0.2.16"
_MAC: Final = "02:15:b2:00:00:00"
_HOSTS: Final = {"localhost": "127.0.0.1", "ip6-localhost": "::1"}
_UNREACHABLE: Final = 2
_ROUND_TRIP: Final = timedelta(microseconds=400)


def _interfaces(call: Call) -> list[str]:
    return ["lo", *(["wlan0"] if call.phone.radios.wifi else [])]


@toybox("ifconfig", options="aS", usage="[-aS] [INTERFACE [ACTION...]]")
async def ifconfig(call: Call, given: Given) -> int:
    """Print the network's interfaces."""
    known = _interfaces(call)
    wanted = given.args[:1] or known
    for name in wanted:
        if name not in known:
            return await call.fail(f"ifconfig: {name}: No such device")
        if len(given.args) > 1:
            return await call.fail("ifconfig: ioctl 8914: Operation not permitted")
        await call.print(_LOOPBACK if name == "lo" else _WIRELESS)
    return 0


_COUNTS: Final = (
    "          RX packets:0 errors:0 dropped:0 overruns:0 frame:0 \n"
    "          TX packets:0 errors:0 dropped:0 overruns:0 carrier:0 \n"
    "          collisions:0 txqueuelen:1000 \n          RX bytes:0 TX bytes:0 \n"
)
_LOOPBACK: Final = (
    "lo        Link encap:UNSPEC  \n          inet addr:127.0.0.1  Mask:255.0.0.0 \n"
    "          inet6 addr: ::1/128 Scope: Host\n"
    "          UP LOOPBACK RUNNING  MTU:65536  Metric:1\n" + _COUNTS
)
_WIRELESS: Final = (
    f"wlan0     Link encap:UNSPEC    Driver virtio_net\n"
    f"          inet addr:{_ADDRESS}  Bcast:10.0.2.255  Mask:255.255.255.0 \n"
    "          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n" + _COUNTS
)


@toybox("ip", stops=True, usage="[ OPTIONS ] OBJECT { COMMAND }")
async def ip(call: Call, given: Given) -> int:
    """Print addresses, links and routes."""
    words = [word for word in given.args if not word.startswith("-")]
    if not words:
        return await call.fail("Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }", 255)
    kind, rest = words[0], words[1:]
    rest = rest[1:] if rest and rest[0] in {"show", "list", "ls", "sh"} else rest
    name = rest[-1] if rest and rest[0] in {"dev", *_interfaces(call)} else ""
    if name and name not in _interfaces(call):
        return await call.fail(f'Device "{name}" does not exist.', 1)
    if kind and "address".startswith(kind) and len(kind) > 0:
        await _show(call, name, addresses=True)
    elif "link".startswith(kind):
        await _show(call, name, addresses=False)
    elif "route".startswith(kind) or "ru".startswith(kind):
        if call.phone.radios.wifi and name != "lo":
            await call.print(f"10.0.2.0/24 dev wlan0 proto kernel scope link src {_ADDRESS} ")
    elif not "neighbour".startswith(kind):
        return await call.fail(f'Object "{kind}" is unknown, try "ip help".', 1)
    return 0


_FOREVER: Final = "       valid_lft forever preferred_lft forever"
_LINKS: Final = {
    "lo": "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default"
    " qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00",
    "wlan0": "2: wlan0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default"
    f" qlen 1000\n    link/ether {_MAC} brd ff:ff:ff:ff:ff:ff",
}
_ADDRESSES: Final = {
    "lo": f"    inet 127.0.0.1/8 scope host lo\n{_FOREVER}\n"
    f"    inet6 ::1/128 scope host \n{_FOREVER}",
    "wlan0": f"    inet {_ADDRESS}/24 brd 10.0.2.255 scope global wlan0\n{_FOREVER}",
}


async def _show(call: Call, name: str, *, addresses: bool) -> None:
    for interface in [name] if name else _interfaces(call):
        link = _LINKS[interface]
        await call.print(f"{link}\n{_ADDRESSES[interface]}" if addresses else link)


@toybox("ping", "ping6", options="c#i:I:w#W#s#t#q46fnOv", least=0, usage="[OPTIONS] HOST", error=2)
async def ping(call: Call, given: Given) -> int:
    """Send echo requests; only the phone itself answers, nothing else is behind its network."""
    if len(given.args) != 1:
        raise UsageError("Needs 1 argument")
    host = given.args[0]
    address = _HOSTS.get(host, host)
    if not re.fullmatch(r"\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]*", address, re.ASCII):
        return await call.fail(f"ping: unknown host {host}", _UNREACHABLE)
    own = address.startswith("127.") or address in {"::1", _ADDRESS}
    if not own and not call.phone.radios.connected:
        return await call.fail("connect: Network is unreachable", _UNREACHABLE)
    count = given.number("c", 1 << 31)
    if count < 1:
        raise Failure(f"bad number of packets to transmit: {count}", _UNREACHABLE)
    return await _echoes(call, given, host, address, count if own else min(count, 1 << 31), own=own)


async def _echoes(
    call: Call, given: Given, host: str, address: str, count: int, *, own: bool
) -> int:
    size = max(0, given.number("s", 56))
    if not given.has("q"):
        await call.print(f"PING {host} ({address}) {size}({size + 28}) bytes of data.")
    pause = _seconds(given.value("i", "1"))
    limit = given.number("w", 0)
    started = call.phone.clock.uptime()
    sent = 0
    while sent < count and not (
        limit and (call.phone.clock.uptime() - started).total_seconds() >= limit
    ):
        sent += 1
        if own and not given.has("q"):
            await call.print(f"{size + 8} bytes from {address}: icmp_seq={sent} ttl=64 time=0.4 ms")
        if sent < count:
            await call.phone.clock.sleep(pause)
        else:
            await call.phone.clock.sleep(_ROUND_TRIP if own else pause)
    lost = 0 if own else 100
    got = sent if own else 0
    await call.print(
        f"\n--- {host} ping statistics ---\n{sent} packets transmitted, {got} received,"
        f" {lost}% packet loss, time {max(0, sent - 1) * 1000}ms"
    )
    if own:
        await call.print("rtt min/avg/max/mdev = 0.400/0.400/0.400/0.000 ms")
    return int(not own)


def _seconds(text: str) -> timedelta:
    if not re.fullmatch(r"\d{1,4}(\.\d+)?|\.\d+", text, re.ASCII):
        raise Failure(f"bad timing interval: {text}", _UNREACHABLE)
    return timedelta(seconds=max(0.2, float(text)))


@toybox("netstat", options="pWrxwutneal", usage="[-pWrxwutneal]")
async def netstat(call: Call, given: Given) -> int:
    """Print what listens."""
    if given.has("r"):
        await call.print(
            "Kernel IP routing table\n"
            "Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface"
        )
        return 0
    await call.print(
        "Active Internet connections (servers and established)"
        if given.has("a")
        else "Active Internet connections (only servers)"
        if given.has("l")
        else "Active Internet connections (w/o servers)"
    )
    await call.print(
        "Proto Recv-Q Send-Q Local Address           Foreign Address         State      "
    )
    if given.has("a", "l"):
        for port in listening_ports(call.phone):
            await call.print(
                f"tcp        0      0 {f'127.0.0.1:{port}':<23} {'0.0.0.0:*':<23} LISTEN     "
            )
    return 0
