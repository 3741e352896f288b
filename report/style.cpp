#include "report/style.h"

namespace pixelwise {

const char* report_style() {
  return R"css(
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --text: #1f2328; --soft: #57606a; --line: #dfe3e8;
  --accent: #0072b2; --note: #eef5fb; --code: #f0f2f5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171b; --card: #1d2126; --text: #e4e7eb; --soft: #a0a8b2; --line: #343a42;
    --accent: #6ab7ea; --note: #1b2a38; --code: #262b31;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.6 Inter, -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue",
    Arial, "Liberation Sans", sans-serif;
}
main { max-width: 1000px; margin: 0 auto; padding: 3.5rem 1.5rem 4rem; }
h1 { font-size: 2.3rem; line-height: 1.15; letter-spacing: -.02em; margin: 0 0 .9rem; }
.lead { font-size: 1.2rem; line-height: 1.55; color: var(--soft); max-width: 46rem;
  margin: 0 0 2rem; }
h2 { font-size: 1.45rem; letter-spacing: -.01em; margin: 3.2rem 0 .8rem; }
p, dl, .note { max-width: 46rem; }
p { margin: 0 0 1rem; }
code {
  font: .88em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  background: var(--code); border-radius: 4px; padding: .12em .35em;
}
pre {
  background: var(--code); border-radius: 8px; padding: .9rem 1.1rem; overflow-x: auto;
  margin: 0 0 1.2rem;
}
pre code { background: none; padding: 0; font-size: .9rem; }
.tiles {
  display: grid; gap: .9rem; margin: 0 0 2rem;
  grid-template-columns: repeat(auto-fit, minmax(9.2rem, 1fr));
}
.tile {
  background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  padding: .9rem 1rem .8rem;
}
.tile .label { font-size: .84rem; font-weight: 600; color: var(--soft); }
.tile .value {
  font-size: 1.75rem; font-weight: 650; line-height: 1.3; letter-spacing: -.02em;
  font-variant-numeric: tabular-nums;
}
.tile .remark { font-size: .8rem; line-height: 1.35; color: var(--soft); }
.note {
  background: var(--note); border-left: 4px solid var(--accent); border-radius: 0 8px 8px 0;
  padding: .8rem 1.1rem; margin: 0 0 1.3rem;
}
dl { margin: 0 0 1.2rem; display: grid; grid-template-columns: 8.5rem 1fr; gap: .6rem 1rem; }
dt { font-weight: 650; }
dd { margin: 0; }
.scroll { overflow-x: auto; margin: 0 0 1.4rem; border: 1px solid var(--line);
  border-radius: 10px; }
table {
  border-collapse: collapse; width: 100%; background: var(--card); font-size: .93rem;
  font-variant-numeric: tabular-nums;
}
caption { caption-side: bottom; text-align: left; padding: .7rem 1rem; font-size: .87rem;
  color: var(--soft); background: var(--card); border-top: 1px solid var(--line); }
th, td { padding: .5rem .8rem; text-align: right; white-space: nowrap; }
th { white-space: normal; min-width: 4.2rem; }
th:first-child, td:first-child { padding-left: 1rem; }
th { font-weight: 600; color: var(--soft); font-size: .84rem; vertical-align: bottom; }
th:first-child, td:first-child { text-align: left; }
tbody tr { border-top: 1px solid var(--line); }
tbody td:first-child { font-weight: 550; }
.patch {
  display: inline-block; width: .85em; height: .85em; border-radius: 3px; margin-right: .55em;
  vertical-align: -.06em; border: 1px solid rgba(127, 127, 127, .55);
}
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.3rem; margin: 0 0 1.4rem; padding: 0;
  list-style: none; font-size: .92rem; }
figure { margin: 0 0 1.6rem; background: #fff; border: 1px solid var(--line); border-radius: 10px;
  padding: 1rem 1rem 0; overflow: hidden; color: #1f2328; }
figure svg, figure img { display: block; width: 100%; height: auto; }
figure img.pixels { image-rendering: pixelated; }
figure svg { max-width: 60rem; margin: 0 auto; }
.columns { display: grid; font-weight: 600; font-size: .9rem; text-align: center;
  padding-bottom: .45rem; }
figcaption {
  margin: .7rem -1rem 0; padding: .75rem 1.1rem; font-size: .9rem; line-height: 1.5;
  background: var(--card); color: var(--soft); border-top: 1px solid var(--line);
}
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line);
  font-size: .87rem; color: var(--soft); }
@media (max-width: 640px) {
  main { padding: 2rem 1rem; }
  h1 { font-size: 1.8rem; }
  dl { grid-template-columns: 1fr; gap: .1rem; }
  dd { margin-bottom: .7rem; }
  .columns { font-size: .68rem; }
}
@media print {
  :root { --page: #fff; --card: #fff; --text: #000; --soft: #444; --line: #bbb; --note: #f2f2f2;
    --code: #f2f2f2; }
  main { max-width: none; padding: 0; }
  figure, .scroll, .tile { break-inside: avoid; }
  h2 { break-after: avoid; }
}
)css";
}

}  // namespace pixelwise
