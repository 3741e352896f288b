#!/usr/bin/env python3
"""Makes the book: all pages of the project as one static site that needs no network.

    docs/book/make.py OUT     # ./run book does this, with the tools of requirements.txt

Copies the pages with their links turned (pages.py) into a work folder, writes the table of contents,
and calls mdBook twice: for the pages, and for the sources that they link to.
"""
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # no __pycache__ among the sources
sys.path.insert(0, str(Path(__file__).resolve().parent))
from pages import CODE, ROOT, Book, exercises_page, output_name, relative

HERE = Path(__file__).resolve().parent
SKIPPED = {"build", "out", "mine", "__pycache__"}
TEMPLATES = {Path("benchmarks/defaults_page.md")}  # filled in by a program; not a page
# A page of the sources would give the answer away; ./run NN --solution shows it.
ANSWERS = {"solution.cpp", "mutants.cpp", "grader.cpp"}
LANGUAGES = {".h": "cpp", ".cpp": "cpp", ".py": "python", ".mjs": "javascript", ".json": "json"}


def files():
    """All files of the project, in order."""
    found = [p.relative_to(ROOT) for p in ROOT.rglob("*") if p.is_file()]
    return sorted(p for p in found if not SKIPPED & set(p.parts) and
                  not any(part.startswith(".") for part in p.parts))


def title_of(text, path):
    found = re.search(r"^# (.+)$", text, re.M)
    return re.sub(r"[`\[\]]", "", found[1]) if found else path.as_posix()


def part_of(page):
    """The part of the book that a page belongs to, and the order of the parts."""
    top = page.parts[0]
    if page == Path("README.md"):
        return 0, ""
    if top == "tutorials":
        return 1, "Lessons"
    if top == "docs":
        return 2, "Guides"
    if page == Path("DESIGN.md") or top not in ("benchmarks", "tests"):
        return 3, "Design"
    return (4, "Measurements") if top == "benchmarks" else (5, "Tests")


def order_of(page):
    """Lessons in the order of their numbers; a folder's README before what is in the folder."""
    folder, readme = page.parent.parts, page.name == "README.md"
    if folder == ("tutorials",) and not readme:
        folder = ("tutorials", "questions")  # after the lessons
    return part_of(page)[0], page != Path("DESIGN.md"), folder, not readme, page.name


def depth(page, pages):
    """How many folders above have a page that this one stands below."""
    above = [p / "README.md" for p in page.parents if p != Path(".")]
    above = [p for p in above if p in pages and p != page and p != Path("tutorials/README.md")]
    return len(above)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def prepare_pages(book, src):
    """Writes the chapters and their table of contents."""
    chapters = {page: book.text((ROOT / page).read_text(), page) for page in book.pages}
    for folder in {p.parent.parent for p in files() if p.name == "exercise.md"}:
        chapters[folder] = exercises_page(folder, book)
    summary, part = "# Contents\n", ""
    for page in sorted(chapters, key=order_of):
        out = page / "index.md" if page.name == "exercises" else output_name(page)
        text = chapters[page]
        if page.name == "README.md" and page.parent in folders_of(book.sources):
            place = relative(Path("source") / page.parent / "index.html", page)
            text += f"\n---\n\n[The files of this folder]({place})\n"
        write(src / out, text)
        if part != part_of(page)[1]:
            part = part_of(page)[1]
            summary += f"\n# {part}\n\n"
        indent = "  " * depth(page, chapters) if part else ""
        bullet = f"{indent}- " if part else ""
        summary += f"{bullet}[{title_of(text, page)}]({out.as_posix()})\n"
    write(src / "SUMMARY.md", summary)
    for image in book.images:
        (src / image).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / image, src / image)
    return len(chapters)


def folders_of(sources):
    return {folder for source in sources for folder in source.parents}


