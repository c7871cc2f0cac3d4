from datetime import timedelta

import django.utils.timezone
from django.db import migrations, models
from django.db.models import F


def remind_before_the_lapse(apps, schema_editor):
    """Matches from before are asked about twelve hours before they lapse, as the usual policy has it."""
    matches = apps.get_model("matching", "Match").objects.using(schema_editor.connection.alias)
    matches.update(remind_at=F("lapses_at") - timedelta(hours=12))


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0002_ways_and_reserve'),
    ]

    operations = [
        migrations.AddField(
            model_name='match',
            name='remind_at',
            field=models.DateTimeField(default=django.utils.timezone.now, help_text='no report by then: the volunteer is asked', verbose_name='reminder'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='match',
            name='lapses_at',
            field=models.DateTimeField(help_text='no report by then: others are asked', verbose_name='lapses'),
        ),
        migrations.AddIndex(
            model_name='match',
            index=models.Index(condition=models.Q(('outcome', 'live')), fields=['remind_at'], name='match_reminders_due'),
        ),
        migrations.AddIndex(
            model_name='match',
            index=models.Index(condition=models.Q(('outcome', 'live')), fields=['volunteer'], name='match_tasks_of'),
        ),
        migrations.RunPython(remind_before_the_lapse, migrations.RunPython.noop),
    ]
