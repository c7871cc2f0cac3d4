"""The memory of the geocoders' answers."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="KnownAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                ("lat", models.FloatField(null=True, verbose_name="latitude")),
                ("lon", models.FloatField(null=True, verbose_name="longitude")),
                (
                    "precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("house", "house"),
                            ("street", "street"),
                            ("postcode", "postcode"),
                            ("municipality", "municipality"),
                        ],
                        max_length=12,
                        verbose_name="precision",
                    ),
                ),
                ("source", models.CharField(max_length=20, verbose_name="source of the point")),
                ("answered_at", models.DateTimeField(verbose_name="answered at")),
            ],
            options={
                "verbose_name": "known address",
                "verbose_name_plural": "known addresses",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(lat__isnull=True, lon__isnull=True)
                        | (
                            Q(lat__isnull=False, lon__isnull=False)
                            & Q(lat__range=(-90, 90))
                            & Q(lon__range=(-180, 180))
                        ),
                        name="geo_knownaddress_point",
                    )
                ],
            },
        ),
    ]
