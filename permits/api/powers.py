"""Powers of attorney: list, record, confirm, revoke."""

from datetime import date
from typing import Annotated, Literal

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field, StrictStr, field_validator

from permits import clock
from permits.access import requires
from permits.actions.fields import Version
from permits.api.answers import look, onward, values_of, write
from permits.api.shapes import addresses
from permits.api.shapes.answers import REFUSALS, AnswerShape, Listed
from permits.api.shapes.bodies import Received, Upload
from permits.casefile import ActContext
from permits.files import FolderStore
from permits.http import after, page, settings
from permits.http.transfer import examined, takes_files
from permits.queries.lists.powers import powers_of
from permits.queries.typed import Window
from permits.services.administration import powers
from permits.services.administration.chain import expect_head, head_of
from workflows import POWER_ACTS

bp = APIBlueprint(
    "api_powers",
    __name__,
    url_prefix="/api/v1/powers-of-attorney",
    abp_tags=[Tag(name="Powers of attorney")],
    abp_security=[{"bearer": []}],
    abp_responses=REFUSALS,
)
FILE = "application.file"
DOCUMENTS = ("pdf", "ofd", "png", "jpg", "jpeg")
KEPT_BACK = frozenset({"agent", "storage_key", "sha256", "media_type"})
Word = Annotated[str, Field(max_length=200)]


class OfPower(BaseModel):
    """A power of attorney by its id."""

    power_id: int


class NewPower(Upload):
    """A power of attorney with its document; `acts` are separated by commas, all of them where none is named."""

    principal_kind: Literal["company", "person"] = "company"
    principal_number: Word
    principal_name: Word
    principal_email: Word = ""
    id_kind: Word = "resident_card"
    resident_id: Word
    scope: Word = ""
    acts: list[str] = Field(default_factory=lambda: list(POWER_ACTS))
    from_on: date
    to_on: date

    @field_validator("acts", mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        sent = value if isinstance(value, list) else [value]
        return [one.strip() for text in sent for one in str(text).split(",")]


class ConfirmedPower(Received):
    """The terms the principal confirms; `expected_version` is the `version` of the list that its caller saw."""

    expected_version: Version | None = None
    scope: StrictStr = ""
    acts: list[StrictStr]
    from_on: date
    to_on: date


class Powers(Listed):
    """The powers, and the latest act on the office."""

    version: int


class KeptPower(AnswerShape):
    """The power that was recorded, confirmed or revoked."""

    id: int


@bp.get("", responses={"200": Powers})
@requires(FILE)
def listed(query: addresses.Paged) -> Response:
    """List the powers that concern the caller: as agent, as a member of the principal, at the counter all."""
    wanted = page()
    window = Window(wanted.limit, after(wanted, int))

    def found(context: ActContext) -> object:
        rows = powers_of(context.conn, context.actor, window)
        told = [{**values_of(row, without=KEPT_BACK), "agent": row.agent.get("name")} for row in rows]
        return {**onward(rows, told), "version": head_of(context)}

    return look(found)


@bp.post("", responses={"201": KeptPower})
@requires(FILE)
@takes_files
def record(form: NewPower) -> Response:
    """Record a power of attorney of the caller; it opens drafts alone until the principal confirms it."""
    file = examined(form.file, otherwise="power.pdf", kinds=DOCUMENTS)
    terms = powers.Terms(form.scope, form.acts, form.from_on, form.to_on)
    whom = (form.principal_number, form.principal_name, form.id_kind, form.resident_id)
    said = powers.Empowered(*whom, terms, form.principal_kind, form.principal_email)
    sent = {**form.model_dump(mode="json", exclude={"file"}), "file": file.name, "size": len(file.data)}

    def act(context: ActContext) -> object:
        store = FolderStore(settings().upload_dir)
        return {"id": powers.record_power(context, said, file=file, store=store, wall=clock.wall())}

    return write(act, sent, status=201)


@bp.post("/<int:power_id>/confirm", responses={"200": KeptPower})
@requires(FILE)
def confirm(path: OfPower, body: ConfirmedPower) -> Response:
    """Confirm a power as an owner of the principal's accounts, or at the counter once the paper was seen."""
    terms = powers.Terms(body.scope, body.acts, body.from_on, body.to_on)

    def act(context: ActContext) -> object:
        expect_head(context, body.expected_version)
        powers.confirm_power(context, path.power_id, terms, wall=clock.wall())
        return {"id": path.power_id}

    return write(act, body.model_dump(mode="json"))


@bp.post("/<int:power_id>/revoke", responses={"200": KeptPower})
@requires(FILE)
def revoke(path: OfPower) -> Response:
    """Revoke a power as its agent, a member of the principal, or the counter; it opens nothing from now on."""

    def act(context: ActContext) -> object:
        powers.revoke_power(context, path.power_id, wall=clock.wall())
        return {"id": path.power_id}

    return write(act, None)
