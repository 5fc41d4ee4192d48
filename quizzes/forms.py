"""What a player's browser sends. The scene is never asked for: the server knows where somebody is."""

from django import forms

MOST_TURNS = 10_000  # far beyond any conversation, small enough for every database


class PlaceForm(forms.Form):
    """Which attempt somebody plays, and which turn they are about to make; both count from 1."""

    attempt = forms.IntegerField(min_value=1, max_value=MOST_TURNS)
    turn = forms.IntegerField(min_value=1, max_value=MOST_TURNS)


class ChoiceForm(PlaceForm):
    """A choice made in a scene."""

    choice = forms.CharField(max_length=40)


class BeginForm(forms.Form):
    """Which attempt should begin, counting from 1, and where. An empty scene: at the start."""

    attempt = forms.IntegerField(min_value=1, max_value=MOST_TURNS)
    scene = forms.CharField(max_length=40, required=False)
