"""Descope's JWT templates as documents.

Owns: which of their fields have a counterpart here, and notes on all others. Never: dropping anything without a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from mintmark.ascode.findings import DocumentsError, Finding, nearest
from mintmark.ascode.nodes import Node, join, word

_KINDS: Final = {"user": "TEMPLATE_KIND_USER", "key": "TEMPLATE_KIND_ACCESS_KEY"}
_SCHEMAS: Final = {
    "": "AUTH_SCHEMA_DEFAULT",
    "default": "AUTH_SCHEMA_DEFAULT",
    "tenantOnly": "AUTH_SCHEMA_TENANT_ONLY",
    "none": "AUTH_SCHEMA_NONE",
}
_POLICIES: Final = {
    "": "EMPTY_CLAIM_POLICY_NONE",
    "none": "EMPTY_CLAIM_POLICY_NONE",
    "nil": "EMPTY_CLAIM_POLICY_NIL",
    "delete": "EMPTY_CLAIM_POLICY_DELETE",
}
_FLAGS: Final = {
    "autoDCT": "auto_tenant_claim",
    "conformanceIssuer": "conformance_issuer",
    "enforceIssuer": "enforce_issuer",
    "excludePermissions": "exclude_permissions",
    "overrideSubject": "override_subject",
    "addJti": "add_jti",
    "omitCustomClaimsFromDSR": "omit_from_refresh",
}
_NO_COUNTERPART: Final = {
    "id": "The service makes its own; the document's name is what refers to the template.",
    "issuerType": "What `iss` says is the project's: settings.issuer_style, and conformance_issuer of the template.",
    "tags": "Write labels instead.",
    "source": "The claims stand in the document itself.",
    "description": "Keep it as a comment.",
}
_MAPPED: Final = {"name", "type", "template", "authSchema", "emptyClaimPolicy", *_FLAGS}
REPLACEMENTS: Final = {
    "unauthUser": "user",
    "authInfo": "session",
    "ssoAppId": "application.id",
    "user.userID": "user.id",
    "user.emailDomain": "user.email",
    "user.userTenants": "user.tenant_ids",
    "user.tenants": "user.tenant_ids",
    "user.fingerprint": "device",
    "user.lastAuth": "session.auth_time",
    "user.test": "user.custom_attributes",
    "accesskey.tenants": "access_key.tenant_ids",
    "access_key.tenants": "access_key.tenant_ids",
    "accessKey.tenants": "access_key.tenant_ids",
}
"""Paths that have no meaning here, and the nearest thing to write; the service's own list, as a test holds."""
_FLOW_ROOTS: Final = ("flow", "form", "connectors", "device")
_PLACEHOLDER: Final = re.compile(r"\{\{(.*?)\}\}")
_PATH: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
_ATTRIBUTE: Final = re.compile(r"(user|tenant|access_?[kK]ey)\.custom_?[aA]ttributes\.([A-Za-z_][A-Za-z0-9_]*)")
_NO_ID: Final = re.compile(r"[^A-Za-z0-9._~-]+")
_MAX_ID_CHARS: Final = 63


def import_templates(nodes: Iterable[Node]) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Return documents, and notes on what has no counterpart. Raises: DocumentsError where it is no template of Descope's."""
    findings: list[Finding] = []
    notes: list[Finding] = []
    documents: dict[str, dict[str, Any]] = {}
    for node in nodes:
        for template in _unwrap(node):
            document = _Importing(template, findings, notes).document(documents)
            documents[document["name"]] = document
    if findings:
        raise DocumentsError(findings)
    if not documents:
        raise DocumentsError([Finding(node.place, "", "There is no template in the file.") for node in nodes])
    return list(documents.values()), sorted(notes)


def _unwrap(node: Node) -> Iterator[Node]:
    """Yield the templates in an answer of Descope's API: {template}, {templates}, a list, or a template itself."""
    members = node.value if isinstance(node.value, dict) else {}
    wrapped = members.get("template")
    if isinstance(node.value, list):
        for item in node.value:
            yield from _unwrap(item)
    elif "templates" in members and "name" not in members:
        yield from _unwrap(members["templates"])
    elif wrapped is not None and "name" not in members and isinstance(wrapped.value, dict) and "name" in wrapped.value:
        yield wrapped
    else:
        yield node


