// Generated from protos/mintmark/v1/application_service.proto by `make proto-clients`; never edited by hand.

package dev.mintmark;

import dev.mintmark.v1.*;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Manages applications.
 */
public final class Applications {
    private final Calls calls;

    Applications(Calls calls) {
        this.calls = calls;
    }

    /** Returns the same service, of which each call has this deadline. */
    public Applications withTimeout(Duration timeout) {
        return new Applications(calls.withTimeout(timeout));
    }

    /** Returns the same service, called with another credential, as an access key's own secret; "" is none. */
    public Applications withCredential(String credential) {
        return new Applications(calls.withCredential(credential));
    }

    /**
     * Create an application.
     *
     * <p>Caller: owner, directory-editor. Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD,
     * REFERENCE_NOT_FOUND, CLAIMS_REFUSED. Retry: safe with request_id. Limits: those of the project; message size 4
     * MiB.
     */
    public CreateApplicationResponse createApplication(CreateApplicationRequest request) {
        return calls.call(ApplicationServiceGrpc.getCreateApplicationMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #createApplication}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<CreateApplicationResponse> createApplicationAsync(CreateApplicationRequest request) {
        return calls.callAsync(ApplicationServiceGrpc.getCreateApplicationMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Get an application: its mappings as written and their canonical claims.
     *
     * <p>Caller: owner, directory-editor, auditor. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public GetApplicationResponse getApplication(GetApplicationRequest request) {
        return calls.call(ApplicationServiceGrpc.getGetApplicationMethod(), List.of(request));
    }

    /**
     * As {@link #getApplication}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<GetApplicationResponse> getApplicationAsync(GetApplicationRequest request) {
        return calls.callAsync(ApplicationServiceGrpc.getGetApplicationMethod(), List.of(request));
    }

    /**
     * List a project's applications, in code-point order of their ids.
     *
     * <p>Caller: owner, directory-editor, auditor. Errors: INVALID_PAGE_TOKEN, INVALID_FILTER. Retry: safe. Limits:
     * 1,000 a page.
     */
    public ListApplicationsResponse listApplications(ListApplicationsRequest request) {
        return calls.call(ApplicationServiceGrpc.getListApplicationsMethod(), List.of(request));
    }

    /**
     * As {@link #listApplications}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ListApplicationsResponse> listApplicationsAsync(ListApplicationsRequest request) {
        return calls.callAsync(ApplicationServiceGrpc.getListApplicationsMethod(), List.of(request));
    }

    /**
     * Update an application. The whole is checked again; a refused update changes nothing.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD,
     * CLAIMS_REFUSED. Retry: safe with request_id or etag. Limits: those of the project; message size 4 MiB.
     */
    public UpdateApplicationResponse updateApplication(UpdateApplicationRequest request) {
        return calls.call(ApplicationServiceGrpc.getUpdateApplicationMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #updateApplication}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<UpdateApplicationResponse> updateApplicationAsync(UpdateApplicationRequest request) {
        return calls.callAsync(ApplicationServiceGrpc.getUpdateApplicationMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Delete an application. Refused while others refer to it.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE. Retry: safe with
     * request_id or allow_missing. Limits: none.
     */
    public DeleteApplicationResponse deleteApplication(DeleteApplicationRequest request) {
        return calls.call(ApplicationServiceGrpc.getDeleteApplicationMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #deleteApplication}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<DeleteApplicationResponse> deleteApplicationAsync(DeleteApplicationRequest request) {
        return calls.callAsync(ApplicationServiceGrpc.getDeleteApplicationMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }
}
