package dev.mintmark;

import dev.mintmark.MintmarkException.Details;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** How each kind of method is called, ended and cancelled; immutable, shared by a client's services. */
final class Calls {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Connection connection;
    private final String credential;
    private final Duration timeout;

    /** {@code timeout} is null where none was asked for: then calls with one request and one answer have the client's, streams none. */
    Calls(Connection connection, String credential, Duration timeout) {
        this.connection = connection;
        this.credential = credential;
        this.timeout = timeout;
    }

    void close() {
        connection.close();
    }

    Calls withTimeout(Duration other) {
        return new Calls(connection, credential, other);
    }

    Calls withCredential(String other) {
        return new Calls(connection, other, timeout);
    }

    <Q, A> A call(MethodDescriptor<Q, A> method, Iterable<Q> requests) {
        CompletableFuture<A> answer = callAsync(method, requests);
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            throw interrupted(interrupted);
        } catch (ExecutionException failed) {
            throw here(failed.getCause());
        }
    }

    <Q, A> CompletableFuture<A> callAsync(MethodDescriptor<Q, A> method, Iterable<Q> requests) {
        CompletableFuture<A> answer = new CompletableFuture<>();
        AtomicReference<A> only = new AtomicReference<>();
        ClientCall<Q, A> call = begin(method, requests, only::set, failure -> {
            if (failure == null) {
                answer.complete(only.get());
            } else {
                answer.completeExceptionally(failure);
            }
        });
        answer.whenComplete((value, failure) -> {
            if (answer.isCancelled()) {
                call.cancel("the future was cancelled", null);
            }
        });
        call.request(2);
        return answer;
    }

    <Q, A> Answers<A> stream(MethodDescriptor<Q, A> method, Iterable<Q> requests) {
        Answers<A> answers = new Answers<>();
        answers.begin(begin(method, requests, answers.arrived::add, answers::end));
        return answers;
    }

    /** Throws what another thread caught, with this thread's stack, where the caller finds itself. */
    static RuntimeException here(Throwable failure) {
        return (RuntimeException) failure.fillInStackTrace();
    }

    static CancelledException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new CancelledException(
                "The thread was interrupted while it waited.", new Details(Status.Code.CANCELLED), cause);
    }

    private CallOptions options(MethodDescriptor<?, ?> method) {
        Duration own = timeout == null && method.getType() == MethodType.UNARY ? connection.timeout : timeout;
        return own == null
                ? CallOptions.DEFAULT
                : CallOptions.DEFAULT.withDeadlineAfter(own.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Starts a call. Its answers go to {@code take}, then to {@code end} why it failed, or null. A stream of requests is taken from its
     * iterable whenever there is room, on a thread of the channel.
     */
    private <Q, A> ClientCall<Q, A> begin(
            MethodDescriptor<Q, A> method, Iterable<Q> given, Consumer<A> take, Consumer<RuntimeException> end) {
        ClientCall<Q, A> call = connection.channel.newCall(method, options(method));
        Iterator<Q> requests = given.iterator();
        Metadata metadata = new Metadata();
        if (!credential.isEmpty()) {
            metadata.put(AUTHORIZATION, "Bearer " + credential);
        }
        ClientCall.Listener<A> listener = new ClientCall.Listener<>() {
            private RuntimeException failure;
            private boolean sent;

            @Override
            public void onMessage(A message) {
                take.accept(message);
            }

            @Override
            public void onReady() {
                try {
                    while (call.isReady() && !sent) {
                        if (requests.hasNext()) {
                            call.sendMessage(requests.next());
                        } else {
                            sent = true;
                            call.halfClose();
                        }
                    }
                } catch (RuntimeException broken) {
                    // What the caller's own iterable threw is the call's failure.
                    sent = true;
                    failure = broken;
                    call.cancel("the requests failed", broken);
                }
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
                sent = true;
                boolean ours = status.isOk() || failure != null;
                end.accept(ours ? failure : connection.explain(new StatusRuntimeException(status, trailers)));
            }
        };
        call.start(listener, metadata);
        if (method.getType().clientSendsOneMessage()) {
            call.sendMessage(requests.next());
            call.halfClose();
        }
        return call;
    }
}
