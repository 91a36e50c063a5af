import organisations.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_roles_curate"),
    ]

    operations = [
        migrations.AlterField(
            model_name="synonym",
            name="words",
            field=models.TextField(
                help_text="Words or short phrases that mean the same, one per line.",
                unique=True,
                validators=[organisations.validators.phrases],
                verbose_name="words",
            ),
        ),
        migrations.AlterField(
            model_name="synonymevent",
            name="words",
            field=models.TextField(
                help_text="Words or short phrases that mean the same, one per line.",
                validators=[organisations.validators.phrases],
                verbose_name="words",
            ),
        ),
    ]
