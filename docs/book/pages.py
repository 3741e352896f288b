"""One page of the book: markers out, formulas in, links turned to where the book has things."""
import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
IMAGES = {".png", ".svg", ".jpg", ".gif", ".webp"}
CODE = {".h", ".cpp", ".py", ".mjs", ".cmake"}

# What is not prose: fenced and indented code, comments, code in a line. The first that begins wins.
NOT_PROSE = re.compile(
    r"(?P<fence>^ *(?P<mark>```+|~~~+).*?^ *(?P=mark)[ \t]*$)"
    r"|(?P<indented>(?:(?<=\n\n)|\A)(?: {4}[^\n]*\n|\n(?= {4}))+)"
    r"|(?P<comment>^<!--.*?-->[ \t]*\n|<!--.*?-->)"
    r"|(?P<span>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))",
    re.M | re.S)
DISPLAY = re.compile(r"^\$\$(.+?)\$\$$", re.M | re.S)
# As code-hosting pages read it: no space inside of the dollars, no digit behind them.
INLINE = re.compile(r"(?<![\\$\w])\$(?![\s$])([^$\n]+?)(?<![\s\\])\$(?![\w$])")
# A figure leads to its file: on a telephone a wide one can be enlarged there.
FIGURE = re.compile(r"^!\[[^\]]*\]\(([^()\s]+)\)$", re.M)
TARGET = re.compile(r"(?<=\]\()([^()\s]+)(?=\))")
QUESTION = re.compile(r"^\*\*(.+\?)\*\*$", re.M)
FILE_NAME = re.compile(r"`([\w./-]+\.(?:h|cpp|py|mjs|cmake|txt))`")


def output_name(page):
    """Where a page lies in the book: README.md is its folder's index."""
    return page.with_name("index.md") if page.name == "README.md" else page


def relative(target, page):
    return Path(os.path.relpath(target, page.parent)).as_posix()


class Book:
    """What there is, and what pages have asked for."""

    def __init__(self, pages, sources):
        self.pages = set(pages)      # Markdown files that become pages, relative to ROOT
        self.sources = set(sources)  # files that become pages of the sources
        self.images = set()          # found on the way: pictures to copy

    def place_of(self, path, page):
        """Where the book has the file or folder that a page links to."""
        if not (ROOT / path).exists():
            raise SystemExit(f"{page}: links to {path}, which does not exist")
        if (ROOT / path).is_dir():
            if path / "README.md" in self.pages:
                return output_name(path / "README.md")
            return Path("source") / path / "index.html"
        if path in self.pages:
            return output_name(path)
        if path.name == "exercise.md":
            return path.parent.parent / "index.md"
        if path.suffix in IMAGES:
            self.images.add(path)
            return path
        self.sources.add(path)
        return Path("source") / f"{path}.html"

    def link(self, target, page, out):
        path, mark, anchor = target.partition("#")
        if not path or re.match(r"\w+:", target):
            return target
        path = Path(os.path.normpath(page.parent / path))
        return relative(self.place_of(path, page), out) + mark + anchor

    def name_of_file(self, span, page, out):
        """`autograd/graph.h` in a text leads to that file, if there is one."""
        name = FILE_NAME.fullmatch(span)
        if name:
            for path in (page.parent / name[1], Path(name[1])):
                if Path(os.path.normpath(path)) in self.sources:
                    return f"[{span}]({self.link(relative(path, page), page, out)})"
        return span

    def text(self, text, page, out=None):
        """The text of a page, as the book prints it; out: where, if it is not at the same place."""
        out = out or page
        parts, at = [], 0
        for found in NOT_PROSE.finditer(text):
            parts.append(self.prose(text[at:found.start()], page, out))
            at = found.end()
            if found["span"]:
                linked = text[:found.start()].endswith("[") or text[at:at + 2] == "]("
                parts.append(found[0] if linked else self.name_of_file(found[0], page, out))
            elif not found["comment"]:
                parts.append(found[0])
        return "".join(parts) + self.prose(text[at:], page, out)

    def prose(self, text, page, out):
        if page.name == "FAQ.md":  # so that the search leads to the question
            text = QUESTION.sub(r"### \1\n", text)
        text = FIGURE.sub(r"[\g<0>](\1)", text)
        text = TARGET.sub(lambda m: self.link(m[1], page, out), text)
        text = DISPLAY.sub(lambda m: f'<div class="formula">{formula(m[1], "block")}</div>', text)
        return INLINE.sub(lambda m: formula(m[1], "inline"), text)


def formula(latex, display):
    """MathML on one line, with nothing in it that Markdown would read."""
    from latex2mathml.converter import convert

    html = convert(latex.strip(), display=display)
    return re.sub(r"[*_`\\\[\]]", lambda m: f"&#{ord(m[0])};", html.replace("\n", " "))


def exercises_page(folder, book):
    """All exercises of a lesson on one page; hints and explanations are folded away."""
    number = folder.parent.name.partition("_")[0]
    page = folder / "index.md"
    text = f"# Exercises of lesson {number}\n"
    for file in sorted((ROOT / folder).glob("*/exercise.md")):
        here = file.relative_to(ROOT).parent
        k = here.name.partition("_")[0]
        first, *sections = re.split(r"^## ", file.read_text(), flags=re.M)
        title, *lines = first.splitlines()
        facts = dict(line.split(": ", 1) for line in lines if re.match(r"\w+: ", line))
        task = "\n".join(line for line in lines if not re.match(r"\w+: ", line)).strip()
        header = f"[exercise.h]({relative(Path('source') / here / 'exercise.h.html', page)})"
        text += (f"\n## {number}.{k} {title.removeprefix('# ')}\n\n"
                 f"*{facts['minutes']} minutes, difficulty {facts['difficulty']} of 3; declared in* "
                 f"{header}\n\n{book.text(task, here / 'exercise.md', page)}\n\n"
                 f"    ./run {number} --check {k}\n\n")
        hints = 0
        for section in sections:
            name, _, body = section.partition("\n")
            hints += name == "Hint"
            summary = f"Hint {hints}" if name == "Hint" else f"{name}? (when yours passes)"
            text += (f"<details><summary>{summary}</summary>\n\n"
                     f"{book.text(body.strip(), here / 'exercise.md', page)}\n\n</details>\n\n")
    return text
