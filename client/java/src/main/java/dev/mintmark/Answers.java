package dev.mintmark;

import io.grpc.ClientCall;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A stream of answers, read no faster than it is asked for. Close it, which cancels what has not come yet:
 *
 * <pre>{@code
 * try (Answers<WatchAuditEventsResponse> answers = client.audit().watchAuditEvents(request)) {
 *     for (WatchAuditEventsResponse answer : answers) { ... }
 * }
 * }</pre>
 *
 * <p>It can be iterated once, by one thread at a time; waiting for an answer ends with {@link CancelledException} when the thread is
 * interrupted. A failed stream throws {@link MintmarkException} after its last answer.
 */
public final class Answers<A> implements Iterable<A>, Iterator<A>, AutoCloseable {
    final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private ClientCall<?, A> call;
    private A next;
    private boolean ended;

    /** The end of a stream, and why where it failed. */
    private record End(RuntimeException failure) {}

    void begin(ClientCall<?, A> started) {
        call = started;
        call.request(1);
    }

    void end(RuntimeException failure) {
        arrived.add(new End(failure));
    }

    @Override
    public boolean hasNext() {
        if (next != null) {
            return true;
        }
        if (ended) {
            return false;
        }
        Object taken;
        try {
            taken = arrived.take();
        } catch (InterruptedException interrupted) {
            close();
            throw Calls.interrupted(interrupted);
        }
        if (taken instanceof End end) {
            ended = true;
            if (end.failure() != null) {
                throw Calls.here(end.failure());
            }
            return false;
        }
        @SuppressWarnings("unchecked") // Besides its end, only answers are added.
        A answer = (A) taken;
        next = answer;
        return true;
    }

    @Override
    public A next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        A answer = next;
        next = null;
        call.request(1);
        return answer;
    }

    /** Returns itself: a stream passes once. */
    @Override
    public Iterator<A> iterator() {
        return this;
    }

    /** Cancels the call where it has not ended. */
    @Override
    public void close() {
        ended = true;
        next = null;
        call.cancel("the stream was closed", null);
    }
}
