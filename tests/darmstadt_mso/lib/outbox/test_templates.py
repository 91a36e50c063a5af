"""The portal's own templates of mails."""

import re

from django.conf import settings

from darmstadt_mso.lib.outbox import rendering


def test_every_template_of_the_portal_can_be_read_and_has_a_subject():
    folder = settings.BASE_DIR / "templates"
    subjects = [*folder.glob("mail/*/*_subject.txt"), *folder.glob("account/email/*_subject.txt")]
    texts = [*folder.glob("mail/*/*.txt"), *folder.glob("account/email/*_message.txt")]
    for file in (*subjects, *texts):
        rendering.engine().get_template(str(file.relative_to(folder)))
    named = {re.sub(r"(_message)?\.txt$", "", str(file)) for file in texts if not file.name.startswith(("_", "base_"))}
    subjects = {str(file).removesuffix("_subject.txt") for file in subjects}
    assert {name for name in named if not name.endswith("_subject")} == subjects != set()
