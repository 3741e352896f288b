#!/usr/bin/env python3
"""Checks a built book. Python alone; Chromium is used if it is there.

    docs/book/check.py SITE [--links]    # --links: also prints every link of the book's own text

- Every link to a page leads to a file and, behind '#', to a place in it. Every picture exists.
- Nothing is loaded from outside. What a browser loads by itself counts: src and srcset of any tag,
  href of <link>, <use> and <image>, url() and @import of styles, addresses in scripts. An ordinary
  link, <a href="https://...">, loads nothing before somebody clicks it: it is counted, not refused.
- The search finds a word of every page, and with Chromium by the book's own script from file://.
"""
import collections
import json
import re
import shutil
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADING_HREF = {"link", "use", "image"}
OUTSIDE = re.compile(r"^(\w{2,}:)?//")
# In mdBook's scripts: the place where Rust code of a page can be run. It is asked only if a page has
# an element of the class "playground", and no page has one (checked below). The other is a name, not
# a place.
KNOWN_IN_SCRIPTS = ("https://play.rust-lang.org", "http://www.w3.org/")
CHROMIUM = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--virtual-time-budget=10000"]


class Page(HTMLParser):
    """What one page links to and loads, and which places it has."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.links, self.loads, self.classes = set(), [], [], set()
        self.script = False
        self.feed(path.read_text())

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            value = value or ""
            if name == "id":
                self.ids.add(value)
            elif name == "class":
                self.classes.update(value.split())
            elif name in ("src", "srcset", "poster", "data") or \
                    name in ("href", "xlink:href") and tag in LOADING_HREF:
                self.loads.append(value)
            elif name == "href":
                self.links.append(value)
            elif name == "style":
                self.loads += style_loads(value)
        self.script = tag == "script"

    def handle_data(self, data):
        if self.script:
            self.loads += script_addresses(data)


def style_loads(css):
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    found = re.findall(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""", css)
    return [url or imported for url, imported in found]


def script_addresses(script):
    """Outside addresses in the strings of a script."""
    script = re.sub(r"/\*.*?\*/|^\s*//.*$|\s//\s.*$", "", script, flags=re.S | re.M)
    found = re.findall(r"""['"`]((?:https?:)?//[\w.-]+\.\w[^'"`\s]*)""", script)
    return [url for url in found if not url.startswith(KNOWN_IN_SCRIPTS)]


def check_links(site, pages):
    problems, inside, outside, loaded = [], 0, set(), 0
    for path, page in pages.items():
        for url in page.links:
            parts = urlsplit(url)
            if parts.scheme or parts.netloc:
                outside.add(url)
                continue
            inside += 1
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target not in pages and not target.is_file():
                problems.append(f"{path.relative_to(site)}: no page {url}")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                problems.append(f"{path.relative_to(site)}: no place {url}")
    for path, urls in loads_of(site, pages).items():
        for url in urls:
            if url.startswith("data:") or url.startswith("#"):
                continue
            loaded += 1
            if OUTSIDE.match(url):
                problems.append(f"{path.relative_to(site)}: loads {url} from outside")
            elif not (path.parent / unquote(urlsplit(url).path)).is_file():
                problems.append(f"{path.relative_to(site)}: {url} is missing")
    return problems, inside, len(outside), loaded


def loads_of(site, pages):
    """File -> what a browser loads because of it."""
    loads = {path: page.loads for path, page in pages.items()}
    for path in site.rglob("*.css"):
        loads[path] = style_loads(path.read_text())
    for path in site.rglob("*.svg"):
        svg = path.read_text()
        loads[path] = style_loads(svg) + re.findall(r'(?<!<a )\b(?:xlink:)?href="([^"]*)"', svg)
    for path in site.rglob("*.js"):
        if not path.name.startswith("searchindex"):  # the text of the pages
            loads[path] = script_addresses(path.read_text())
    return loads


