// Generated from protos/mintmark/v1/role_service.proto by `make proto-clients`; never edited by hand.

package dev.mintmark;

import dev.mintmark.v1.*;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Manages roles.
 */
public final class Roles {
    private final Calls calls;

    Roles(Calls calls) {
        this.calls = calls;
    }

    /** Returns the same service, of which each call has this deadline. */
    public Roles withTimeout(Duration timeout) {
        return new Roles(calls.withTimeout(timeout));
    }

    /** Returns the same service, called with another credential, as an access key's own secret; "" is none. */
    public Roles withCredential(String credential) {
        return new Roles(calls.withCredential(credential));
    }

    /**
     * Create a role.
     *
     * <p>Caller: owner, directory-editor. Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD,
     * REFERENCE_NOT_FOUND, CLAIMS_REFUSED. Retry: safe with request_id. Limits: those of the fields; message size 4
     * MiB.
     */
    public CreateRoleResponse createRole(CreateRoleRequest request) {
        return calls.call(RoleServiceGrpc.getCreateRoleMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #createRole}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<CreateRoleResponse> createRoleAsync(CreateRoleRequest request) {
        return calls.callAsync(RoleServiceGrpc.getCreateRoleMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Get a role.
     *
     * <p>Caller: owner, directory-editor, auditor. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public GetRoleResponse getRole(GetRoleRequest request) {
        return calls.call(RoleServiceGrpc.getGetRoleMethod(), List.of(request));
    }

    /**
     * As {@link #getRole}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<GetRoleResponse> getRoleAsync(GetRoleRequest request) {
        return calls.callAsync(RoleServiceGrpc.getGetRoleMethod(), List.of(request));
    }

    /**
     * List a project's roles, in code-point order of their ids.
     *
     * <p>Caller: owner, directory-editor, auditor. Errors: INVALID_PAGE_TOKEN, INVALID_FILTER. Retry: safe. Limits:
     * 1,000 a page.
     */
    public ListRolesResponse listRoles(ListRolesRequest request) {
        return calls.call(RoleServiceGrpc.getListRolesMethod(), List.of(request));
    }

    /**
     * As {@link #listRoles}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ListRolesResponse> listRolesAsync(ListRolesRequest request) {
        return calls.callAsync(RoleServiceGrpc.getListRolesMethod(), List.of(request));
    }

    /**
     * Update a role. The whole is checked again; a refused update changes nothing.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD,
     * CLAIMS_REFUSED. Retry: safe with request_id or etag. Limits: those of the fields; message size 4 MiB.
     */
    public UpdateRoleResponse updateRole(UpdateRoleRequest request) {
        return calls.call(RoleServiceGrpc.getUpdateRoleMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #updateRole}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<UpdateRoleResponse> updateRoleAsync(UpdateRoleRequest request) {
        return calls.callAsync(RoleServiceGrpc.getUpdateRoleMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Delete a role. Refused while others refer to it.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE. Retry: safe with
     * request_id or allow_missing. Limits: none.
     */
    public DeleteRoleResponse deleteRole(DeleteRoleRequest request) {
        return calls.call(RoleServiceGrpc.getDeleteRoleMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #deleteRole}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<DeleteRoleResponse> deleteRoleAsync(DeleteRoleRequest request) {
        return calls.callAsync(RoleServiceGrpc.getDeleteRoleMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }
}
