"""Services of the directory, beyond the standard methods.

Owns: memberships, import, access keys' secrets and states, the list of projects. Never: checks (directory).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from mintmark.v1 import access_key_service_pb2, attribute_service_pb2, project_service_pb2, user_service_pb2

from mintmark_server.directory.directory import Directory
from mintmark_server.directory.importing import ImportItem
from mintmark_server.directory.pages import build_page_token, parse_page_size, parse_page_token
from mintmark_server.errors import InvalidInput, MintmarkError, Problem, Reason
from mintmark_server.ids import parse_name, parse_optional_name
from mintmark_server.model.directory import AccessKey, AttributeDefinition, Project, User
from mintmark_server.model.record import Ref
from mintmark_server.rpc.boundary import Handler, StreamHandler
from mintmark_server.rpc.call import RpcCall
from mintmark_server.rpc.convert.directory import (
    access_key_to_proto,
    attribute_to_proto,
    membership_from_proto,
    user_from_proto,
    user_to_proto,
)
from mintmark_server.rpc.convert.evaluations import problems_to_proto
from mintmark_server.rpc.standard import Noun


class DirectoryServicer:
    """Handlers beyond the standard methods."""

    def __init__(
        self,
        directory: Directory,
        access_keys: Noun[AccessKey],
        attributes: Noun[AttributeDefinition],
        project_to_proto: Callable[[Project], Any],
    ) -> None:
        self._directory = directory
        self._access_keys = access_keys
        self._attributes = attributes
        self._project_to_proto = project_to_proto

    def handlers(self) -> dict[str, Handler]:
        """Return the unary handlers by their name in METHOD_POLICY."""
        return {
            "UserService.AddMembership": self.add_membership,
            "UserService.RemoveMembership": self.remove_membership,
            "AccessKeyService.CreateAccessKey": self.create_access_key,
            "AccessKeyService.RotateAccessKey": self.rotate_access_key,
            "AccessKeyService.ActivateAccessKey": self.activate_access_key,
            "AccessKeyService.DeactivateAccessKey": self.deactivate_access_key,
            "AttributeService.UpdateAttribute": self.update_attribute,
            "AttributeService.DeleteAttribute": self.delete_attribute,
            "ProjectService.ListProjects": self.list_projects,
        }

    def streams(self) -> dict[str, StreamHandler]:
        """Return the handlers whose requests stream."""
        return {"UserService.ImportUsers": self.import_users}

    def add_membership(self, message: Any, call: RpcCall) -> user_service_pb2.AddMembershipResponse:
        """Serve AddMembership."""
        ref = parse_name(message.user, "users", path="user")
        membership = membership_from_proto(message.membership, ref.project_id)
        user = self._directory.add_membership(ref, membership, etag=message.etag, call=call)
        return user_service_pb2.AddMembershipResponse(user=user_to_proto(user))

    def remove_membership(self, message: Any, call: RpcCall) -> user_service_pb2.RemoveMembershipResponse:
        """Serve RemoveMembership."""
        ref = parse_name(message.user, "users", path="user")
        tenant_id = parse_name(message.tenant, "tenants", path="tenant").id
        parse_optional_name(message.tenant, "tenants", path="tenant", project_id=ref.project_id)
        user = self._directory.remove_membership(ref, tenant_id, etag=message.etag, allow_missing=message.allow_missing, call=call)
        return user_service_pb2.RemoveMembershipResponse(user=user_to_proto(user))

    def import_users(self, requests: Iterator[Any], authorise: Callable[[Any], RpcCall]) -> user_service_pb2.ImportUsersResponse:
        """Serve ImportUsers. The first message says the project; another one in a later message is that message's problem."""
        first = next(requests, None)
        if first is None:
            return user_service_pb2.ImportUsersResponse()
        call = authorise(first)

        def items() -> Iterator[ImportItem]:
            for message in itertools.chain([first], requests):
                # A long import does not go on with a credential that was revoked meanwhile.
                authorise(first)
                user = _read_import(message, first.parent, call)
                yield ImportItem(user=user, name=message.user.name, update=message.update_existing)

        result = self._directory.user_import.run(items(), call=call)
        response = user_service_pb2.ImportUsersResponse(created_count=result.created, updated_count=result.updated)
        for failure in result.failures:
            response.failures.add(index=failure.index, name=failure.name, problems=problems_to_proto(failure.problems))
        return response

    def create_access_key(self, message: Any, call: RpcCall) -> access_key_service_pb2.CreateAccessKeyResponse:
        """Serve CreateAccessKey."""
        record = self._access_keys.read_new(message)
        key, secret = self._directory.create_access_key(record, validate_only=message.validate_only, call=call)
        return access_key_service_pb2.CreateAccessKeyResponse(access_key=access_key_to_proto(key), secret=secret)

    def rotate_access_key(self, message: Any, call: RpcCall) -> access_key_service_pb2.RotateAccessKeyResponse:
        """Serve RotateAccessKey."""
        key, secret = self._directory.rotate_access_key(_key_ref(message), etag=message.etag, call=call)
        return access_key_service_pb2.RotateAccessKeyResponse(access_key=access_key_to_proto(key), secret=secret)

    def activate_access_key(self, message: Any, call: RpcCall) -> access_key_service_pb2.ActivateAccessKeyResponse:
        """Serve ActivateAccessKey."""
        key = self._directory.set_access_key_active(_key_ref(message), active=True, etag=message.etag, call=call)
        return access_key_service_pb2.ActivateAccessKeyResponse(access_key=access_key_to_proto(key))

    def deactivate_access_key(self, message: Any, call: RpcCall) -> access_key_service_pb2.DeactivateAccessKeyResponse:
        """Serve DeactivateAccessKey."""
        key = self._directory.set_access_key_active(_key_ref(message), active=False, etag=message.etag, call=call)
        return access_key_service_pb2.DeactivateAccessKeyResponse(access_key=access_key_to_proto(key))

    def update_attribute(self, message: Any, call: RpcCall) -> attribute_service_pb2.UpdateAttributeResponse:
        """Serve UpdateAttribute."""
        ref, change = self._attributes.read_change(message, call)
        updated, broken = self._directory.attributes.update(
            ref,
            change,
            etag=message.attribute.etag,
            allow_missing=message.allow_missing,
            validate_only=message.validate_only,
            force=message.force,
            call=call,
        )
        return attribute_service_pb2.UpdateAttributeResponse(attribute=attribute_to_proto(updated), broken=broken)

    def delete_attribute(self, message: Any, call: RpcCall) -> attribute_service_pb2.DeleteAttributeResponse:
        """Serve DeleteAttribute."""
        broken = self._directory.attributes.delete(
            parse_name(message.name, "attributes"),
            etag=message.etag,
            allow_missing=message.allow_missing,
            validate_only=message.validate_only,
            force=message.force,
            call=call,
        )
        return attribute_service_pb2.DeleteAttributeResponse(broken=broken)

    def list_projects(self, message: Any, call: RpcCall) -> project_service_pb2.ListProjectsResponse:
        """Serve ListProjects: those that the caller has a role in."""
        if message.filter:
            problem = Problem(reason=Reason.INVALID_FILTER, path="filter", message="Projects have no fields to filter by.")
            raise InvalidInput([problem])
        query = f"projects\n{call.caller.name}"
        after = parse_page_token(message.page_token, query)
        limit = parse_page_size(message.page_size)
        page, next_after = self._directory.list_projects(after=after, limit=limit, granted=call.caller.granted_projects)
        token = build_page_token(next_after, query) if next_after is not None else ""
        projects = [self._project_to_proto(project) for project in page]
        return project_service_pb2.ListProjectsResponse(projects=projects, next_page_token=token)


def _key_ref(message: Any) -> Ref:
    return parse_name(message.name, "access_keys")


def _read_import(message: Any, parent: str, call: RpcCall) -> User | MintmarkError:
    if message.parent != parent:
        text = "All users of an import belong to the project of its first message."
        return InvalidInput([Problem(reason=Reason.INVALID_RESOURCE_NAME, path="parent", message=text)])
    try:
        ref = parse_name(message.user.name, "users", path="user.name")
        parse_optional_name(message.user.name, "users", path="user.name", project_id=call.project_id)
        return user_from_proto(message.user, ref.project_id, ref.id)
    except MintmarkError as error:
        return error
