import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('modules', '0003_reviews'),
        ('training', '0004_stand_in'),
    ]

    operations = [
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField()),
                ('subject', models.CharField(choices=[('scenario', 'scenario'), ('question', 'question')], max_length=10)),
                ('key', models.UUIDField()),
                ('number', models.PositiveIntegerField(default=0)),
                ('learners', models.PositiveIntegerField()),
                ('figures', models.JSONField()),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='modules.courseversion')),
            ],
            options={
                'verbose_name': 'snapshot',
                'verbose_name_plural': 'snapshots',
                'constraints': [models.UniqueConstraint(fields=('course', 'week', 'subject', 'key', 'number'), name='snapshot_frozen_once'), models.CheckConstraint(condition=models.Q(('learners__gte', 10)), name='snapshot_of_ten_at_least', violation_error_message='Figures need at least ten learners who finished.')],
            },
        ),
    ]