class _Importing:
    """One template of Descope's."""

    def __init__(self, node: Node, findings: list[Finding], notes: list[Finding]) -> None:
        self._node = node
        self._members: dict[str, Node] = node.value if isinstance(node.value, dict) else {}
        self._findings = findings
        self._notes = notes

    def document(self, others: Iterable[str]) -> dict[str, Any]:
        if not isinstance(self._node.value, dict):
            self._refuse(self._node, "", f"Expected a template, found {word(self._node.value)}.")
        name = self._text("name")
        document: dict[str, Any] = {"name": f"templates/{self._id(name, others)}", "display_name": name}
        document["kind"] = self._choice("type", _KINDS)
        for field, choices, here in (("authSchema", _SCHEMAS, "auth_schema"), ("emptyClaimPolicy", _POLICIES, "empty_claim_policy")):
            if field in self._members:
                document[here] = self._choice(field, choices)
        for field, here in _FLAGS.items():
            if field in self._members:
                flag = self._members[field]
                if not isinstance(flag.value, bool):
                    self._refuse(flag, field, f"Expected true or false, found {word(flag.value)}.")
                document[here] = flag.value
        document["source"] = {"advanced": self._claims()}
        for field, node in self._members.items():
            if field not in _MAPPED:
                hint = _NO_COUNTERPART.get(field) or nearest(field, _MAPPED)
                self._notes.append(Finding(self._node.keys[field], field, f"{field} has no counterpart here: {node.plain()!r}", hint))
        return document

    def _claims(self) -> Any:
        template = self._members.get("template")
        if template is None or not isinstance(template.value, dict):
            found = "nothing" if template is None else word(template.value)
            self._refuse(template or self._node, "template", f"Expected the claims as an object, found {found}.")
            return {}
        self._note_placeholders(template, "template")
        return template.plain()

    def _note_placeholders(self, node: Node, path: str) -> None:
        if isinstance(node.value, dict):
            for key, value in node.value.items():
                self._note_placeholders(value, join(path, key))
        elif isinstance(node.value, list):
            for index, value in enumerate(node.value):
                self._note_placeholders(value, f"{path}[{index}]")
        elif isinstance(node.value, str):
            for expression in _PLACEHOLDER.findall(node.value):
                for found in _PATH.finditer(expression):
                    self._note_path(node, path, found.group())
            if node.value.startswith("@"):
                self._note(node, path, f"{node.value} is no placeholder, here as there.", f"Write {{{{{node.value[1:]}}}}}.")

    def _note_path(self, node: Node, path: str, reference: str) -> None:
        steps = reference.split(".")
        for length in range(len(steps), 0, -1):
            near = REPLACEMENTS.get(".".join(steps[:length]))
            if near is not None:
                hint = f"A flow reads it from {{{{{near}}}}}." if near in _FLOW_ROOTS else f"The nearest thing is {{{{{near}}}}}."
                self._note(node, path, f"{{{{{reference}}}}} has no meaning here.", hint)
                return
        if steps[0] in _FLOW_ROOTS:
            self._note(node, path, f"{{{{{reference}}}}} exists in flows only.", "Set the claim in the flow.")
        attribute = _ATTRIBUTE.match(reference)
        if attribute is not None:
            scope = "access_key" if attribute[1].startswith("access") else attribute[1]
            hint = f"Describe attributes/{scope}.{attribute[2]} with its type, unless it is there."
            self._note(node, path, f"{{{{{reference}}}}} needs a declared attribute.", hint)

    def _id(self, name: str, others: Iterable[str]) -> str:
        plain = _NO_ID.sub("-", name).strip("._~-").lower()[:_MAX_ID_CHARS] or "template"
        taken = {other.removeprefix("templates/") for other in others}
        number, found = 1, plain
        while found in taken:
            number += 1
            found = f"{plain[: _MAX_ID_CHARS - 4]}-{number}"
        return found

    def _text(self, field: str) -> str:
        node = self._members.get(field)
        if node is None or not isinstance(node.value, str) or not node.value:
            self._refuse(node or self._node, field, f"A template of Descope's has a {field}.")
            return ""
        return node.value

    def _choice(self, field: str, choices: dict[str, str]) -> str:
        node = self._members.get(field)
        value = node.value if node is not None else None
        if not isinstance(value, str) or value not in choices:
            hint = f"Known are {', '.join(choice for choice in choices if choice)}."
            self._refuse(node or self._node, field, f"{field} is {value!r}, which Descope does not have.", hint)
            return ""
        return choices[value]

    def _refuse(self, node: Node, path: str, message: str, hint: str = "") -> None:
        self._findings.append(Finding(node.place, path, message, hint))

    def _note(self, node: Node, path: str, message: str, hint: str) -> None:
        self._notes.append(Finding(node.place, path, message, hint))
