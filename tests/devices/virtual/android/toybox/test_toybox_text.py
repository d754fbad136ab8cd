"""Toybox on text and numbers."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.devices.virtual.android.phones import PhoneShell

_TEXT = b"banana 3\napple 10\nCherry 2\napple 10\n"
_DIGEST = hashlib.md5(_TEXT, usedforsecurity=False).hexdigest()


@pytest.mark.parametrize(
    ("script", "out"),
    [
        ("grep an", "banana 3\n"),
        ("grep -c apple", "2\n"),
        ("grep -n -i cherry", "3:Cherry 2\n"),
        ("grep -v a", "Cherry 2\n"),
        ("grep -E '^(apple|Cherry) [0-9]$'", "Cherry 2\n"),
        ("grep '^[a-z]* [[:digit:]]\\{2\\}$'", "apple 10\napple 10\n"),
        ("grep -o -w '[0-9]\\+'", "3\n10\n2\n10\n"),
        ("grep -F -e 3 -e 2", "banana 3\nCherry 2\n"),
        ("grep -A1 -B1 Cherry", "apple 10\nCherry 2\napple 10\n"),
        ("grep -A0 apple", "apple 10\napple 10\n"),
        ("grep -B1 -n 10 | head -n 3", "1-banana 3\n2:apple 10\n3-Cherry 2\n"),
        ("tr ' ' '\\n' | grep -A1 -E 'banana|Cherry'", "banana\n3\n--\nCherry\n2\n"),
        ("grep -m1 apple; grep -q nope; echo $?", "apple 10\n1\n"),
        ("egrep 'a|b' | fgrep -x 'banana 3'", "banana 3\n"),
        ("sort", "Cherry 2\napple 10\napple 10\nbanana 3\n"),
        ("sort -u -r", "banana 3\napple 10\nCherry 2\n"),
        ("sort -k2 -n", "Cherry 2\nbanana 3\napple 10\napple 10\n"),
        ("sort | uniq -c", "      1 Cherry 2\n      2 apple 10\n      1 banana 3\n"),
        ("sort | uniq -d", "apple 10\n"),
        ("cut -d' ' -f2", "3\n10\n2\n10\n"),
        ("cut -c1-2,4", "baa\napl\nChr\napl\n"),
        ("tr a-z A-Z | head -n 1", "BANANA 3\n"),
        ("tr -d '\\n' | tr -s p | wc -c", "30\n"),
        ("head -2 | tail -1", "apple 10\n"),
        ("tail -n +4", "apple 10\n"),
        ("wc", "      4       8      36\n"),
        ("tee /sdcard/t | wc -l; wc -l < /sdcard/t", "4\n4\n"),
        ("sed 's/a/A/g;s/10/ten/' | head -n 2", "bAnAnA 3\nApple ten\n"),
        ("sed -n '2,3p'", "apple 10\nCherry 2\n"),
        ("sed '/apple/d'", "banana 3\nCherry 2\n"),
        ("sed -E 's/([a-z]+) ([0-9]+)/\\2 \\1/;q'", "3 banana\n"),
        ("sed -e '1i first' -e '$a last' -e '2,4d'", "first\nbanana 3\nlast\n"),
        ("sed -n '/Cherry/{s/2/two/p}'", "Cherry two\n"),
        ("sed ':a;N;$!ba;s/\\n/,/g'", "banana 3,apple 10,Cherry 2,apple 10\n"),
        ("sed y/abc/xyz/ | head -n1; sed -n '$='", "yxnxnx 3\n"),
        ("xargs -n 2 echo got | head -n 1", "got banana 3\n"),
        ("xargs -I{} echo '<{}>' | tail -n 1", "<apple 10>\n"),
        ("tac | head -n1; rev < /dev/null; nl < /dev/null", "apple 10\n"),
        ("md5sum", f"{_DIGEST}  -\n"),
        ("xxd -l 4", "00000000: 6261 6e61                                bana\n"),
        ("head -c 4 | od -c", "0000000   b   a   n   a\n0000004\n"),
        ("base64 | base64 -d | head -n 1", "banana 3\n"),
        ("paste -s -d, | cut -c1-12", "banana 3,app\n"),
        ("strings -n 8 | wc -l", "4\n"),
    ],
)
def test_text_is_filtered(shell: PhoneShell, script: str, out: str) -> None:
    """Filters print what toybox prints."""
    assert shell(script, _TEXT).out == out


@pytest.mark.parametrize(
    ("script", "out"),
    [
        ("printf '%s-%03d|' a 7 b 8", "a-007|b-008|"),
        ("printf '%x %o %5.1f %-3s|\\n' 255 8 1.25 a", "ff 10   1.2 a  |\n"),
        ("printf '%b' 'a\\tb'; printf '\\101\\n'", "a\tbA\n"),
        ("seq 3; seq 2 2 6; seq -w 8 10; seq -s, 3", "1\n2\n3\n2\n4\n6\n08\n09\n10\n1,2,3\n"),
        ("expr 1 + 2 \\* 3; expr abc : 'a\\(.\\)'; expr 1 \\> 2; echo $?", "7\nb\n0\n1\n"),
        ("toybox echo -e 'a\\tb'; toybox echo 'a\\tb'", "a\tb\na\\tb\n"),
        ("env -i X=1 env; X=2 printenv X; env -u PATH echo ok; echo", "X=1\n2\nok\n\n"),
        ("timeout 5 echo in time; timeout 0.02 sleep 5; echo $?", "in time\n124\n"),
        ("echo x | nohup cat; nice echo n; time echo t 2>/dev/null", "x\nn\nt\n"),
        ("which ls nope sh; echo $?", "/system/bin/ls\n/system/bin/sh\n1\n"),
        ("toybox cat /dev/null; toybox | tr ' ' '\\n' | grep -c '^ls$'", "1\n"),
        ("sh -c 'exit 3'; echo $?; echo 'echo piped' | sh", "3\npiped\n"),
    ],
)
def test_words_are_printed_and_run(shell: PhoneShell, script: str, out: str) -> None:
    """Commands that print and run words do what toybox does."""
    assert shell(script).out == out


@pytest.mark.parametrize(
    ("script", "error", "status"),
    [
        ("grep", "grep: no REGEX", 2),
        ("grep a /nope", "grep: /nope: No such file or directory", 2),
        ("grep '['", "grep: bad regex '[': Unmatched [, [^, [:, [., or [=", 2),
        ("sed k", "sed: bad pattern 'k'@1 (k)", 1),
        ("sort /nope", "sort: /nope: No such file or directory", 1),
        ("cut", 'cut: Needs one of -bcCfF (see "cut --help")', 1),
        ("toybox nope", 'toybox: Unknown command nope (see "toybox --help")', 1),
        ("xargs nope < /dev/null", "xargs: exec nope: No such file or directory", 127),
        ("awk 1", "/system/bin/sh: awk: inaccessible or not found", 127),
        ("env nope", "env: exec nope: No such file or directory", 127),
    ],
)
def test_wrong_words_are_told(shell: PhoneShell, script: str, error: str, status: int) -> None:
    """What a command cannot use it tells in toybox's words."""
    ran = shell(script)
    assert (ran.err, ran.status) == (f"{error}\n", status)


def test_an_expression_without_end_is_given_up(shell: PhoneShell) -> None:
    """A pattern that backtracks for ever fails after a moment, and the phone goes on."""
    text = "a" * 60 + "!"
    for script in (
        f"echo {text} | grep -E '(a|aa|a?)+$'",
        f"echo {text} | sed -E 's/(a|aa|a?)+$//'",
    ):
        ran = shell(script)
        assert "regexec" in ran.err
        assert ran.status != 0
    assert shell("echo on").out == "on\n"
