package dev.mintmark;

import io.grpc.BindableService;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real service for tests, in a process of its own that ends with {@link #close}; and made-up ones. */
final class Service implements AutoCloseable {
    static final String PROJECT = "projects/demo";
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path BIN = ROOT.resolve(".venv/bin");

    final String target;
    final String issuer;
    final String http;
    final Path folder;
    private final List<String> arguments;
    private final String ready;
    private String credential;
    private Process process;

    private Service(Path folder, String host, int grpcPort, int httpPort, String ready, List<String> arguments)
            throws IOException {
        this.folder = folder;
        this.target = host + ":" + grpcPort;
        this.http = "http://127.0.0.1:" + httpPort;
        this.issuer = http + "/" + PROJECT;
        this.ready = ready;
        this.arguments = new ArrayList<>(arguments);
        this.arguments.addAll(
                List.of("--grpc-address", "127.0.0.1:" + grpcPort, "--http-address", "127.0.0.1:" + httpPort));
        start();
    }

    /** Serves the demo project. */
    static Service demo() throws IOException {
        Path folder = Files.createTempDirectory("mintmark-java-");
        List<String> arguments = List.of("demo", "--data-dir", folder.toString());
        Service service = new Service(folder, "127.0.0.1", freePort(), freePort(), "Serving until", arguments);
        service.credential = Files.readString(folder.resolve("credential")).strip();
        return service;
    }

    /** Serves a new, empty service with TLS; its folder has ca.pem, client.pem and client.key. */
    static Service tls(boolean mutual) throws IOException {
        Path folder = Files.createTempDirectory("mintmark-java-");
        String data = folder.resolve("data").toString();
        run(BIN.resolve("python").toString(), "-m", "tests.clients.certificates", folder.toString());
        String secret = run(BIN.resolve("mintmark-server").toString(), "init", "--data-dir", data);
        List<String> arguments = new ArrayList<>(List.of("serve", "--data-dir", data));
        arguments.addAll(List.of("--tls-cert", folder.resolve("server.pem").toString()));
        arguments.addAll(List.of("--tls-key", folder.resolve("server.key").toString()));
        if (mutual) {
            arguments.addAll(List.of("--client-ca", folder.resolve("ca.pem").toString()));
        }
        Service service = new Service(folder, "localhost", freePort(), freePort(), "gRPC on", arguments);
        service.credential = secret.strip();
        return service;
    }

    String credential() {
        return credential;
    }

    MintmarkClient.Builder client() {
        return MintmarkClient.builder().target(target).credential(credential);
    }

    /** Starts the service, also again on the same address. */
    void start() throws IOException {
        List<String> command =
                new ArrayList<>(List.of(BIN.resolve("mintmark-server").toString()));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said = new ArrayList<>();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.contains(ready)) {
                drain(output);
                return;
            }
        }
        throw new IOException("The service ended: " + String.join("\n", said));
    }

    private static void drain(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "service-output");
        reader.setDaemon(true);
        reader.start();
    }

    void stop() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static String run(String... command) throws IOException {
        Process done = new ProcessBuilder(command).directory(ROOT.toFile()).start();
        String output = new String(done.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (done.onExit().join().exitValue() != 0) {
            throw new IOException(Arrays.toString(command) + ": "
                    + new String(done.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        return output;
    }

    /** What a newer, older or broken service might answer to one call. */
    interface Answering {
        byte[] answer(byte[] request) throws StatusException;

        /** The caller went away. */
        default void cancelled() {}
    }

    /** Serves one unary method with bytes, or a status, of the test's own; null never answers. */
    static Server serveBytes(String method, Answering answering) throws IOException {
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method)
                .setRequestMarshaller(Bytes.MARSHALLER)
                .setResponseMarshaller(Bytes.MARSHALLER)
                .build();
        BindableService service = () -> ServerServiceDefinition.builder(method.substring(0, method.indexOf('/')))
                .addMethod(descriptor, ServerCalls.asyncUnaryCall((request, observer) -> {
                    ((ServerCallStreamObserver<byte[]>) observer).setOnCancelHandler(answering::cancelled);
                    try {
                        byte[] answer = answering.answer(request);
                        if (answer != null) {
                            observer.onNext(answer);
                            observer.onCompleted();
                        }
                    } catch (StatusException error) {
                        observer.onError(error);
                    }
                }))
                .build();
        return Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(service)
                .build()
                .start();
    }

    static MintmarkClient connect(Server server) {
        return MintmarkClient.builder()
                .target("127.0.0.1:" + server.getPort())
                .credential("x")
                .build();
    }

    static void stop(Server server) throws InterruptedException {
        server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
        MARSHALLER;

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
        }
    }
}
