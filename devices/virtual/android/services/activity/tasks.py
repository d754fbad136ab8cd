"""`am stack` and `am task`. Source: AOSP ActivityManagerShellCommand, runStack and runTask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.android.services.activity.am import SUB_COMMANDS
from devices.virtual.android.services.arguments import ERROR
from devices.virtual.android.services.java import boolean, illegal

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.android.services.arguments import Arguments
    from devices.virtual.android.shell.call import Call
    from devices.virtual.os.tasks import Task


async def _stack(call: Call, arguments: Arguments) -> int:
    phone, name = call.phone, arguments.required()
    match name:
        case "list":
            for task in reversed(phone.activities.tasks):
                await call.print(_told(phone, task))
        case "info":
            arguments.integer()
            arguments.integer()
            await call.print(_told(phone, phone.activities.tasks[-1]))
        case "remove":
            phone.activities.remove_task(arguments.integer())
        case "move-task":
            number = arguments.integer()
            arguments.integer()
            if not phone.activities.move_task(number, to_front=arguments.required() == "true"):
                raise illegal(f"moveTaskToRootTask: no task for taskId={number}")
        case _:
            return await call.fail(f"Error: unknown command '{name}'", ERROR)
    return 0


def _told(phone: Phone, task: Task) -> str:
    bounds = phone.display.bounds
    where = f"bounds=[0,0][{bounds.width},{bounds.height}]"
    word = phone.profile.rows["activity_dumps"]["stack"]
    front = boolean(task is phone.activities.tasks[-1])
    return (
        f"{word} id={task.id} {where} displayId=0 userId=0\n"
        f"  configuration={{1.0 ?mcc0mnc [en_US] ldltr}}\n"
        f"  taskId={task.id}: {task.root.component.long} {where} userId=0 visible={front}"
        f" topActivity=ComponentInfo{{{task.top.component.long}}}\n"
    )


async def _task(call: Call, arguments: Arguments) -> int:
    phone, name = call.phone, arguments.required()
    match name:
        case "lock":
            word = arguments.required()
            if word != "stop" and not word.lstrip("-").isdecimal():
                raise illegal(f"Bad task id: {word}")
            state = "NOT " if word == "stop" else ""
            await call.print(f"Activity manager is {state}in lockTaskMode")
        case "resizeable":
            arguments.integer()
            arguments.integer()
        case "resize":
            arguments.integer()
            for _ in range(4):
                arguments.integer()
        case "focus":
            number = arguments.integer()
            await call.print(f"Setting focus to task {number}")
            phone.activities.move_task(number, to_front=True)
        case _:
            return await call.fail(f"Error: unknown command '{name}'", ERROR)
    return 0


SUB_COMMANDS.update({"stack": _stack, "task": _task})
