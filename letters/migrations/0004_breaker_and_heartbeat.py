from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0003_bans_and_caps'),
    ]

    operations = [
        migrations.CreateModel(
            name='Breaker',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('rests_until', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
    ]
