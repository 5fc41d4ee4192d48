import secrets

from django.db import migrations

PLACES = 131_072


def give_places(apps, schema_editor):
    """Certificates from before get a bit each, drawn at random; a list is filled to a half."""
    certificates = apps.get_model("certificates", "Certificate").objects.filter(status_index=None)
    keys = list(certificates.order_by("pk").values_list("pk", flat=True))
    for number, start in enumerate(range(0, len(keys), PLACES // 2), start=1):
        part = keys[start : start + PLACES // 2]
        for key, place in zip(part, secrets.SystemRandom().sample(range(PLACES), len(part))):
            certificates.model.objects.filter(pk=key).update(status_list=number, status_index=place)


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0002_seals_and_badges'),
    ]

    operations = [
        migrations.RunPython(give_places, migrations.RunPython.noop, elidable=True),
    ]
