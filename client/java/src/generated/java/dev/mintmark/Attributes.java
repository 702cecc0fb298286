// Generated from protos/mintmark/v1/attribute_service.proto by `make proto-clients`; never edited by hand.

package dev.mintmark;

import dev.mintmark.v1.*;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Manages attributes.
 */
public final class Attributes {
    private final Calls calls;

    Attributes(Calls calls) {
        this.calls = calls;
    }

    /** Returns the same service, of which each call has this deadline. */
    public Attributes withTimeout(Duration timeout) {
        return new Attributes(calls.withTimeout(timeout));
    }

    /** Returns the same service, called with another credential, as an access key's own secret; "" is none. */
    public Attributes withCredential(String credential) {
        return new Attributes(calls.withCredential(credential));
    }

    /**
     * Create an attribute.
     *
     * <p>Caller: owner, directory-editor. Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD,
     * REFERENCE_NOT_FOUND, CLAIMS_REFUSED. Retry: safe with request_id. Limits: those of the fields; message size 4
     * MiB.
     */
    public CreateAttributeResponse createAttribute(CreateAttributeRequest request) {
        return calls.call(AttributeServiceGrpc.getCreateAttributeMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #createAttribute}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<CreateAttributeResponse> createAttributeAsync(CreateAttributeRequest request) {
        return calls.callAsync(AttributeServiceGrpc.getCreateAttributeMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Get an attribute.
     *
     * <p>Caller: owner, directory-editor, auditor. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public GetAttributeResponse getAttribute(GetAttributeRequest request) {
        return calls.call(AttributeServiceGrpc.getGetAttributeMethod(), List.of(request));
    }

    /**
     * As {@link #getAttribute}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<GetAttributeResponse> getAttributeAsync(GetAttributeRequest request) {
        return calls.callAsync(AttributeServiceGrpc.getGetAttributeMethod(), List.of(request));
    }

    /**
     * List a project's attributes, in code-point order of their ids.
     *
     * <p>Caller: owner, directory-editor, auditor. Errors: INVALID_PAGE_TOKEN, INVALID_FILTER. Retry: safe. Limits:
     * 1,000 a page.
     */
    public ListAttributesResponse listAttributes(ListAttributesRequest request) {
        return calls.call(AttributeServiceGrpc.getListAttributesMethod(), List.of(request));
    }

    /**
     * As {@link #listAttributes}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ListAttributesResponse> listAttributesAsync(ListAttributesRequest request) {
        return calls.callAsync(AttributeServiceGrpc.getListAttributesMethod(), List.of(request));
    }

    /**
     * Update an attribute. The whole is checked again; a refused update changes nothing. Another type is refused
     * while a layer would no longer compile with it, or a layer uses the attribute and a record holds a value of the
     * old type.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, RESOURCE_IN_USE,
     * CLAIMS_REFUSED. Retry: safe with request_id or etag. Limits: those of the fields; message size 4 MiB.
     */
    public UpdateAttributeResponse updateAttribute(UpdateAttributeRequest request) {
        return calls.call(AttributeServiceGrpc.getUpdateAttributeMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #updateAttribute}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<UpdateAttributeResponse> updateAttributeAsync(UpdateAttributeRequest request) {
        return calls.callAsync(AttributeServiceGrpc.getUpdateAttributeMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Delete an attribute. Refused while templates, flows, scope mappings or access keys' claims use it. Values of
     * it that records hold stay there, and no expression reads them.
     *
     * <p>Caller: owner, directory-editor. Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE. Retry: safe with
     * request_id or allow_missing. Limits: none.
     */
    public DeleteAttributeResponse deleteAttribute(DeleteAttributeRequest request) {
        return calls.call(AttributeServiceGrpc.getDeleteAttributeMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #deleteAttribute}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<DeleteAttributeResponse> deleteAttributeAsync(DeleteAttributeRequest request) {
        return calls.callAsync(AttributeServiceGrpc.getDeleteAttributeMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }
}
