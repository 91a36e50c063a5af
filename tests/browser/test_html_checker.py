"""The Nu HTML checker, where somebody has it: VNU_JAR=/path/to/vnu.jar and Java."""

import json
import os
import shutil
import subprocess

import pytest

from tests.browser.addresses import LANGUAGES, PAGES

JAR = os.environ.get("VNU_JAR", "")


@pytest.mark.skipif(not JAR or not shutil.which("java"), reason="no Nu HTML checker: needs Java and VNU_JAR")
def test_the_nu_html_checker_finds_nothing(page, tmp_path):
    for prefix in LANGUAGES.values():
        for name, path in PAGES.items():
            answer = page.request.get(prefix + path)
            file = tmp_path / f"{prefix.strip('/') or 'de'} {name}.html"
            file.write_bytes(answer.body())
    command = ["java", "-jar", JAR, "--errors-only", "--format", "json", *map(str, tmp_path.glob("*.html"))]
    messages = json.loads(subprocess.run(command, capture_output=True, text=True).stderr)["messages"]
    assert [(one["url"].rpartition("/")[2], one["message"], one.get("extract")) for one in messages] == []
