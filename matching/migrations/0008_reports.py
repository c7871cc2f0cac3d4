import uuid

import django.db.models.deletion
import privacy.fields
from django.db import migrations, models

WHAT = [
    ("worried", "worried about the person"),
    ("came_in", "came in or pushed"),
    ("money", "asked for money, or kept the change"),
    ("not_right", "asked for something that is not right"),
    ("rude", "frightened somebody, or was rude"),
    ("other", "something else"),
]
VERDICT = [
    ("nothing", "nothing in it"),
    ("spoken", "spoken with both"),
    ("blocked", "volunteer blocked"),
    ("settled", "settled"),
    ("cancelled", "request cancelled"),
]


class Migration(migrations.Migration):

    dependencies = [
        ("matching", "0007_office_queues"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("side", models.CharField(choices=[("person", "the person"), ("volunteer", "the volunteer")], max_length=9, verbose_name="who says so")),
                ("what", models.CharField(choices=WHAT, max_length=9, verbose_name="what was not right")),
                ("words", privacy.fields.EncryptedTextField(blank=True, verbose_name="in their own words")),
                ("created_at", models.DateTimeField(verbose_name="said")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
                ("settled_by", models.CharField(blank=True, max_length=60, verbose_name="settled by")),
                ("verdict", models.CharField(blank=True, choices=VERDICT, max_length=9, verbose_name="verdict")),
                ("match", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="matching.match", verbose_name="match")),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ("-created_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("settled_at__isnull", True)), fields=("match", "side"), name="report_open_once"),
                    models.CheckConstraint(condition=models.Q(("side__in", ["person", "volunteer"])), name="report_side_known"),
                    models.CheckConstraint(condition=models.Q(("what__in", [code for code, _name in WHAT])), name="report_what_known"),
                    models.CheckConstraint(
                        condition=models.Q(("settled_at__isnull", True), ("verdict", ""))
                        | models.Q(("settled_at__isnull", False), ("verdict__in", [code for code, _name in VERDICT])),
                        name="report_settled_has_verdict",
                    ),
                ],
            },
        ),
    ]
