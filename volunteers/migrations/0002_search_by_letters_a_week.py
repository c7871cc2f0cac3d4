from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def as_the_volunteer_wishes(apps, schema_editor):
    """The search rows carry what their volunteer has chosen."""
    volunteers = apps.get_model("volunteers", "Volunteer").objects.using(schema_editor.connection.alias).filter(pk=OuterRef("volunteer"))
    apps.get_model("volunteers", "Reach").objects.using(schema_editor.connection.alias).update(
        letters_per_week=Subquery(volunteers.values("letters_per_week"))
    )


class Migration(migrations.Migration):

    dependencies = [
        ('volunteers', '0001_volunteers'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='reach',
            name='reach_search',
        ),
        migrations.AddField(
            model_name='reach',
            name='letters_per_week',
            field=models.PositiveSmallIntegerField(default=3),
        ),
        migrations.RunPython(as_the_volunteer_wishes, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='reach',
            index=models.Index(fields=['language', 'band', 'lon', 'lat', 'travel_km', 'kinds', 'letters_per_week', 'active', 'volunteer'], name='reach_search'),
        ),
    ]
