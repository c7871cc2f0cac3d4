from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0002_delivery'),
    ]

    operations = [
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.CharField(max_length=64, unique=True, verbose_name='fingerprint')),
                ('reason', models.CharField(choices=[('', 'nothing heard'), ('queued', 'accepted'), ('sent', 'on its way'), ('deferred', 'delayed'), ('delivered', 'delivered'), ('bounced', 'bounced'), ('complained', 'complained about')], max_length=10, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='time')),
            ],
            options={
                'verbose_name': 'suppressed address',
                'verbose_name_plural': 'suppressed addresses',
                'ordering': ('-at',),
            },
        ),
        migrations.AddField(
            model_name='letter',
            name='recipient',
            field=models.CharField(blank=True, editable=False, help_text='fingerprint of the address', max_length=64),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['recipient', 'sent_at'], name='letters_to_one_person'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['sent_at'], name='letters_by_day'),
        ),
    ]
