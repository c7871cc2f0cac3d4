from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("volunteers", "0009_weekly_letter"),
    ]

    operations = [
        migrations.AddField(
            model_name="volunteer",
            name="held_back_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="held back"),
        ),
    ]
