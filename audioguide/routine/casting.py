"""Who speaks which lines: the voices that `voices:` casts by role."""

from msgspec import Struct

from audioguide.roles import ROLE_GROUPS, Role
from audioguide.routine.layers import Layer, Layers
from audioguide.syntax.script import Overrides


class Cast(Struct, frozen=True):
    """The layers that one role's voice is looked up in, as if they were those of a `voice`."""

    role: Role
    own: Layers
    """What the script says of this role, strongest first."""
    layers: Layers
    """`own`, and below it what holds for the main voice: rate, pitch and level."""
    naming: Layers
    """Where engine and name come from. Below the name of a role stands only what it was written
    in: `--voice` changes the main voice, and a name in a script is never asked of another engine.
    """

    def is_own(self, layer: Layer) -> bool:
        """Whether a layer is of this role, not of the main voice."""
        return any(layer is one for one in self.own)


def casts(layers: Layers) -> tuple[Cast, ...]:
    """The roles that have a voice of their own in some layer, in the order of the roles."""
    named = {name for layer in layers for name, _ in layer.overrides.voices or ()}
    return tuple(
        _cast(layers, role) for role in Role if any(name in named for name in _names_of(role))
    )


def _names_of(role: Role) -> tuple[str, ...]:
    """What casts a role, the strongest first: itself, then the groups it is in."""
    return (str(role), *(group for group, roles in ROLE_GROUPS.items() if role in roles))


def _cast(layers: Layers, role: Role) -> Cast:
    own: list[Layer] = []
    naming_from = 0
    is_named = False
    for n, layer in enumerate(layers):
        written = dict(layer.overrides.voices or ())
        for name in _names_of(role):
            voice = written.get(name)
            if voice is None:
                continue
            own.append(Layer(layer.origin, Overrides(voice=voice), layer.is_written))
            if not is_named and (voice.name or voice.engine):
                is_named, naming_from = True, n
    return Cast(role, tuple(own), (*own, *layers), (*own, *layers[naming_from:]))
