// Generated from protos/mintmark/v1/user_service.proto by `make proto-clients`; never edited by hand.

package dev.mintmark;

import dev.mintmark.v1.*;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Manages users.
 */
public final class Users {
    private final Calls calls;

    Users(Calls calls) {
        this.calls = calls;
    }

    /** Returns the same service, of which each call has this deadline. */
    public Users withTimeout(Duration timeout) {
        return new Users(calls.withTimeout(timeout));
    }

    /** Returns the same service, called with another credential, as an access key's own secret; "" is none. */
    public Users withCredential(String credential) {
        return new Users(calls.withCredential(credential));
    }

    /**
     * Create a user.
     *
     * <p>Caller: owner, directory-editor. Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD,
     * REFERENCE_NOT_FOUND, CLAIMS_REFUSED. Retry: safe with request_id. Limits: those of the fields; message size 4
     * MiB.
     */
    public CreateUserResponse createUser(CreateUserRequest request) {
        return calls.call(UserServiceGrpc.getCreateUserMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #createUser}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<CreateUserResponse> createUserAsync(CreateUserRequest request) {
        return calls.callAsync(UserServiceGrpc.getCreateUserMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Get a user.
     *
     * <p>Caller: owner, directory-editor, auditor. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public GetUserResponse getUser(GetUserRequest request) {
        return calls.call(UserServiceGrpc.getGetUserMethod(), List.of(request));
    }

    /**
     * As {@link #getUser}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<GetUserResponse> getUserAsync(GetUserRequest request) {
        return calls.callAsync(UserServiceGrpc.getGetUserMethod(), List.of(request));
    }

    /**
     * List a project's users, in code-point order of their ids.
     *
     * <p>Caller: owner, directory-editor, auditor. Errors: INVALID_PAGE_TOKEN, INVALID_FILTER. Retry: safe. Limits:
     * 1,000 a page.
     */
    public ListUsersResponse listUsers(ListUsersRequest request) {
        return calls.call(UserServiceGrpc.getListUsersMethod(), List.of(request));
    }

    /**
     * As {@link #listUsers}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ListUsersResponse> listUsersAsync(ListUsersRequest request) {
        return calls.callAsync(UserServiceGrpc.getListUsersMethod(), List.of(request));
    }

    /**
     * Update a user. The whole is checked again; a refused update changes nothing.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD,
     * CLAIMS_REFUSED. Retry: safe with request_id or etag. Limits: those of the fields; message size 4 MiB.
     */
    public UpdateUserResponse updateUser(UpdateUserRequest request) {
        return calls.call(UserServiceGrpc.getUpdateUserMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #updateUser}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<UpdateUserResponse> updateUserAsync(UpdateUserRequest request) {
        return calls.callAsync(UserServiceGrpc.getUpdateUserMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Delete a user. Refused while others refer to it.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE. Retry: safe with
     * request_id or allow_missing. Limits: none.
     */
    public DeleteUserResponse deleteUser(DeleteUserRequest request) {
        return calls.call(UserServiceGrpc.getDeleteUserMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #deleteUser}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<DeleteUserResponse> deleteUserAsync(DeleteUserRequest request) {
        return calls.callAsync(UserServiceGrpc.getDeleteUserMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Import users from a stream; each message is one user, and one that is refused does not stop the others.
     *
     * <p>Caller: owner, directory-editor. Errors: FIELD_REQUIRED, INVALID_RESOURCE_NAME; a user's problems are in
     * the answer. Retry: safe with update_existing. Limits: message size 4 MiB.
     */
    public ImportUsersResponse importUsers(Iterable<ImportUsersRequest> requests) {
        return calls.call(UserServiceGrpc.getImportUsersMethod(), requests);
    }

    /**
     * As {@link #importUsers}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ImportUsersResponse> importUsersAsync(Iterable<ImportUsersRequest> requests) {
        return calls.callAsync(UserServiceGrpc.getImportUsersMethod(), requests);
    }

    /**
     * Make a user a member of a tenant, or change the roles there.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH, REFERENCE_NOT_FOUND. Retry: safe.
     * Limits: 1,000 memberships a user.
     */
    public AddMembershipResponse addMembership(AddMembershipRequest request) {
        return calls.call(UserServiceGrpc.getAddMembershipMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #addMembership}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<AddMembershipResponse> addMembershipAsync(AddMembershipRequest request) {
        return calls.callAsync(UserServiceGrpc.getAddMembershipMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * End a user's membership of a tenant.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH. Retry: safe with allow_missing. Limits:
     * none.
     */
    public RemoveMembershipResponse removeMembership(RemoveMembershipRequest request) {
        return calls.call(UserServiceGrpc.getRemoveMembershipMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #removeMembership}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<RemoveMembershipResponse> removeMembershipAsync(RemoveMembershipRequest request) {
        return calls.callAsync(UserServiceGrpc.getRemoveMembershipMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }
}