def says(path):
    """What a source says it is: the first sentence; of a .cpp without a comment, its header's."""
    text = (ROOT / path).read_text(errors="replace")
    header = re.match(r'#include "(.+)"', text)
    if header and (ROOT / header[1]).exists() and header[1] != str(path):
        text = (ROOT / header[1]).read_text()
    found = re.match(r'((?://|#) .*\n)+|(?:#!.*\n)?""".+', text)
    words = re.sub(r'^(//|#!.*\n|#|""") ?|"""$', "", found[0], flags=re.M).split() if found else []
    sentence = re.split(r"(?<=[.:]) (?=[A-Z])", " ".join(words))[0]
    return re.sub(r"[<>*_`\[\]\\]", lambda m: f"&#{ord(m[0])};", sentence)


def way_back(path):
    """From a page of the sources to its folder and to the book."""
    book = relative(Path("index.html"), Path("source") / path)
    folder = "" if path.name == "index" else "[This folder](index.html) · "
    return f"{folder}[The book]({book})"


def prepare_sources(sources, src):
    """A page for each source, and one for each folder that lists what is in it."""
    folders = folders_of(sources)
    summary = "# Sources\n\n[pixelwise](index.md)\n\n"
    for path in sorted(sources | folders - {Path(".")}):
        indent = "  " * (len(path.parts) - 1)
        out = path / "index.md" if path in folders else Path(f"{path}.md")
        summary += f"{indent}- [{path.name}]({out.as_posix()})\n"
    for path in sources:
        code = (ROOT / path).read_text(errors="replace")
        fence = "`" * (2 + max([1] + [len(run) for run in re.findall("`+", code)]))
        language = LANGUAGES.get(path.suffix, "text")
        write(src / f"{path}.md", f"# {path}\n\n{way_back(path)}\n\n"
              f"{fence}{language}\n{code.rstrip()}\n{fence}\n")
    for folder in folders:
        name = folder.as_posix() if folder != Path(".") else "Sources"
        text = f"# {name}\n\n{way_back(folder / 'index')}\n\n"
        for path in sorted(p for p in (sources | folders) if p.parent == folder and p != folder):
            if path in folders:
                text += f"- [{path.name}/]({path.name}/index.md)\n"
            else:
                text += f"- [{path.name}]({path.name}.md): {says(path)}\n"
        write(src / folder / "index.md", text)
    write(src / "SUMMARY.md", summary)
    return len(sources) + len(folders)


def build(folder, out):
    """Calls mdBook, which stands beside this Python, on what was prepared in a folder."""
    shutil.copy(HERE / f"{folder.name}.toml", folder / "book.toml")
    shutil.copy(HERE / "style.css", folder / "style.css")
    mdbook = Path(sys.executable).parent / "mdbook"
    if not mdbook.exists():
        sys.exit(f"There is no {mdbook}: ./run book installs it and calls this program.")
    done = subprocess.run([mdbook, "build", "--dest-dir", out, folder], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0 or "WARN" in done.stdout or "ERROR" in done.stdout:
        sys.exit(f"mdbook failed on {folder}:\n{done.stdout}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    out = Path(sys.argv[1]).resolve()
    work = out.with_name(out.name + ".work")
    shutil.rmtree(work, ignore_errors=True)
    everything = files()
    pages = [p for p in everything if p.suffix == ".md" and p.name != "exercise.md" and
             p not in TEMPLATES]
    sources = [p for p in everything if (p.suffix in CODE or p.name == "CMakeLists.txt") and
               not (p.name in ANSWERS and "exercises" in p.parts)]
    book = Book(pages, sources)
    chapters = prepare_pages(book, work / "book/src")
    source_pages = prepare_sources(book.sources, work / "source/src")
    build(work / "book", work / "site")
    build(work / "source", work / "site/source")
    shutil.rmtree(out, ignore_errors=True)
    shutil.move(work / "site", out)
    shutil.rmtree(work)
    size = sum(p.stat().st_size for p in out.rglob("*") if p.is_file())
    print(f"{chapters} pages, {source_pages} pages of sources, {size / 1e6:.1f} MB")


main()
