"""Create, get, list, update and delete of every noun, by one set of cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from google.protobuf import field_mask_pb2, json_format
from mintmark import errors
from mintmark.v1 import (
    access_key_service_pb2,
    application_service_pb2,
    attribute_service_pb2,
    flow_service_pb2,
    role_service_pb2,
    template_service_pb2,
    tenant_service_pb2,
    user_service_pb2,
)

from tests.project import ProjectUnderTest


@dataclass(frozen=True)
class Noun:
    singular: str
    plural: str
    service: str
    messages: Any
    collection: str
    document: dict[str, Any]
    change: dict[str, Any]
    ids: tuple[str, ...] = ("first", "second", "third")
    fields: dict[str, Any] = field(default_factory=dict)

    def pascal(self, plural: bool = False) -> str:
        return "".join(part.capitalize() for part in (self.plural if plural else self.singular).split("_"))

    def call(self, project: ProjectUnderTest, verb: str, **fields: Any) -> Any:
        name = f"{verb}{self.pascal(plural=verb == 'List')}"
        request = getattr(self.messages, f"{name}Request")()
        json_format.ParseDict(fields, request)
        return getattr(getattr(project.client, self.service), name)(request)

    def create(self, project: ProjectUnderTest, record_id: str, **options: Any) -> Any:
        answer = self.call(
            project, "Create", parent=project.name, **{f"{self.singular}_id": record_id, self.singular: self.document}, **options
        )
        return getattr(answer, self.singular)

    def get(self, project: ProjectUnderTest, record_id: str) -> Any:
        return getattr(self.call(project, "Get", name=self.name(project, record_id)), self.singular)

    def update(self, project: ProjectUnderTest, record_id: str, document: dict[str, Any], **options: Any) -> Any:
        answer = self.call(project, "Update", **{self.singular: {"name": self.name(project, record_id), **document}}, **options)
        return getattr(answer, self.singular)

    def name(self, project: ProjectUnderTest, record_id: str) -> str:
        return f"{project.name}/{self.collection}/{record_id}"


NOUNS = [
    Noun("user", "users", "users", user_service_pb2, "users", {"email": "x@example.com"}, {"given_name": "Ada"}),
    Noun("tenant", "tenants", "tenants", tenant_service_pb2, "tenants", {"domains": ["a.example"]}, {"display_name": "New"}),
    Noun("role", "roles", "roles", role_service_pb2, "roles", {"permissions": ["read"]}, {"description": "new"}),
    Noun(
        "attribute",
        "attributes",
        "attributes",
        attribute_service_pb2,
        "attributes",
        {"type": "ATTRIBUTE_TYPE_STRING"},
        {"description": "new"},
        ids=("user.first", "tenant.second", "access_key.third"),
    ),
    Noun(
        "application",
        "applications",
        "applications",
        application_service_pb2,
        "applications",
        {"kind": "APPLICATION_KIND_OIDC", "audiences": ["a"]},
        {"disabled": True},
    ),
    Noun(
        "access_key",
        "access_keys",
        "access_keys",
        access_key_service_pb2,
        "accessKeys",
        {"source": {"simple": {"fields": {"team": {"string": "core"}}}}},
        {"description": "new"},
    ),
    Noun(
        "template",
        "templates",
        "templates",
        template_service_pb2,
        "templates",
        {"kind": "TEMPLATE_KIND_USER", "source": {"advanced": '{"a": 1}'}, "add_jti": True},
        {"source": {"advanced": '{"a": 2}'}},
    ),
    Noun("flow", "flows", "flows", flow_service_pb2, "flows", {"source": {"advanced": '{"a": 1}'}}, {"locked": ["a"]}),
]


@pytest.fixture(params=NOUNS, ids=lambda noun: noun.singular)
def noun(request: pytest.FixtureRequest) -> Noun:
    return request.param  # type: ignore[no-any-return]


def listed(noun: Noun, project: ProjectUnderTest, **fields: Any) -> list[str]:
    answer = noun.call(project, "List", parent=project.name, **fields)
    return [record.name.rpartition("/")[2] for record in getattr(answer, noun.plural)]


def test_what_was_created_is_there(project: ProjectUnderTest, noun: Noun) -> None:
    created = noun.create(project, noun.ids[0])
    assert created.name == noun.name(project, noun.ids[0])
    assert created.uid
    assert created.etag == f'"{created.uid}-1"'
    assert created.create_time.ToJsonString() == "2031-04-01T12:00:00Z"
    assert noun.get(project, noun.ids[0]) == created
    document = json_format.MessageToDict(created, preserving_proto_field_name=True)
    for name, value in noun.document.items():
        assert document[name] == value


def test_creating_twice_is_refused(project: ProjectUnderTest, noun: Noun) -> None:
    noun.create(project, noun.ids[0])
    with pytest.raises(errors.AlreadyExistsError) as caught:
        noun.create(project, noun.ids[0])
    assert caught.value.details.resource == noun.name(project, noun.ids[0])
    with pytest.raises(errors.AlreadyExistsError):
        noun.create(project, noun.ids[0], validate_only=True)


def test_validate_only_stores_nothing(project: ProjectUnderTest, noun: Noun) -> None:
    noun.create(project, noun.ids[0], validate_only=True)
    with pytest.raises(errors.NotFoundError):
        noun.get(project, noun.ids[0])
    created = noun.create(project, noun.ids[0])
    changed = noun.update(project, noun.ids[0], noun.change, validate_only=True)
    assert changed != created
    assert noun.get(project, noun.ids[0]) == created
    noun.call(project, "Delete", name=created.name, validate_only=True)
    assert noun.get(project, noun.ids[0]) == created


def test_an_update_changes_what_it_names(project: ProjectUnderTest, noun: Noun) -> None:
    created = noun.create(project, noun.ids[0])
    changed = noun.update(project, noun.ids[0], noun.change)
    assert changed.etag == f'"{created.uid}-2"'
    document = json_format.MessageToDict(changed, preserving_proto_field_name=True)
    for name, value in {**noun.document, **noun.change}.items():
        assert document[name] == value


def test_an_update_that_changes_nothing_writes_nothing(project: ProjectUnderTest, noun: Noun) -> None:
    created = noun.create(project, noun.ids[0])
    assert noun.update(project, noun.ids[0], noun.document).etag == created.etag


def test_the_whole_resource_can_be_replaced(project: ProjectUnderTest, noun: Noun) -> None:
    noun.create(project, noun.ids[0])
    noun.update(project, noun.ids[0], {"labels": {"team": "core"}, **noun.document}, update_mask="*")
    replaced = noun.update(project, noun.ids[0], noun.document, update_mask="*")
    assert dict(replaced.labels) == {}


def test_labels_are_stored_and_filtered_by(project: ProjectUnderTest, noun: Noun) -> None:
    noun.create(project, noun.ids[0])
    noun.create(project, noun.ids[1])
    noun.update(project, noun.ids[1], {"labels": {"managed-by": "apply"}})
    assert listed(noun, project, filter='labels.managed-by = "apply"') == [noun.ids[1]]


def test_an_unknown_field_in_the_mask_is_refused_with_its_place(project: ProjectUnderTest, noun: Noun) -> None:
    created = noun.create(project, noun.ids[0])
    request = getattr(noun.messages, f"Update{noun.pascal()}Request")()
    getattr(request, noun.singular).name = created.name
    request.update_mask.CopyFrom(field_mask_pb2.FieldMask(paths=["display_name", "nonsense", "labels.x", "name.y"]))
    with pytest.raises(errors.InvalidFieldMaskError) as caught:
        getattr(getattr(project.client, noun.service), f"Update{noun.pascal()}")(request)
    assert [problem.path for problem in caught.value.problems] == [f"update_mask.paths[{index}]" for index in (1, 2, 3)]


def test_an_etag_that_is_not_the_stored_one_aborts(project: ProjectUnderTest, noun: Noun) -> None:
    created = noun.create(project, noun.ids[0])
    noun.update(project, noun.ids[0], noun.change)
    with pytest.raises(errors.EtagMismatchError) as caught:
        noun.update(project, noun.ids[0], {**noun.change, "etag": created.etag, "display_name": "x"})
    assert caught.value.details.code == "ABORTED"
    with pytest.raises(errors.EtagMismatchError):
        noun.call(project, "Delete", name=created.name, etag=created.etag)
    noun.call(project, "Delete", name=created.name, etag=noun.get(project, noun.ids[0]).etag)


def test_an_absent_one_is_updated_only_where_that_is_allowed(project: ProjectUnderTest, noun: Noun) -> None:
    with pytest.raises(errors.NotFoundError):
        noun.update(project, noun.ids[0], noun.document)
    made = noun.update(project, noun.ids[0], noun.document, allow_missing=True)
    assert made.etag == f'"{made.uid}-1"'
    with pytest.raises(errors.EtagMismatchError):
        noun.update(project, noun.ids[1], {**noun.document, "etag": '"x"'}, allow_missing=True)


def test_what_was_deleted_is_gone_and_its_etag_never_comes_back(project: ProjectUnderTest, noun: Noun) -> None:
    created = noun.create(project, noun.ids[0])
    noun.call(project, "Delete", name=created.name)
    with pytest.raises(errors.NotFoundError):
        noun.get(project, noun.ids[0])
    with pytest.raises(errors.NotFoundError):
        noun.call(project, "Delete", name=created.name)
    noun.call(project, "Delete", name=created.name, allow_missing=True)
    assert noun.create(project, noun.ids[0]).etag != created.etag


def test_pages_are_bound_to_their_query(project: ProjectUnderTest, noun: Noun) -> None:
    for record_id in noun.ids:
        noun.create(project, record_id)
    everything = listed(noun, project)
    first = noun.call(project, "List", parent=project.name, page_size=2)
    assert len(getattr(first, noun.plural)) == 2
    found, token = [record.name.rpartition("/")[2] for record in getattr(first, noun.plural)], first.next_page_token
    while token:
        page = noun.call(project, "List", parent=project.name, page_size=2, page_token=token)
        found += [record.name.rpartition("/")[2] for record in getattr(page, noun.plural)]
        token = page.next_page_token
    assert found == everything == sorted(everything)
    for fields in (
        {"page_token": first.next_page_token, "filter": "labels.a = b"},
        {"page_token": "nonsense"},
        {"page_token": first.next_page_token[:-3]},
        {"page_token": "WyJhIiwgImIiXQ=="},
    ):
        with pytest.raises(errors.InvalidPageTokenError):
            noun.call(project, "List", parent=project.name, **fields)
    with pytest.raises(errors.InvalidFieldError):
        noun.call(project, "List", parent=project.name, page_size=-1)
    assert listed(noun, project, page_size=2_000_000_000) == everything


@pytest.mark.parametrize(
    "filter_",
    [
        "nonsense = 1",
        "labels.a",
        'labels.a = "x" labels.b = "y"',
        'labels.a = "x" OR labels.b = "y"',
        'labels.a = "\\x"',
        'labels.a = "\\ud800"',
        " AND ".join(["labels.a = x"] * 21),
        "= 1",
    ],
)
def test_a_filter_that_is_none_is_refused(project: ProjectUnderTest, noun: Noun, filter_: str) -> None:
    with pytest.raises(errors.InvalidFilterError):
        noun.call(project, "List", parent=project.name, filter=filter_)


@pytest.mark.parametrize("record_id", ["a/b", "a\0b", "ä", "-a", ".", "a" * 64, " a", "a\n"])
def test_an_id_has_a_form(project: ProjectUnderTest, noun: Noun, record_id: str) -> None:
    with pytest.raises(errors.InvalidIdError) as caught:
        noun.create(project, record_id)
    assert caught.value.problems[0].path == f"{noun.singular}_id"


def test_a_missing_id_and_parent_are_told_together(project: ProjectUnderTest, noun: Noun) -> None:
    with pytest.raises(errors.FieldRequiredError) as caught:
        noun.call(project, "Create", **{noun.singular: noun.document})
    assert [problem.path for problem in caught.value.problems] == sorted([f"{noun.singular}_id", "parent"])


@pytest.mark.parametrize(
    "name", ["", "nonsense", "projects/p", "projects//users/u", "projects/p/users/u/x", "projects/p/users/\0", "x" * 5_000]
)
def test_a_name_that_is_none_is_refused(project: ProjectUnderTest, noun: Noun, name: str) -> None:
    with pytest.raises((errors.InvalidResourceNameError, errors.FieldRequiredError)) as caught:
        noun.call(project, "Get", name=name)
    assert [problem.path for problem in caught.value.problems] == ["name"]


def test_a_name_of_another_noun_is_refused(project: ProjectUnderTest, noun: Noun) -> None:
    other = "roles" if noun.collection != "roles" else "users"
    with pytest.raises(errors.InvalidResourceNameError, match=noun.collection):
        noun.call(project, "Get", name=f"{project.name}/{other}/x")


def test_an_absent_project_has_nothing(project: ProjectUnderTest, noun: Noun) -> None:
    with pytest.raises(errors.NotFoundError):
        noun.call(project, "Create", parent="projects/absent", **{f"{noun.singular}_id": noun.ids[0], noun.singular: noun.document})
    assert getattr(noun.call(project, "List", parent="projects/absent"), noun.plural)[:] == []


def test_long_texts_are_refused_with_their_bound(project: ProjectUnderTest, noun: Noun) -> None:
    noun.create(project, noun.ids[0])
    with pytest.raises(errors.RefusedError) as caught:
        noun.update(project, noun.ids[0], {"labels": {"k" * 257: "v", "ok": "v" * 257}})
    assert len(caught.value.problems) == 2


def test_a_dry_run_of_a_deletion_names_who_uses_the_resource(project: ProjectUnderTest) -> None:
    project.create_user("carl", roles=["viewer"])
    project.create_user("dora", roles=["viewer"])
    request = role_service_pb2.DeleteRoleRequest(name=f"{project.name}/roles/viewer", validate_only=True)
    with pytest.raises(errors.ResourceInUseError) as caught:
        project.client.roles.DeleteRole(request)
    assert caught.value.details.metadata["users"] == f"{project.name}/users/carl,{project.name}/users/dora"
    project.use_template({"plan": "{{user.custom_attributes.plan}}"})
    attribute = attribute_service_pb2.DeleteAttributeRequest(name=f"{project.name}/attributes/user.plan", validate_only=True)
    with pytest.raises(errors.ResourceInUseError) as caught:
        project.client.attributes.DeleteAttribute(attribute)
    assert caught.value.details.metadata["users"] == f"{project.name}/templates/default-user"
    attribute.force = True
    project.client.attributes.DeleteAttribute(attribute)
    request.name = f"{project.name}/roles/admin"
    project.client.roles.DeleteRole(request)
    assert [role.name for role in project.client.roles.ListRoles(role_service_pb2.ListRolesRequest(parent=project.name)).roles] == [
        f"{project.name}/roles/admin",
        f"{project.name}/roles/viewer",
    ]
