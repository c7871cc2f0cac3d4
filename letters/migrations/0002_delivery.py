from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0001_outbox'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeliveryEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('', 'nothing heard'), ('queued', 'accepted'), ('sent', 'on its way'), ('deferred', 'delayed'), ('delivered', 'delivered'), ('bounced', 'bounced'), ('complained', 'complained about')], max_length=10, verbose_name='kind')),
                ('at', models.DateTimeField(verbose_name='time')),
            ],
            options={
                'verbose_name': 'delivery event',
                'verbose_name_plural': 'delivery events',
                'ordering': ('at', 'pk'),
            },
        ),
        migrations.AddField(
            model_name='letter',
            name='delivery',
            field=models.CharField(blank=True, choices=[('', 'nothing heard'), ('queued', 'accepted'), ('sent', 'on its way'), ('deferred', 'delayed'), ('delivered', 'delivered'), ('bounced', 'bounced'), ('complained', 'complained about')], max_length=10, verbose_name='delivery'),
        ),
        migrations.AddField(
            model_name='letter',
            name='provider_id',
            field=models.CharField(blank=True, max_length=200, verbose_name='provider’s number'),
        ),
        migrations.AddField(
            model_name='deliveryevent',
            name='letter',
            field=models.ForeignKey(on_delete=models.CASCADE, related_name='events', to='letters.letter', verbose_name='letter'),
        ),
        migrations.AddConstraint(
            model_name='deliveryevent',
            constraint=models.UniqueConstraint(fields=('letter', 'kind'), name='delivery_event_once'),
        ),
    ]
