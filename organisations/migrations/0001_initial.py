import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import modeltrans.fields
import organisations.models.fields
import organisations.models.organisation
import organisations.models.user
import organisations.validators
import time
import uuid
from django.conf import settings
from django.contrib.postgres.operations import CreateExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models

# IMMUTABLE, so that a column may be computed from it; the dictionary is named with its schema for the same reason.
NAME_KEY = """
CREATE FUNCTION portal_name_key(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, regexp_replace(name, '[„“”"«»’'']', '', 'g'))) $$
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        CreateExtension("fuzzystrmatch"),
        migrations.RunSQL(NAME_KEY, "DROP FUNCTION portal_name_key"),
        migrations.CreateModel(
            name="DirectoryVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(default=time.time_ns)),
            ],
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                (
                    "code",
                    models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name="official code"),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("shape", models.JSONField(help_text="GeoJSON geometry in WGS 84", verbose_name="shape")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(fields=("name",), required_languages=(), virtual_fields=True),
                ),
            ],
            options={
                "verbose_name": "district",
                "verbose_name_plural": "districts",
                "ordering": ["code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Language",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "synonyms",
                    models.TextField(
                        blank=True,
                        help_text="Words people type for this, one per line. The search finds them all.",
                        verbose_name="synonyms",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("native", models.CharField(blank=True, max_length=80, verbose_name="name in itself")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(
                        fields=("name", "synonyms"), required_languages=(), virtual_fields=True
                    ),
                ),
            ],
            options={
                "verbose_name": "language",
                "verbose_name_plural": "languages",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True, verbose_name="address")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "text",
                    models.TextField(
                        help_text="An empty line begins a new paragraph; a line “## …” is a heading.",
                        verbose_name="text",
                    ),
                ),
                ("in_footer", models.BooleanField(default=True, verbose_name="in the footer")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(
                        fields=("title", "text"), required_languages=(), virtual_fields=True
                    ),
                ),
            ],
            options={
                "verbose_name": "page",
                "verbose_name_plural": "pages",
                "ordering": ["position", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "words",
                    models.TextField(
                        help_text="Words or short phrases that mean the same, one per line.",
                        unique=True,
                        verbose_name="words",
                    ),
                ),
            ],
            options={
                "verbose_name": "synonyms",
                "verbose_name_plural": "synonyms",
                "ordering": ["words"],
            },
        ),
        migrations.CreateModel(
            name="TargetGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "synonyms",
                    models.TextField(
                        blank=True,
                        help_text="Words people type for this, one per line. The search finds them all.",
                        verbose_name="synonyms",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(
                        fields=("name", "synonyms"), required_languages=(), virtual_fields=True
                    ),
                ),
            ],
            options={
                "verbose_name": "target group",
                "verbose_name_plural": "target groups",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "synonyms",
                    models.TextField(
                        blank=True,
                        help_text="Words people type for this, one per line. The search finds them all.",
                        verbose_name="synonyms",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("featured", models.BooleanField(default=False, verbose_name="way in on the home page")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(
                        fields=("name", "synonyms"), required_languages=(), virtual_fields=True
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "person with access",
                "verbose_name_plural": "persons with access",
            },
            managers=[
                ("objects", organisations.models.user.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("slug", models.SlugField(max_length=120, unique=True, verbose_name="address in the portal")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("association", "Association"),
                            ("umbrella", "Umbrella organisation"),
                            ("carrier", "Carrier of projects"),
                            ("office", "City office"),
                        ],
                        default="association",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("pending", "waiting for approval"),
                            ("published", "published"),
                            ("hidden", "hidden"),
                            ("dissolved", "dissolved"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("short_name", models.CharField(blank=True, max_length=40, verbose_name="short name")),
                ("native_name", models.CharField(blank=True, max_length=200, verbose_name="name in its own language")),
                ("department", models.CharField(blank=True, max_length=120, verbose_name="department")),
                (
                    "legal_form",
                    models.CharField(
                        choices=[
                            ("ev", "registered association (e.V.)"),
                            ("none", "group without legal form"),
                            ("ggmbh", "non-profit company (gGmbH)"),
                            ("public", "public body"),
                            ("other", "other"),
                        ],
                        default="ev",
                        max_length=8,
                        verbose_name="legal form",
                    ),
                ),
                (
                    "founded",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1700),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="founded in",
                    ),
                ),
                ("register_court", models.CharField(blank=True, max_length=80, verbose_name="register court")),
                ("register_number", models.CharField(blank=True, max_length=20, verbose_name="register number")),
                ("summary", models.CharField(blank=True, max_length=200, verbose_name="in one sentence")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "community",
                    models.CharField(
                        blank=True,
                        help_text="How the association describes itself; optional.",
                        max_length=120,
                        verbose_name="community",
                    ),
                ),
                ("address_public", models.BooleanField(default=True, verbose_name="show the address")),
                ("street", models.CharField(blank=True, max_length=120, verbose_name="street and number")),
                (
                    "postcode",
                    models.CharField(
                        blank=True,
                        max_length=5,
                        validators=[django.core.validators.RegexValidator("^[0-9]{5}$", "A postcode has five digits.")],
                        verbose_name="postcode",
                    ),
                ),
                ("city", models.CharField(blank=True, default="Darmstadt", max_length=60, verbose_name="town")),
                ("rooms", models.CharField(blank=True, max_length=200, verbose_name="how to find the rooms")),
                (
                    "latitude",
                    models.DecimalField(blank=True, decimal_places=5, max_digits=7, null=True, verbose_name="latitude"),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True, decimal_places=5, max_digits=7, null=True, verbose_name="longitude"
                    ),
                ),
                ("step_free", models.BooleanField(blank=True, null=True, verbose_name="step-free access")),
                ("accessible_toilet", models.BooleanField(blank=True, null=True, verbose_name="accessible toilet")),
                ("hearing_loop", models.BooleanField(blank=True, null=True, verbose_name="hearing loop")),
                ("access_note", models.CharField(blank=True, max_length=200, verbose_name="note on access")),
                (
                    "hours_note",
                    models.CharField(
                        blank=True,
                        help_text="For example: by appointment.",
                        max_length=200,
                        verbose_name="note on the opening hours",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "social_links",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.URLField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="other addresses on the web",
                    ),
                ),
                (
                    "logo",
                    models.ImageField(
                        blank=True,
                        upload_to=organisations.models.organisation.logo_path,
                        validators=[organisations.validators.logo],
                        verbose_name="logo",
                    ),
                ),
                ("logo_alt", models.CharField(blank=True, max_length=150, verbose_name="what the logo shows")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="source of the entry")),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[("consent", "consent of the association"), ("public", "public source")],
                        max_length=8,
                        verbose_name="why it may be published",
                    ),
                ),
                ("consent_on", models.DateField(blank=True, null=True, verbose_name="consent given on")),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="last confirmed on")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "name_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=organisations.models.fields.NameKey(models.F("name")),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(
                        fields=("name", "summary", "description", "community", "access_note", "rooms", "hours_note"),
                        required_languages=(),
                        virtual_fields=True,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="organisations.district",
                        verbose_name="district",
                    ),
                ),
                (
                    "languages",
                    models.ManyToManyField(blank=True, to="organisations.language", verbose_name="languages"),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["name_key", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="day of the week",
                    ),
                ),
                ("opens", models.TimeField(verbose_name="from")),
                ("closes", models.TimeField(verbose_name="to")),
                ("note", models.CharField(blank=True, max_length=100, verbose_name="note")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(fields=("note",), required_languages=(), virtual_fields=True),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_hours",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "opening hours",
                "verbose_name_plural": "opening hours",
                "ordering": ["weekday", "opens"],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=120, verbose_name="what")),
                ("text", models.TextField(blank=True, verbose_name="description")),
                ("when", models.CharField(blank=True, max_length=200, verbose_name="when")),
                (
                    "where",
                    models.CharField(
                        blank=True, help_text="Empty means: at the association's.", max_length=200, verbose_name="where"
                    ),
                ),
                (
                    "cost",
                    models.CharField(
                        choices=[("free", "free of charge"), ("fee", "for a fee"), ("donation", "for a donation")],
                        default="free",
                        max_length=8,
                        verbose_name="cost",
                    ),
                ),
                ("cost_note", models.CharField(blank=True, max_length=120, verbose_name="note on the cost")),
                ("childcare", models.BooleanField(default=False, verbose_name="child care")),
                ("online", models.BooleanField(default=False, verbose_name="online")),
                ("active_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("active_to", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(
                        fields=("title", "text", "when", "where", "cost_note"),
                        required_languages=(),
                        virtual_fields=True,
                    ),
                ),
                (
                    "languages",
                    models.ManyToManyField(blank=True, to="organisations.language", verbose_name="languages"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "target_groups",
                    models.ManyToManyField(blank=True, to="organisations.targetgroup", verbose_name="target groups"),
                ),
                ("topics", models.ManyToManyField(blank=True, to="organisations.topic", verbose_name="topics")),
            ],
            options={
                "verbose_name": "offer",
                "verbose_name_plural": "offers",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="InternalRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("board", models.TextField(blank=True, verbose_name="board")),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                ("bank", models.CharField(blank=True, max_length=200, verbose_name="bank account")),
                ("members_band", models.CharField(blank=True, max_length=20, verbose_name="number of members, about")),
                (
                    "charitable_until",
                    models.DateField(blank=True, null=True, verbose_name="recognised as charitable until"),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="internal",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "internal record",
                "verbose_name_plural": "internal records",
            },
        ),
        migrations.CreateModel(
            name="FormerSlug",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=120, unique=True, verbose_name="former address")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_slugs",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "former address",
                "verbose_name_plural": "former addresses",
            },
        ),
        migrations.CreateModel(
            name="ErrorReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            ("contact", "Telephone, mail or contact person"),
                            ("place", "Address or opening hours"),
                            ("offer", "An offer no longer exists or has changed"),
                            ("gone", "The association no longer exists"),
                            ("other", "Something else"),
                        ],
                        max_length=8,
                        verbose_name="What is wrong?",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="What should it say?")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="Your e-mail address")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="received")),
                ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="error_reports",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "reported error",
                "verbose_name_plural": "reported errors",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=100, verbose_name="role")),
                ("person", models.CharField(blank=True, max_length=100, verbose_name="person")),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\+?[0-9][0-9 ()/\\-]{4,29}$",
                                "Write the telephone number with digits, spaces and hyphens, for example +49 6151 12345.",
                            )
                        ],
                        verbose_name="telephone",
                    ),
                ),
                (
                    "fax",
                    models.CharField(
                        blank=True,
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\+?[0-9][0-9 ()/\\-]{4,29}$",
                                "Write the telephone number with digits, spaces and hyphens, for example +49 6151 12345.",
                            )
                        ],
                        verbose_name="fax",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("public", models.BooleanField(default=False, verbose_name="public")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(fields=("role",), required_languages=(), virtual_fields=True),
                ),
                (
                    "languages",
                    models.ManyToManyField(blank=True, to="organisations.language", verbose_name="languages"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OrganisationMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="umbrella_relations",
                        to="organisations.organisation",
                        verbose_name="member",
                    ),
                ),
                (
                    "umbrella",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="member_relations",
                        to="organisations.organisation",
                        verbose_name="umbrella organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership in an umbrella organisation",
                "verbose_name_plural": "memberships in umbrella organisations",
            },
        ),
        migrations.CreateModel(
            name="Quarter",
            fields=[
                (
                    "code",
                    models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name="official code"),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("shape", models.JSONField(help_text="GeoJSON geometry in WGS 84", verbose_name="shape")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(fields=("name",), required_languages=(), virtual_fields=True),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quarters",
                        to="organisations.district",
                        verbose_name="district",
                    ),
                ),
            ],
            options={
                "verbose_name": "quarter",
                "verbose_name_plural": "quarters",
                "ordering": ["code"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="organisation",
            name="quarter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="organisations.quarter",
                verbose_name="quarter",
            ),
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SmallIntegerField(choices=[(1, "Organisation"), (2, "Offer")])),
                ("name_key", models.TextField(db_collation="C")),
                ("confirmed_on", models.DateField(null=True)),
                ("facets", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ("offered", organisations.models.fields.DateMultirangeField()),
                ("document", django.contrib.postgres.search.SearchVectorField()),
                (
                    "offer",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.offer",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchMiss",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40, verbose_name="word")),
                ("day", models.DateField(verbose_name="day")),
                ("times", models.PositiveIntegerField(default=1, verbose_name="times")),
            ],
            options={
                "verbose_name": "word that found nothing",
                "verbose_name_plural": "words that found nothing",
                "ordering": ["-day", "-times", "word"],
                "constraints": [models.UniqueConstraint(fields=("day", "word"), name="search_miss_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.TextField(db_collation="C")),
                ("lexeme", models.TextField(db_collation="C")),
                ("origin", models.SmallIntegerField(choices=[(1, "Text"), (2, "Term"), (3, "Synonym"), (4, "Sound")])),
                ("shown", models.TextField(help_text="The word as it is written, to be offered as a spelling.")),
                ("entries", models.IntegerField(default=1)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], name="search_word_parts", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(fields=["lexeme"], name="search_word_lexeme"),
                ],
                "constraints": [models.UniqueConstraint(fields=("word", "lexeme", "origin"), name="search_word_once")],
            },
        ),
        migrations.AddField(
            model_name="organisation",
            name="target_groups",
            field=models.ManyToManyField(blank=True, to="organisations.targetgroup", verbose_name="target groups"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="topics",
            field=models.ManyToManyField(blank=True, to="organisations.topic", verbose_name="topics"),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                name="user_email_once",
                violation_error_message="Somebody already has an account with this e-mail address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes__gt", models.F("opens"))),
                name="opening_hours_in_order",
                violation_error_message="The end must be after the beginning.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("email", ""), ("phone", ""), _negated=True), ("public", False), _connector="OR"
                ),
                name="contact_reachable",
                violation_error_message="A public contact needs a telephone number or an e-mail address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationmembership",
            constraint=models.UniqueConstraint(fields=("umbrella", "member"), name="membership_once"),
        ),
        migrations.AddConstraint(
            model_name="organisationmembership",
            constraint=models.CheckConstraint(
                condition=models.Q(("umbrella", models.F("member")), _negated=True),
                name="membership_not_in_itself",
                violation_error_message="An organisation cannot be a member of itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationmembership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since__isnull", True), ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="membership_until_after_since",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(fields=["document"], name="search_document"),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(fields=["facets"], name="search_facets"),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(fields=["kind", "name_key", "id"], name="search_by_name"),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(
                models.F("kind"),
                models.OrderBy(models.F("confirmed_on"), descending=True, nulls_last=True),
                models.F("name_key"),
                models.F("id"),
                name="search_by_confirmed",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(models.F("state"), models.F("name_key"), name="organisation_by_name"),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(("basis", ""), _negated=True),
                    _connector="OR",
                ),
                name="organisation_published_with_basis",
                violation_error_message="Say why the entry may be published before you publish it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "consent"), _negated=True), ("consent_on__isnull", False), _connector="OR"
                ),
                name="organisation_consent_dated",
                violation_error_message="Enter the day on which the association gave its consent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(
                        ("latitude__isnull", False),
                        ("latitude__range", (-90, 90)),
                        ("longitude__isnull", False),
                        ("longitude__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="organisation_both_coordinates",
                violation_error_message="Enter latitude and longitude together, or neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("logo", ""), models.Q(("logo_alt", ""), _negated=True), _connector="OR"),
                name="organisation_logo_described",
                violation_error_message="Describe what the logo shows, for people who cannot see it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("active_from__isnull", True),
                    ("active_to__isnull", True),
                    ("active_to__gte", models.F("active_from")),
                    _connector="OR",
                ),
                name="offer_ends_after_it_begins",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
    ]
