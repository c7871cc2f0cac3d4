from django.db import migrations, models


def late_is_no(apps, schema_editor):
    """On the way back: the former model knows no reserve."""
    apps.get_model("matching", "Invitation").objects.using(schema_editor.connection.alias).filter(answer="late").update(answer="no")


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0001_invitations_and_matches'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='invitation',
            name='invitation_answer_known',
        ),
        migrations.RunPython(migrations.RunPython.noop, late_is_no),
        migrations.RemoveIndex(
            model_name='invitation',
            name='invitation_letters_a_week',
        ),
        migrations.AddField(
            model_name='invitation',
            name='again_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='asked from reserve'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='rung_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='rung'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='way',
            field=models.CharField(choices=[('letter', 'by letter'), ('page', 'found on the page'), ('phone', 'by phone')], default='letter', max_length=6, verbose_name='way'),
        ),
        migrations.AlterField(
            model_name='invitation',
            name='answer',
            field=models.CharField(choices=[('none', 'no answer yet'), ('yes', 'yes'), ('no', 'not this time'), ('late', 'yes, too late: in reserve')], default='none', max_length=4, verbose_name='answer'),
        ),
        migrations.AlterField(
            model_name='invitation',
            name='wave',
            field=models.PositiveSmallIntegerField(default=0, help_text='0: not in a wave, or first of all because they have met', verbose_name='wave'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['volunteer', 'way', 'asked_at'], name='invitation_letters_a_week'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['letter', 'page', 'phone'])), name='invitation_way_known'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['none', 'yes', 'no', 'late'])), name='invitation_answer_known'),
        ),
    ]
