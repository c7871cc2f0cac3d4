from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('volunteers', '0002_search_by_letters_a_week'),
    ]

    operations = [
        migrations.AddField(
            model_name='volunteer',
            name='unanswered',
            field=models.PositiveIntegerField(default=0, help_text='each letter adds one, a yes or a no ends it', verbose_name='letters unanswered in a row'),
        ),
    ]
