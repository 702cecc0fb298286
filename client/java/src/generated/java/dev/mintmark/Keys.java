// Generated from protos/mintmark/v1/key_service.proto by `make proto-clients`; never edited by hand.

package dev.mintmark;

import dev.mintmark.v1.*;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Manages a project's signing keys: next, active, retiring, retired, or revoked.
 */
public final class Keys {
    private final Calls calls;

    Keys(Calls calls) {
        this.calls = calls;
    }

    /** Returns the same service, of which each call has this deadline. */
    public Keys withTimeout(Duration timeout) {
        return new Keys(calls.withTimeout(timeout));
    }

    /** Returns the same service, called with another credential, as an access key's own secret; "" is none. */
    public Keys withCredential(String credential) {
        return new Keys(calls.withCredential(credential));
    }

    /**
     * List a project's signing keys.
     *
     * <p>Caller: owner, key-admin, auditor. Errors: INVALID_PAGE_TOKEN. Retry: safe. Limits: 1,000 a page.
     */
    public ListKeysResponse listKeys(ListKeysRequest request) {
        return calls.call(KeyServiceGrpc.getListKeysMethod(), List.of(request));
    }

    /**
     * As {@link #listKeys}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ListKeysResponse> listKeysAsync(ListKeysRequest request) {
        return calls.callAsync(KeyServiceGrpc.getListKeysMethod(), List.of(request));
    }

    /**
     * Get a signing key.
     *
     * <p>Caller: owner, key-admin, auditor. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public GetKeyResponse getKey(GetKeyRequest request) {
        return calls.call(KeyServiceGrpc.getGetKeyMethod(), List.of(request));
    }

    /**
     * As {@link #getKey}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<GetKeyResponse> getKeyAsync(GetKeyRequest request) {
        return calls.callAsync(KeyServiceGrpc.getGetKeyMethod(), List.of(request));
    }

    /**
     * Make the next signing key and publish it. It does not sign yet.
     *
     * <p>Caller: owner, key-admin. Errors: NOT_FOUND, INVALID_STATE. Retry: safe with request_id. Limits: 50
     * published keys a project.
     */
    public PrepareKeyResponse prepareKey(PrepareKeyRequest request) {
        return calls.call(KeyServiceGrpc.getPrepareKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #prepareKey}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<PrepareKeyResponse> prepareKeyAsync(PrepareKeyRequest request) {
        return calls.callAsync(KeyServiceGrpc.getPrepareKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Let a next key sign; the active one retires. Refused until the key has been published for the key set's max-
     * age, but with force.
     *
     * <p>Caller: owner, key-admin. Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_STATE, KEY_NOT_YET_PUBLISHED. Retry:
     * safe with request_id. Limits: none.
     */
    public ActivateKeyResponse activateKey(ActivateKeyRequest request) {
        return calls.call(KeyServiceGrpc.getActivateKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #activateKey}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ActivateKeyResponse> activateKeyAsync(ActivateKeyRequest request) {
        return calls.callAsync(KeyServiceGrpc.getActivateKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Take a key that signs no more out of the key set.
     *
     * <p>Caller: owner, key-admin. Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_STATE. Retry: safe with request_id.
     * Limits: none.
     */
    public RetireKeyResponse retireKey(RetireKeyRequest request) {
        return calls.call(KeyServiceGrpc.getRetireKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #retireKey}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<RetireKeyResponse> retireKeyAsync(RetireKeyRequest request) {
        return calls.callAsync(KeyServiceGrpc.getRetireKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Revoke a key at once: its tokens are inactive; an active one is replaced in the same transaction.
     *
     * <p>Caller: owner, key-admin. Errors: NOT_FOUND, ETAG_MISMATCH. Retry: safe with request_id. Limits: none.
     */
    public RevokeKeyResponse revokeKey(RevokeKeyRequest request) {
        return calls.call(KeyServiceGrpc.getRevokeKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #revokeKey}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<RevokeKeyResponse> revokeKeyAsync(RevokeKeyRequest request) {
        return calls.callAsync(KeyServiceGrpc.getRevokeKeyMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Get the public key set (RFC 7517) that verifiers use.
     *
     * <p>Caller: any role in the project. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public GetJsonWebKeySetResponse getJsonWebKeySet(GetJsonWebKeySetRequest request) {
        return calls.call(KeyServiceGrpc.getGetJsonWebKeySetMethod(), List.of(request));
    }

    /**
     * As {@link #getJsonWebKeySet}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<GetJsonWebKeySetResponse> getJsonWebKeySetAsync(GetJsonWebKeySetRequest request) {
        return calls.callAsync(KeyServiceGrpc.getGetJsonWebKeySetMethod(), List.of(request));
    }
}
