"""What the use cases work with: one catalog, one model, the worker processes."""

from contextlib import ExitStack
from typing import Self

from tagger_app.catalog.store import Catalog
from tagger_app.core.errors import ModelError
from tagger_app.core.policy import Policy
from tagger_app.core.prediction import Coverage
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.formats.replace import WriteOptions
from tagger_app.inference.engine import Engine
from tagger_app.inference.model_store import ModelFile
from tagger_app.pipeline.tag_worker import TagPool, open_tag_pool
from tagger_app.settings import Settings


class Workbench:
    """The tools of the thread that runs the use cases.

    Worker processes start when they are first needed and end with the workbench.

    Args:
        model: the model that listens; None where nothing is to be heard.
    """

    def __init__(
        self,
        catalog: Catalog,
        model: ModelFile | None,
        vocabulary: Vocabulary,
        settings: Settings,
    ) -> None:
        self.catalog = catalog
        self.vocabulary = vocabulary.renamed(settings.words)
        self.settings = settings
        self._model = model
        self._model_id: int | None = None
        self._engine: Engine | None = None
        self._sketcher: Engine | None = None
        self._tag_pool: TagPool | None = None
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker processes; the catalog belongs to whoever opened it."""
        self._engine = self._sketcher = self._tag_pool = None
        self._closing.close()

    def change(self, settings: Settings, model: ModelFile | None) -> None:
        """Go on with other preferences and, maybe, another model; nothing may be heard meanwhile.

        Worker processes that hold another model, or run elsewhere than is wanted now, end.
        """
        other = model is None or self._model is None or model.digest != self._model.digest
        if other or settings.device != self.settings.device:
            for engine in (self._engine, self._sketcher):
                if engine is not None:
                    engine.close()
            self._engine = self._sketcher = None
        if other:
            self._model, self._model_id = model, None
        self.settings = settings
        self.vocabulary = self.vocabulary.renamed(settings.words)

    @property
    def model(self) -> ModelFile:
        """The model that listens.

        Raises:
            ModelError: there is none.
        """
        if self._model is None:
            raise ModelError(
                "No model is installed. Put a model file (.onnx) into the models folder that"
                " `tagger-app doctor` names."
            )
        return self._model

    @property
    def has_model(self) -> bool:
        """Whether there is a model to listen with."""
        return self._model is not None

    @property
    def policy(self) -> Policy:
        """The preferences for suggesting and writing."""
        return self.settings.policy

    @property
    def coverage(self) -> Coverage:
        """How much of a track is heard."""
        return Coverage.parse(self.settings.coverage)

    @property
    def write_options(self) -> WriteOptions:
        """How files are written."""
        return WriteOptions(
            new_id3_version=self.settings.id3_version,
            keep_modification_time=self.settings.keep_modification_time,
            hard_links=self.settings.hard_links,
        )

    def model_id(self) -> int:
        """The model's row in the catalog; made where there is none yet.

        Raises:
            ModelError: there is no model.
        """
        if self._model_id is None:
            card = self.model.card
            self._model_id = self.catalog.predictions.register(
                card.name, card.version, self.model.digest, card.to_json()
            )
        return self._model_id

    def engine(self) -> Engine:
        """The hearing processes, started at the first call.

        Raises:
            ModelError: there is no model, or it does not keep its contract.
        """
        if self._engine is None:
            engine = Engine(self.model.path, self.settings.device)
            self._closing.callback(engine.close)
            self._engine = engine
        return self._engine

    def sketcher(self) -> Engine:
        """One more hearing process, for first looks.

        It is never in the middle of a long call, and somebody waits for its answer.

        Raises:
            ModelError: there is no model.
        """
        if self._sketcher is None:
            sketcher = Engine(self.model.path, "cpu", workers=1, nice=0)
            self._closing.callback(sketcher.close)
            self._sketcher = sketcher
        return self._sketcher

    def tag_pool(self) -> TagPool:
        """The process that reads and writes tags, started at the first call."""
        if self._tag_pool is None:
            pool = open_tag_pool()
            self._closing.callback(pool.close)
            self._tag_pool = pool
        return self._tag_pool
