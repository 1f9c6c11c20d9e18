"""Mutants: every kind of small change is made, once and alone, and has a name that stays."""

from __future__ import annotations

import ast

import pytest

from wallgrade.authoring.mutants.generate import Style, mutants

TEXT = '''
def f(xs, net, dim=1):
    """One docstring."""
    total = 0.0
    with torch.no_grad():
        for x in xs:
            total += net(x).sum(dim=dim, keepdim=True).item()
    if total > 1 and xs:
        print(f"epoch 1, loss {total:.4f}, acc {-dim:.3f}")
    for i in range(3):
        total = g(total, i)[1:]
    return total / len(xs)
'''


@pytest.fixture(scope="module")
def changed() -> dict[str, str]:
    return {mutant.id: mutant.source for mutant in mutants([Style("f", "plain", TEXT)])}


@pytest.mark.parametrize(
    ("operator", "line"),
    [
        ("arithmetic", "return total * len(xs)"),
        ("arithmetic", "total -= net(x).sum(dim=dim, keepdim=True).item()"),
        ("comparison", "if total >= 1 and xs:"),
        ("boolean", "if total > 1 or xs:"),
        ("condition", "if not (total > 1 and xs):"),
        ("condition", "if True:"),
        ("constant", "def f(xs, net, dim=2):"),
        ("constant", "def f(xs, net, dim=0):"),
        ("constant", "def f(xs, net, dim=-1):"),
        ("constant", "total += net(x).sum(dim=dim, keepdim=False).item()"),
        ("keywords", "total += net(x).sum(dim=dim).item()"),
        ("name", "return dim / len(xs)"),
        ("arguments", "total = g(i, total)[1:]"),
        ("arguments", "total = g(total)[1:]"),
        ("call_left_out", "total += net(x).sum(dim=dim, keepdim=True)"),
        ("near", "total += net(x).mean(dim=dim, keepdim=True).item()"),
        ("near", "with torch.enable_grad():"),
        ("wrapped", "return (total / len(xs)).detach()"),
        ("wrapped", "for x in xs[:2]:"),
        ("subscript", "total = g(total, i)[1 - 1:]"),
        ("loop_range", "for i in range(1, 3):"),
        ("loop_range", "for i in range(3 - 1):"),
        ("joined", "print(f'epoch 1, loss {total:.3f}, acc {-dim:.3f}')"),
        ("joined", "print(f'epoch 1, loss {-dim:.4f}, acc {total:.3f}')"),
        ("joined", "print(f'epoch 1, loss{total:.4f}, acc {-dim:.3f}')"),
        ("joined", "print(f'epoch 1, loss-{total:.4f}, acc {-dim:.3f}')"),
        ("unwrapped", "with torch.no_grad():\n        return total / len(xs)"),
        ("loop_end", "break"),
        ("result", "total = None"),
        ("state", "torch.set_grad_enabled(False)"),
        ("state", "net.eval()"),
    ],
)
def test_a_change_of_this_kind_is_made(changed: dict[str, str], operator: str, line: str) -> None:
    made = [source for id, source in changed.items() if id.split("/")[2] == operator]
    assert any(f"{line}\n" in source for source in made), operator
    assert f"{line}\n" not in ast.unparse(ast.parse(TEXT))


def test_statements_are_left_out_doubled_and_moved(changed: dict[str, str]) -> None:
    plain = ast.unparse(ast.parse(TEXT)).splitlines()
    lines = {id: source.splitlines() for id, source in changed.items()}
    assert any(len(found) < len(plain) for id, found in lines.items() if "/removed/" in id)
    assert any(found.count("    total = 0.0") == 2 for id, found in lines.items() if "/doubled/" in id)
    assert any(found[-2:] == ["        total = g(total, i)[1:]", "        return total / len(xs)"]
               for id, found in lines.items() if "/indented/" in id)  # fmt: skip


def test_every_mutant_is_another_program_with_an_id_of_its_own() -> None:
    made = list(mutants([Style("f", "plain", TEXT)]))
    sources = [mutant.source for mutant in made]
    assert len(set(sources)) == len(sources) == len({mutant.id for mutant in made}) > 300
    assert ast.unparse(ast.parse(TEXT)) + "\n" not in sources
    assert all(ast.parse(source) and '"""One docstring."""' in source for source in sources)
    assert [mutant.id for mutant in mutants([Style("f", "plain", TEXT)])] == [mutant.id for mutant in made]


def test_what_reads_like_another_right_style_is_no_mutant() -> None:
    one, other = (
        Style("f", "one", "def f(x):\n    return x + 1\n"),
        Style("f", "other", "def f(x):\n    return x - 1\n"),
    )
    sources = [mutant.source for mutant in mutants([one, other])]
    assert one.source not in sources
    assert other.source not in sources
    assert len(set(sources)) == len(sources)


def test_a_mutant_says_in_one_line_what_was_changed() -> None:
    found = {mutant.id: mutant.description for mutant in mutants([Style("f", "one", "def f(x):\n    return x + 1\n")])}
    assert found["f/one/arithmetic/2:11"] == "return x + 1  ->  return x - 1"
