from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('volunteers', '0008_office_queues'),
    ]

    operations = [
        migrations.AddField(
            model_name='volunteer',
            name='news_due_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='weekly letter due'),
        ),
        migrations.AddIndex(
            model_name='volunteer',
            index=models.Index(condition=models.Q(('news_due_at__isnull', False)), fields=['news_due_at'], name='volunteer_news_due'),
        ),
    ]
