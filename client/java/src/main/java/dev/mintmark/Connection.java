package dev.mintmark;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import dev.mintmark.MintmarkException.Details;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The channel of a client, and what its calls share. */
final class Connection {
    /** The retry policy that the clients of all languages share. */
    static final Map<String, Object> SERVICE_CONFIG = readServiceConfig();

    private static final long CLOSING_SECONDS = 5;
    private static final long RECONNECT_NANOS = TimeUnit.SECONDS.toNanos(5);

    final ManagedChannel channel;
    private final String where;
    final Duration timeout;
    private final AtomicLong reconnected = new AtomicLong(System.nanoTime());
    private volatile boolean closed;

    /** {@code where} says whom it calls and how, for messages. */
    Connection(ManagedChannel channel, String where, Duration timeout) {
        this.channel = channel;
        this.where = where;
        this.timeout = timeout;
    }

    MintmarkException explain(StatusRuntimeException error) {
        if (closed) {
            return new CancelledException("The client was closed.", new Details(Status.Code.CANCELLED), error);
        }
        MintmarkException failure = MintmarkException.of(error, where);
        if (failure.code() == Status.Code.UNAVAILABLE && failure.reasonText().isEmpty()) {
            reconnectSoon();
        }
        return failure;
    }

    void close() {
        closed = true;
        channel.shutdownNow();
        try {
            channel.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** gRPC waits longer after each failure, for minutes in the end; while somebody calls, it shall try every few seconds. */
    private void reconnectSoon() {
        long last = reconnected.get();
        long now = System.nanoTime();
        if (now - last > RECONNECT_NANOS && reconnected.compareAndSet(last, now)) {
            channel.resetConnectBackoff();
        }
    }

    private static Map<String, Object> readServiceConfig() {
        try (Reader reader = new InputStreamReader(
                Connection.class.getResourceAsStream("service_config.json"), StandardCharsets.UTF_8)) {
            return new Gson().fromJson(reader, new TypeToken<Map<String, Object>>() {}.getType());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
