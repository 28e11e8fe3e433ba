"""Lets links of included files lead to the repository.

mdBook runs this between reading the pages and writing the site. A page may also link to any file of the repository, by
`](repo:PATH)`.
"""

import json
import posixpath
import re
import sys
import tomllib

# The folder from which the links of a page lead, if the page is a file of the repository.
FOLDERS = {
    "architecture.md": "docs",
    "changelog.md": "",
    "contributing.md": "",
    "crates/schema-build.md": "crates/schema-build",
    "crates/schema-drift.md": "crates/schema-drift",
    "crates/schema-ir.md": "crates/schema-ir",
    "crates/schema-lint.md": "crates/schema-lint",
    "crates/schema-types.md": "crates/schema-types",
}


def main():
    if len(sys.argv) > 1 and sys.argv[1] == "supports":
        return
    context, book = json.load(sys.stdin)
    with open("../Cargo.toml", "rb") as manifest:
        repository = tomllib.load(manifest)["workspace"]["package"]["repository"]
    rewrite_links(book.get("items", book.get("sections")), f"{repository}/blob/main")
    json.dump(book, sys.stdout)


def rewrite_links(items, files):
    for item in items:
        chapter = item.get("Chapter") if isinstance(item, dict) else None
        if not chapter:
            continue
        folder = FOLDERS.get(chapter["path"])
        text = re.sub(r"\]\(repo:([^)]+)\)", rf"]({files}/\1)", chapter["content"])
        if folder is not None:
            text = re.sub(r"\]\((?![a-z]+:|#)([^)]+)\)", lambda link: f"]({files}/{posixpath.normpath(posixpath.join(folder, link[1]))})", text)
        chapter["content"] = text
        rewrite_links(chapter["sub_items"], files)


main()
