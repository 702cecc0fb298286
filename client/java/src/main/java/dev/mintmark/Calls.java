package dev.mintmark;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

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

    <Q extends Message, A> A call(MethodDescriptor<Q, A> method, Iterable<Q> requests) {
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

    <Q extends Message, A> CompletableFuture<A> callAsync(MethodDescriptor<Q, A> method, Iterable<Q> requests) {
        CompletableFuture<A> answer = new CompletableFuture<>();
        ClientCall<Q, A> call = connection.channel().newCall(method, options(method));
        answer.whenComplete((value, failure) -> {
            if (answer.isCancelled()) {
                call.cancel("the future was cancelled", null);
            }
        });
        begin(call, method, requests, new Exchange<Q, A>(call, method, requests) {
            private A only;

            @Override
            public void onMessage(A message) {
                only = message;
            }

            @Override
            void end(RuntimeException failure) {
                if (failure != null) {
                    answer.completeExceptionally(failure);
                } else {
                    answer.complete(only);
                }
            }
        });
        call.request(2);
        return answer;
    }

    <Q extends Message, A> Answers<A> stream(MethodDescriptor<Q, A> method, Iterable<Q> requests) {
        Answers<A> answers = new Answers<>();
        ClientCall<Q, A> call = connection.channel().newCall(method, options(method));
        begin(call, method, requests, new Exchange<Q, A>(call, method, requests) {
            @Override
            public void onMessage(A message) {
                answers.add(message);
            }

            @Override
            void end(RuntimeException failure) {
                answers.end(failure);
            }
        });
        answers.begin(call);
        return answers;
    }

    /** Throws what another thread caught, with this thread's stack, where the caller finds itself. */
    static RuntimeException here(Throwable failure) {
        if (failure instanceof RuntimeException known) {
            known.fillInStackTrace();
            return known;
        }
        return new IllegalStateException(failure);
    }

    static CancelledException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new CancelledException(
                "The thread was interrupted while it waited.", new Details(Status.Code.CANCELLED), cause);
    }

    private CallOptions options(MethodDescriptor<?, ?> method) {
        Duration own = timeout == null && method.getType() == MethodType.UNARY ? connection.timeout() : timeout;
        return own == null
                ? CallOptions.DEFAULT
                : CallOptions.DEFAULT.withDeadlineAfter(own.toNanos(), TimeUnit.NANOSECONDS);
    }

    private <Q extends Message, A> void begin(
            ClientCall<Q, A> call, MethodDescriptor<Q, A> method, Iterable<Q> requests, Exchange<Q, A> exchange) {
        Metadata metadata = new Metadata();
        if (!credential.isEmpty()) {
            metadata.put(AUTHORIZATION, "Bearer " + credential);
        }
        call.start(exchange, metadata);
        if (method.getType().clientSendsOneMessage()) {
            exchange.send(requests.iterator().next());
            call.halfClose();
        }
    }

    /** One call. A stream of requests is taken from its iterable whenever there is room, on a thread of the channel. */
    private abstract class Exchange<Q extends Message, A> extends ClientCall.Listener<A> {
        private final ClientCall<Q, A> call;
        private final boolean identified;
        private final Iterator<Q> requests;
        private RuntimeException failure;
        private boolean sent;

        Exchange(ClientCall<Q, A> call, MethodDescriptor<Q, A> method, Iterable<Q> requests) {
            this.call = call;
            this.identified = connection.identified().contains(method.getFullMethodName());
            this.requests = requests.iterator();
        }

        abstract void end(RuntimeException failure);

        @Override
        public void onReady() {
            try {
                while (call.isReady() && !sent) {
                    if (requests.hasNext()) {
                        send(requests.next());
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
            if (status.isOk()) {
                end(null);
            } else if (failure != null) {
                end(failure);
            } else {
                end(connection.explain(new StatusRuntimeException(status, trailers)));
            }
        }

        /** Sends a request. Where a repeat needs a request id, it gets one, so that a retry can't do things twice. */
        void send(Q request) {
            call.sendMessage(identified ? identify(request) : request);
        }
    }

    private static <Q extends Message> Q identify(Q request) {
        FieldDescriptor field = request.getDescriptorForType().findFieldByName("request_id");
        if (!request.getField(field).equals("")) {
            return request;
        }
        @SuppressWarnings("unchecked") // A message's builder builds messages of its class.
        Q copy = (Q) request.toBuilder()
                .setField(field, UUID.randomUUID().toString())
                .build();
        return copy;
    }
}
