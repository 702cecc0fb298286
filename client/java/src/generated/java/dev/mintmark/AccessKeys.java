// Generated from protos/mintmark/v1/access_key_service.proto by `make proto-clients`; never edited by hand.

package dev.mintmark;

import dev.mintmark.v1.*;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Manages access keys.
 */
public final class AccessKeys {
    private final Calls calls;

    AccessKeys(Calls calls) {
        this.calls = calls;
    }

    /** Returns the same service, of which each call has this deadline. */
    public AccessKeys withTimeout(Duration timeout) {
        return new AccessKeys(calls.withTimeout(timeout));
    }

    /** Returns the same service, called with another credential, as an access key's own secret; "" is none. */
    public AccessKeys withCredential(String credential) {
        return new AccessKeys(calls.withCredential(credential));
    }

    /**
     * Create an access key.
     *
     * <p>Caller: owner, directory-editor. Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD,
     * REFERENCE_NOT_FOUND, CLAIMS_REFUSED. Retry: safe with request_id. Limits: those of the project; message size 4
     * MiB.
     */
    public CreateAccessKeyResponse createAccessKey(CreateAccessKeyRequest request) {
        return calls.call(AccessKeyServiceGrpc.getCreateAccessKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #createAccessKey}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<CreateAccessKeyResponse> createAccessKeyAsync(CreateAccessKeyRequest request) {
        return calls.callAsync(AccessKeyServiceGrpc.getCreateAccessKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Get an access key: its source as written and its canonical claims.
     *
     * <p>Caller: owner, directory-editor, auditor. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public GetAccessKeyResponse getAccessKey(GetAccessKeyRequest request) {
        return calls.call(AccessKeyServiceGrpc.getGetAccessKeyMethod(), List.of(request));
    }

    /**
     * As {@link #getAccessKey}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<GetAccessKeyResponse> getAccessKeyAsync(GetAccessKeyRequest request) {
        return calls.callAsync(AccessKeyServiceGrpc.getGetAccessKeyMethod(), List.of(request));
    }

    /**
     * List a project's access keys, in code-point order of their ids.
     *
     * <p>Caller: owner, directory-editor, auditor. Errors: INVALID_PAGE_TOKEN, INVALID_FILTER. Retry: safe. Limits:
     * 1,000 a page.
     */
    public ListAccessKeysResponse listAccessKeys(ListAccessKeysRequest request) {
        return calls.call(AccessKeyServiceGrpc.getListAccessKeysMethod(), List.of(request));
    }

    /**
     * As {@link #listAccessKeys}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ListAccessKeysResponse> listAccessKeysAsync(ListAccessKeysRequest request) {
        return calls.callAsync(AccessKeyServiceGrpc.getListAccessKeysMethod(), List.of(request));
    }

    /**
     * Update an access key. The whole is checked again; a refused update changes nothing.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD,
     * CLAIMS_REFUSED. Retry: safe with request_id or etag. Limits: those of the project; message size 4 MiB.
     */
    public UpdateAccessKeyResponse updateAccessKey(UpdateAccessKeyRequest request) {
        return calls.call(AccessKeyServiceGrpc.getUpdateAccessKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #updateAccessKey}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<UpdateAccessKeyResponse> updateAccessKeyAsync(UpdateAccessKeyRequest request) {
        return calls.callAsync(AccessKeyServiceGrpc.getUpdateAccessKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Delete an access key. Refused while others refer to it.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE. Retry: safe with
     * request_id or allow_missing. Limits: none.
     */
    public DeleteAccessKeyResponse deleteAccessKey(DeleteAccessKeyRequest request) {
        return calls.call(AccessKeyServiceGrpc.getDeleteAccessKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #deleteAccessKey}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<DeleteAccessKeyResponse> deleteAccessKeyAsync(DeleteAccessKeyRequest request) {
        return calls.callAsync(AccessKeyServiceGrpc.getDeleteAccessKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Give an access key a new secret; the old one holds for an overlap.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH. Retry: safe with request_id. Limits:
     * none.
     */
    public RotateAccessKeyResponse rotateAccessKey(RotateAccessKeyRequest request) {
        return calls.call(AccessKeyServiceGrpc.getRotateAccessKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #rotateAccessKey}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<RotateAccessKeyResponse> rotateAccessKeyAsync(RotateAccessKeyRequest request) {
        return calls.callAsync(AccessKeyServiceGrpc.getRotateAccessKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Let an access key be exchanged again.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH. Retry: safe. Limits: none.
     */
    public ActivateAccessKeyResponse activateAccessKey(ActivateAccessKeyRequest request) {
        return calls.call(AccessKeyServiceGrpc.getActivateAccessKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #activateAccessKey}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ActivateAccessKeyResponse> activateAccessKeyAsync(ActivateAccessKeyRequest request) {
        return calls.callAsync(AccessKeyServiceGrpc.getActivateAccessKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Stop an access key from being exchanged. Tokens already issued live on.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH. Retry: safe. Limits: none.
     */
    public DeactivateAccessKeyResponse deactivateAccessKey(DeactivateAccessKeyRequest request) {
        return calls.call(AccessKeyServiceGrpc.getDeactivateAccessKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #deactivateAccessKey}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<DeactivateAccessKeyResponse> deactivateAccessKeyAsync(DeactivateAccessKeyRequest request) {
        return calls.callAsync(AccessKeyServiceGrpc.getDeactivateAccessKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }
}
