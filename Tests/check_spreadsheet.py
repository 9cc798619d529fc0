#!/usr/bin/env python3
"""check_spreadsheet.py BENCH RUN: whether LibreOffice takes what bench writes for spreadsheets.

Plain files under an English import, and `pivot --decimal-comma` under a German one, must give every number as that number. The
spreadsheet of `export --format fods` must be read with all its charts, each with a title, two axes and as many values as it was
written with. Needs soffice (apt-get install --no-install-recommends libreoffice-calc).
"""
import csv
import os
import re
import subprocess
import sys
import tempfile

ENGLISH, GERMAN = 1033, 1031


def convert(path, folder, separator=None, language=None):
    """The content of the file, as LibreOffice reads it, as flat XML."""
    words = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    if separator:
        words.append(f"--infilter=CSV:{ord(separator)},34,76,1,,{language},false,true")
    words += ["--convert-to", "fods:OpenDocument Spreadsheet Flat XML", "--outdir", f"{folder}/read", path]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)
    with open(f"{folder}/read/{os.path.splitext(os.path.basename(path))[0]}.fods", encoding="utf-8") as file:
        return file.read()


def cells(row):
    """The cells of a row: a number, or None for anything else."""
    for attributes in re.findall(r"<table:table-cell([^>]*)>", row):
        repeated = re.search(r'number-columns-repeated="(\d+)"', attributes)
        value = re.search(r'office:value="([^"]*)"', attributes)
        number = float(value.group(1)) if value and 'value-type="float"' in attributes else None
        yield from [number] * min(int(repeated.group(1)) if repeated else 1, 1000)


def lost(path, folder, separator, language):
    """How many of the numbers of a CSV file are not those numbers once they were read, and how many there are."""
    with open(path, encoding="utf-8", newline="") as file:
        written = list(csv.reader(file, delimiter=separator))
    text = convert(path, folder, separator, language)
    rows = re.findall(r"<table:table-row.*?</table:table-row>", text, re.S)
    bad = count = 0
    for fields, row in zip(written[1:], rows[1:]):
        for field, number in zip(fields, cells(row)):
            plain = field.replace(",", ".") if separator == ";" else field
            if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", plain):
                count += 1
                bad += number is None or abs(number - float(plain)) > 1e-9 * abs(float(plain))
    return bad, count


def main():
    bench, run = sys.argv[1:]
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        def written(name, *words):
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                subprocess.run([bench, *words], check=True, stdout=file)
            return f"{folder}/{name}"

        plain = written("plain.csv", "pivot", run, "--chart", "throughput")
        comma = written("comma.csv", "pivot", run, "--chart", "throughput", "--decimal-comma")
        for what, path, separator, language in [
            ("the pivot, English", plain, ",", ENGLISH), ("the pivot with commas, German", comma, ";", GERMAN),
            ("summary.csv, English", f"{run}/summary.csv", ",", ENGLISH),
        ]:
            bad, count = lost(path, folder, separator, language)
            print(f"{what}: {count} numbers, {bad} of them not as they were written")
            if bad or not count:
                problems.append(what)

        document = written("run.fods", "export", run, "--format", "fods")
        with open(document, encoding="utf-8") as file:
            source = file.read()
        read = convert(document, folder)
        for what, pattern in [
            ("charts", r"<chart:chart "), ("error bars", r"<chart:error-indicator "), ("titles of axes", r"<chart:axis [^>]*>\s*<chart:title"),
        ]:
            before, after = (len(re.findall(pattern, text)) for text in (source, read))
            print(f"{what}: {before} written, {after} read")
            if before != after or not before:
                problems.append(what)
        if "chart:error-lower-range" not in read:
            problems.append("lengths of error bars")
    if problems:
        sys.exit(f"LibreOffice does not take {'; '.join(problems)}; see above.")


if __name__ == "__main__":
    main()
