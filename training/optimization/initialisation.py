"""First weights."""

from collections.abc import Callable, Mapping

from torch import Tensor, nn

from tagger_app.core.errors import TaggerError


def _he(weight: Tensor) -> None:
    nn.init.kaiming_normal_(weight, nonlinearity="relu")


def _xavier(weight: Tensor) -> None:
    nn.init.xavier_uniform_(weight)


_DRAWS: Mapping[str, Callable[[Tensor], None]] = {"xavier": _xavier, "he": _he}
INITIALISATIONS = ("default", *_DRAWS)
_WEIGHTED = (nn.Linear, nn.Conv1d, nn.Conv2d)


def initialise(network: nn.Module, name: str) -> None:
    """Draw a network's first weights anew, in place, with torch's generator.

    Those of convolutions and linear layers; their biases become 0. What is frozen stays. To be
    called before anything is learned, features of an unsupervised stage included.

    Args:
        network: any.
        name: xavier (Glorot & Bengio 2010, uniform), he (He et al. 2015, normal), or default,
            which leaves torch's own.

    Raises:
        TaggerError: there is no such initialisation.
    """
    if name not in INITIALISATIONS:
        names = ", ".join(INITIALISATIONS)
        raise TaggerError(f"There is no initialisation {name!r}; there are {names}.")
    if name == "default":
        return
    for layer in network.modules():
        if isinstance(layer, _WEIGHTED) and layer.weight.requires_grad:
            _DRAWS[name](layer.weight)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
