"""Who the issuer is, for other programs: its root, its keys, its decentralised identifier. For anybody anywhere."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from certificates import checking, identity, keys, seals
from training.audiences import public


@public
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """The certificates that the seal of a PDF file hangs on, in PEM, each under its fingerprint (RFC 7468, 2)."""
    trusted = seals.trusted()
    if not trusted:
        raise Http404
    parts = [f"SHA-256 {keys.fingerprint(certificate)}\n{seals.pem_of([certificate])}" for certificate in trusted]
    return _for_programs(HttpResponse("\n".join(parts), content_type="application/x-pem-file"))


@public
@require_safe
def key_set(request: HttpRequest) -> HttpResponse:
    """Every key that ever signed, as a JSON Web Key Set (RFC 7517)."""
    return _json(identity.key_set(checking.public_keys(), seals.chains()), "application/jwk-set+json")


@public
@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """The document of the issuer's `did:web`, which the proofs of credentials name."""
    return _json(identity.document(settings.TANDEM_SITE_URL, checking.public_keys()), "application/did+json")


def _json(content: Mapping[str, Any], content_type: str) -> HttpResponse:
    return _for_programs(JsonResponse(content, content_type=content_type))


def _for_programs(response: HttpResponse) -> HttpResponse:
    """Scripts of other sites may read it: there is nothing in it that is not for everybody."""
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    return response
