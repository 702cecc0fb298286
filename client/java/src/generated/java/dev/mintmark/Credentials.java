// Generated from protos/mintmark/v1/credential_service.proto by `make proto-clients`; never edited by hand.

package dev.mintmark;

import dev.mintmark.v1.*;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Manages credentials.
 */
public final class Credentials {
    private final Calls calls;

    Credentials(Calls calls) {
        this.calls = calls;
    }

    /** Returns the same service, of which each call has this deadline. */
    public Credentials withTimeout(Duration timeout) {
        return new Credentials(calls.withTimeout(timeout));
    }

    /** Returns the same service, called with another credential, as an access key's own secret; "" is none. */
    public Credentials withCredential(String credential) {
        return new Credentials(calls.withCredential(credential));
    }

    /**
     * Create a credential.
     *
     * <p>Caller: operator. Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND,
     * CLAIMS_REFUSED. Retry: safe with request_id. Limits: those of the fields; message size 4 MiB.
     */
    public CreateCredentialResponse createCredential(CreateCredentialRequest request) {
        return calls.call(CredentialServiceGrpc.getCreateCredentialMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #createCredential}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<CreateCredentialResponse> createCredentialAsync(CreateCredentialRequest request) {
        return calls.callAsync(CredentialServiceGrpc.getCreateCredentialMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Get a credential.
     *
     * <p>Caller: operator. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public GetCredentialResponse getCredential(GetCredentialRequest request) {
        return calls.call(CredentialServiceGrpc.getGetCredentialMethod(), List.of(request));
    }

    /**
     * As {@link #getCredential}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<GetCredentialResponse> getCredentialAsync(GetCredentialRequest request) {
        return calls.callAsync(CredentialServiceGrpc.getGetCredentialMethod(), List.of(request));
    }

    /**
     * List credentials, in code-point order of their ids.
     *
     * <p>Caller: operator. Errors: INVALID_PAGE_TOKEN, INVALID_FILTER. Retry: safe. Limits: 1,000 a page.
     */
    public ListCredentialsResponse listCredentials(ListCredentialsRequest request) {
        return calls.call(CredentialServiceGrpc.getListCredentialsMethod(), List.of(request));
    }

    /**
     * As {@link #listCredentials}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ListCredentialsResponse> listCredentialsAsync(ListCredentialsRequest request) {
        return calls.callAsync(CredentialServiceGrpc.getListCredentialsMethod(), List.of(request));
    }

    /**
     * Update a credential. The whole is checked again; a refused update changes nothing.
     *
     * <p>Caller: operator. Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag. Limits: those of the fields; message size 4 MiB.
     */
    public UpdateCredentialResponse updateCredential(UpdateCredentialRequest request) {
        return calls.call(CredentialServiceGrpc.getUpdateCredentialMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #updateCredential}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<UpdateCredentialResponse> updateCredentialAsync(UpdateCredentialRequest request) {
        return calls.callAsync(CredentialServiceGrpc.getUpdateCredentialMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * End a credential at once and for good; its record stays for the audit log.
     *
     * <p>Caller: operator. Errors: NOT_FOUND, ETAG_MISMATCH. Retry: safe. Limits: none.
     */
    public RevokeCredentialResponse revokeCredential(RevokeCredentialRequest request) {
        return calls.call(CredentialServiceGrpc.getRevokeCredentialMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #revokeCredential}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<RevokeCredentialResponse> revokeCredentialAsync(RevokeCredentialRequest request) {
        return calls.callAsync(CredentialServiceGrpc.getRevokeCredentialMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }
}
