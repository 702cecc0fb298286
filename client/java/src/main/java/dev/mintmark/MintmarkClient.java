package dev.mintmark;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A connection to the service; safe to share between threads. Close it when done.
 *
 * <pre>{@code
 * try (MintmarkClient client = MintmarkClient.builder().target("127.0.0.1:50051").build()) {
 *     String token = client.tokens().issueSessionToken(request).getToken().getToken();
 * }
 * }</pre>
 */
public final class MintmarkClient extends Services implements AutoCloseable {
    private static final String DEFAULT_TARGET = "127.0.0.1:50051";
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    /** Targets that never leave this machine: only there may a credential be sent in the clear unasked. */
    private static final Pattern LOCAL = Pattern.compile(
            "unix:.*|(dns:(///)?)?(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?", Pattern.CASE_INSENSITIVE);

    private MintmarkClient(Calls calls) {
        super(calls);
    }

    /** Returns a builder of clients. */
    public static Builder builder() {
        return new Builder(System.getenv());
    }

    /** Cancels what still runs, and closes the connection. */
    @Override
    public void close() {
        calls.close();
    }

    /** Settings of a client; what is not said comes from the environment, else from the defaults. */
    public static final class Builder {
        private final Map<String, String> environment;
        private String target;
        private String credential;
        private Duration timeout = DEFAULT_TIMEOUT;
        private TlsChannelCredentials.Builder tls;
        private boolean plaintext;
        private String serverName;

        Builder(Map<String, String> environment) {
            this.environment = environment;
        }

        /** {@code host:port}; default: MINTMARK_TARGET, else 127.0.0.1:50051. */
        public Builder target(String address) {
            this.target = address;
            return this;
        }

        /** The caller's secret, "" for none; default: MINTMARK_CREDENTIAL, else what the file named by MINTMARK_CREDENTIAL_FILE holds. */
        public Builder credential(String secret) {
            this.credential = secret;
            return this;
        }

        /** A file that holds the secret. Throws UncheckedIOException when it can't be read. */
        public Builder credentialFile(Path file) {
            return credential(read(file));
        }

        /** The deadline of calls with one request and one answer; default: 10 s. */
        public Builder timeout(Duration deadline) {
            this.timeout = deadline;
            return this;
        }

        /** Send everything unencrypted, the credential too, also off loopback: behind a proxy that encrypts. */
        public Builder plaintext() {
            this.plaintext = true;
            return this;
        }

        /** Use TLS also on loopback, and trust the authorities that Java knows; elsewhere that is the default. */
        public Builder tls() {
            tls = tls == null ? TlsChannelCredentials.newBuilder() : tls;
            return this;
        }

        /** Use TLS, and trust this authority (PEM). Throws UncheckedIOException when it can't be read. */
        public Builder authority(Path file) {
            tls();
            try {
                tls.trustManager(file.toFile());
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
            return this;
        }

        /** Use mTLS with this certificate and key (PEM). Throws UncheckedIOException when they can't be read. */
        public Builder certificate(Path chain, Path key) {
            tls();
            try {
                tls.keyManager(chain.toFile(), key.toFile());
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
            return this;
        }

        /** The name in the service's certificate, where it is not the target's. */
        public Builder serverName(String name) {
            this.serverName = name;
            return this;
        }

        /** Returns the client; it connects with its first call. Throws UncheckedIOException for a credential file that can't be read. */
        public MintmarkClient build() {
            String secret = findCredential();
            String address = target != null ? target : variable("MINTMARK_TARGET", DEFAULT_TARGET);
            if (!plaintext && !LOCAL.matcher(address).matches()) {
                tls();
            }
            ChannelCredentials security = tls == null ? InsecureChannelCredentials.create() : tls.build();
            ManagedChannelBuilder<?> channel = Grpc.newChannelBuilder(address, security)
                    .defaultServiceConfig(Connection.SERVICE_CONFIG)
                    .disableServiceConfigLookUp()
                    .enableRetry();
            if (serverName != null) {
                channel.overrideAuthority(serverName);
            }
            String where = "Mintmark at " + address + (tls == null ? " (without TLS)" : " (TLS)");
            return new MintmarkClient(new Calls(new Connection(channel.build(), where, timeout), secret, null));
        }

        private String findCredential() {
            if (credential != null) {
                return credential;
            }
            String file = variable("MINTMARK_CREDENTIAL_FILE", "");
            String secret = variable("MINTMARK_CREDENTIAL", "");
            return secret.isEmpty() && !file.isEmpty() ? read(Path.of(file)) : secret;
        }

        private String variable(String name, String fallback) {
            String value = environment.getOrDefault(name, "");
            return value.isEmpty() ? fallback : value;
        }

        private static String read(Path file) {
            try {
                return Files.readString(file).strip();
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
        }
    }
}
