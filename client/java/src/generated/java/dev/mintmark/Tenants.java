// Generated from protos/mintmark/v1/tenant_service.proto by `make proto-clients`; never edited by hand.

package dev.mintmark;

import dev.mintmark.v1.*;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Manages tenants.
 */
public final class Tenants {
    private final Calls calls;

    Tenants(Calls calls) {
        this.calls = calls;
    }

    /** Returns the same service, of which each call has this deadline. */
    public Tenants withTimeout(Duration timeout) {
        return new Tenants(calls.withTimeout(timeout));
    }

    /** Returns the same service, called with another credential, as an access key's own secret; "" is none. */
    public Tenants withCredential(String credential) {
        return new Tenants(calls.withCredential(credential));
    }

    /**
     * Create a tenant.
     *
     * <p>Caller: owner, directory-editor. Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD,
     * REFERENCE_NOT_FOUND, CLAIMS_REFUSED. Retry: safe with request_id. Limits: those of the fields; message size 4
     * MiB.
     */
    public CreateTenantResponse createTenant(CreateTenantRequest request) {
        return calls.call(TenantServiceGrpc.getCreateTenantMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #createTenant}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<CreateTenantResponse> createTenantAsync(CreateTenantRequest request) {
        return calls.callAsync(TenantServiceGrpc.getCreateTenantMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Get a tenant.
     *
     * <p>Caller: owner, directory-editor, auditor. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public GetTenantResponse getTenant(GetTenantRequest request) {
        return calls.call(TenantServiceGrpc.getGetTenantMethod(), List.of(request));
    }

    /**
     * As {@link #getTenant}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<GetTenantResponse> getTenantAsync(GetTenantRequest request) {
        return calls.callAsync(TenantServiceGrpc.getGetTenantMethod(), List.of(request));
    }

    /**
     * List a project's tenants, in code-point order of their ids.
     *
     * <p>Caller: owner, directory-editor, auditor. Errors: INVALID_PAGE_TOKEN, INVALID_FILTER. Retry: safe. Limits:
     * 1,000 a page.
     */
    public ListTenantsResponse listTenants(ListTenantsRequest request) {
        return calls.call(TenantServiceGrpc.getListTenantsMethod(), List.of(request));
    }

    /**
     * As {@link #listTenants}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ListTenantsResponse> listTenantsAsync(ListTenantsRequest request) {
        return calls.callAsync(TenantServiceGrpc.getListTenantsMethod(), List.of(request));
    }

    /**
     * Update a tenant. The whole is checked again; a refused update changes nothing.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD,
     * CLAIMS_REFUSED. Retry: safe with request_id or etag. Limits: those of the fields; message size 4 MiB.
     */
    public UpdateTenantResponse updateTenant(UpdateTenantRequest request) {
        return calls.call(TenantServiceGrpc.getUpdateTenantMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #updateTenant}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<UpdateTenantResponse> updateTenantAsync(UpdateTenantRequest request) {
        return calls.callAsync(TenantServiceGrpc.getUpdateTenantMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Delete a tenant. Refused while others refer to it.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE. Retry: safe with
     * request_id or allow_missing. Limits: none.
     */
    public DeleteTenantResponse deleteTenant(DeleteTenantRequest request) {
        return calls.call(TenantServiceGrpc.getDeleteTenantMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #deleteTenant}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<DeleteTenantResponse> deleteTenantAsync(DeleteTenantRequest request) {
        return calls.callAsync(TenantServiceGrpc.getDeleteTenantMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }
}
