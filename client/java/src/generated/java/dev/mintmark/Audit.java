// Generated from protos/mintmark/v1/audit_service.proto by `make proto-clients`; never edited by hand.

package dev.mintmark;

import dev.mintmark.v1.*;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Reads the audit log: hash-chained, one chain a project.
 */
public final class Audit {
    private final Calls calls;

    Audit(Calls calls) {
        this.calls = calls;
    }

    /** Returns the same service, of which each call has this deadline. */
    public Audit withTimeout(Duration timeout) {
        return new Audit(calls.withTimeout(timeout));
    }

    /** Returns the same service, called with another credential, as an access key's own secret; "" is none. */
    public Audit withCredential(String credential) {
        return new Audit(calls.withCredential(credential));
    }

    /**
     * List a project's events, oldest first.
     *
     * <p>Caller: owner, auditor. Errors: INVALID_PAGE_TOKEN. Retry: safe. Limits: 1,000 a page.
     */
    public ListAuditEventsResponse listAuditEvents(ListAuditEventsRequest request) {
        return calls.call(AuditServiceGrpc.getListAuditEventsMethod(), List.of(request));
    }

    /**
     * As {@link #listAuditEvents}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ListAuditEventsResponse> listAuditEventsAsync(ListAuditEventsRequest request) {
        return calls.callAsync(AuditServiceGrpc.getListAuditEventsMethod(), List.of(request));
    }

    /**
     * Stream a project's events from a place on, as they happen.
     *
     * <p>Caller: owner, auditor. Errors: FIELD_REQUIRED, INVALID_FIELD. Retry: safe, from the last sequence seen.
     * Limits: a few streams at once; more are RATE_LIMITED.
     */
    public Answers<WatchAuditEventsResponse> watchAuditEvents(WatchAuditEventsRequest request) {
        return calls.stream(AuditServiceGrpc.getWatchAuditEventsMethod(), List.of(request));
    }
}
