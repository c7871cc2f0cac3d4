import django.db.models.deletion
import privacy.fields
from django.db import migrations, models


def keep_traces(apps, schema_editor):
    """Those who are blocked or held back already: number and address, as they stand in their rows."""
    volunteers, traces = (apps.get_model("volunteers", name) for name in ("Volunteer", "Trace"))
    using = schema_editor.connection.alias
    stopped = volunteers.objects.using(using).exclude(blocked_at=None, held_back_at=None)
    for each in stopped.values("pk", "blocked_at", "held_back_at", "phone_index", "email_index"):
        at, why = each["blocked_at"] or each["held_back_at"], "blocked" if each["blocked_at"] else "held"
        for value in filter(None, (each["phone_index"], each["email_index"])):
            traces.objects.using(using).create(volunteer_id=each["pk"], value=value, why=why, at=at)


class Migration(migrations.Migration):

    dependencies = [
        ('volunteers', '0010_held_back'),
    ]

    operations = [
        migrations.CreateModel(
            name='Trace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', privacy.fields.BlindIndexField(db_index=True, editable=False, max_length=64)),
                ('why', models.CharField(choices=[('blocked', 'blocked'), ('held', 'held back')], max_length=7)),
                ('at', models.DateTimeField()),
                ('volunteer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='traces', to='volunteers.volunteer')),
            ],
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shares', models.CharField(choices=[('phone', 'phone'), ('email', 'e-mail')], max_length=5)),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='volunteers.volunteer')),
                ('trace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='volunteers.trace')),
            ],
            options={
                'ordering': ('at', 'pk'),
            },
        ),
        migrations.AddConstraint(
            model_name='trace',
            constraint=models.UniqueConstraint(fields=('volunteer', 'value'), name='trace_once'),
        ),
        migrations.AddConstraint(
            model_name='trace',
            constraint=models.CheckConstraint(condition=models.Q(('why__in', ['blocked', 'held'])), name='trace_why_known'),
        ),
        migrations.AddIndex(
            model_name='return',
            index=models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['volunteer'], name='return_open'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.UniqueConstraint(fields=('volunteer', 'trace'), name='return_once'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.CheckConstraint(condition=models.Q(('shares__in', ['phone', 'email'])), name='return_shares_known'),
        ),
        migrations.RunPython(keep_traces, migrations.RunPython.noop),
    ]
