from __future__ import annotations

from assistant.access.sessions import SignIns


def test_a_sign_in_is_new_once_and_out_for_good() -> None:
    sign_ins = SignIns()
    assert [sign_ins.is_new("a"), sign_ins.is_new("a"), sign_ins.is_new("b")] == [True, False, True]
    assert not sign_ins.is_out("a")
    assert [sign_ins.sign_out("a"), sign_ins.sign_out("a")] == [True, False]
    assert sign_ins.is_out("a") and not sign_ins.is_out("b")