def rare_words(index):
    """Page -> its rarest word in the search index, with the numbers of its sections."""
    sections = collections.defaultdict(set)
    for number, url in enumerate(index["doc_urls"]):
        sections[url.partition("#")[0]].add(str(number))
    words = {}
    body = index["index"]["index"]["body"]["root"]
    docs = index["index"]["documentStore"]["docs"]
    for page, numbers in sections.items():
        found = set(re.findall(r"\b[a-z]{5,12}\b", " ".join(docs[n]["body"] for n in numbers)))
        counts = {word: reached(body, word) for word in found}
        counts = {word: refs for word, refs in counts.items() if refs & numbers}
        words[page] = min(sorted(counts), key=lambda word: len(counts[word]), default=None)
    return words, sections


def reached(node, word):
    """The sections that the index has under a word, a letter a step."""
    for letter in word:
        node = node.get(letter)
        if node is None:
            return set()
    return set(node.get("docs", {}))


def check_search(site, pages):
    file = next(site.glob("searchindex*.js"))
    text = re.search(r"JSON\.parse\('(.*)'\)", file.read_text(), re.S)[1]
    index = json.loads(re.sub(r"\\(['\\])", r"\1", text))
    words, sections = rare_words(index)
    chapters = {str(p.relative_to(site)) for p in pages} - {"print.html", "toc.html", "404.html"}
    chapters = {p for p in chapters if not p.startswith("source/")}
    problems = [f"the search knows nothing of {page}" for page in sorted(chapters - set(words))]
    problems += [f"the search finds no word of {page}" for page, word in words.items() if not word]
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        return problems, f"search: its index has a word of each of {len(words)} pages (no Chromium here)"
    found = search_in_browser(browser, site, words)
    for page, word in words.items():
        if not sections[page] & set(found.get(word, [])):
            problems.append(f"the search for '{word}' does not find {page}")
    return problems, f"search: Chromium found a word of each of {len(words)} pages"


def search_in_browser(browser, site, words):
    """Word -> sections, as the book's script gives them in Chromium; from file://."""
    scripts = [next(site.glob(name)).as_uri() for name in ("elasticlunr*.js", "searchindex*.js")]
    page = "<body><script>window.search = {};</script>" + \
        "".join(f'<script src="{url}"></script>' for url in scripts) + f"""<script>
      const index = elasticlunr.Index.load(window.search.index), found = {{}};
      for (const word of {json.dumps(sorted(set(words.values()) - {None}))}) {{
        found[word] = index.search(word, window.search.search_options).slice(0, 20).map(r => r.ref);
      }}
      document.body.textContent = 'FOUND' + JSON.stringify(found) + 'END';</script>"""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "search.html"
        file.write_text(page)
        dom = subprocess.run([browser, *CHROMIUM, f"--user-data-dir={folder}/user", "--dump-dom",
                              file.as_uri()], capture_output=True, text=True, timeout=60).stdout
    answer = re.search("FOUND(.*)END", dom, re.S)
    return json.loads(answer[1]) if answer else {}


def print_links(site, pages):
    """Which page links where, without the frame that mdBook puts around each page."""
    for path, page in sorted(pages.items()):
        name = str(path.relative_to(site))
        if not name.startswith("source/") and path.name not in ("print.html", "toc.html"):
            own = [url for url in page.links if not url.startswith("#") and "print.html" not in url]
            print("\n  ".join([name, *sorted(set(own))]))


def main():
    site = Path(sys.argv[1]).resolve()
    if not (site / "index.html").is_file():
        sys.exit(f"{site} has no book: ./run book makes it")
    pages = {path: Page(path) for path in site.rglob("*.html")}
    problems, inside, outside, loaded = check_links(site, pages)
    problems += [f"{path}: has code to be run elsewhere" for path, page in pages.items()
                 if "playground" in page.classes]
    more, search = check_search(site, pages)
    problems += more
    print(f"{len(pages)} pages; {inside} links inside, {outside} addresses outside to click; "
          f"{loaded} files loaded, none from outside" if not problems else "\n".join(problems))
    print(search)
    if "--links" in sys.argv:
        print_links(site, pages)
    sys.exit(bool(problems))


main()
