package dev.mintmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.mintmark.v1.ErrorReason;
import dev.mintmark.v1.GetUserRequest;
import dev.mintmark.v1.GetUserResponse;
import dev.mintmark.v1.ImportUsersRequest;
import dev.mintmark.v1.IssueSessionTokenResponse;
import dev.mintmark.v1.IssuedToken;
import dev.mintmark.v1.ListProjectsRequest;
import dev.mintmark.v1.ProblemList;
import dev.mintmark.v1.StreamIssueRequest;
import dev.mintmark.v1.StreamIssueResponse;
import dev.mintmark.v1.TokenKind;
import dev.mintmark.v1.User;
import dev.mintmark.v1.WatchAuditEventsRequest;
import dev.mintmark.v1.WatchAuditEventsResponse;
import io.grpc.Server;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FaultsTest {
    private static final String GET_USER = "mintmark.v1.UserService/GetUser";
    private static final GetUserRequest ADA =
            GetUserRequest.newBuilder().setName(Service.PROJECT + "/users/ada").build();
    private static final WatchAuditEventsRequest WATCH =
            WatchAuditEventsRequest.newBuilder().setParent(Service.PROJECT).build();
    private static Service service;
    private final List<AutoCloseable> opened = new java.util.ArrayList<>();

    @BeforeAll
    static void serve() throws Exception {
        service = Service.demo();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void close() throws Exception {
        Collections.reverse(opened);
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }

    /** Returns a client of a made-up service that answers GetUser so. */
    private MintmarkClient answering(Service.Answering answering) throws IOException {
        return answering(GET_USER, answering);
    }

    private MintmarkClient answering(String method, Service.Answering answering) throws IOException {
        Server server = Service.serveBytes(method, answering);
        open(() -> Service.stop(server));
        return open(Service.connect(server));
    }

    private static StatusException failing(Code code, Message... details) {
        Status.Builder status = Status.newBuilder().setCode(code.value()).setMessage("said by the service");
        Arrays.stream(details).map(Any::pack).forEach(status::addDetails);
        return StatusProto.toStatusException(status.build());
    }

    private static ErrorInfo info(String reason) {
        return ErrorInfo.newBuilder()
                .setDomain("mintmark")
                .setReason(reason)
                .putMetadata("request_id", "r1")
                .build();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("grpc-"))
                .count();
    }

    private static int handles() {
        String[] names = Path.of("/proc/self/fd").toFile().list();
        return names == null ? 0 : names.length;
    }

    /** Waits until what runs in the background is as little as it was. */
    private static void awaitReleased(long threads, int handles) throws InterruptedException {
        for (int round = 0; round < 300 && (threads() > threads || handles() > handles); round++) {
            Thread.sleep(50);
        }
        assertTrue(threads() <= threads, threads() + " threads of gRPC, before there were " + threads);
        assertTrue(handles() <= handles, handles() + " handles, before there were " + handles);
    }

    @Test
    void aWrongAddressIsSaidAtOnceWithWhatToCheck() throws Exception {
        String target = "127.0.0.1:" + Service.freePort();
        MintmarkClient client = open(MintmarkClient.builder().target(target).build());
        UnavailableException error =
                assertThrows(UnavailableException.class, () -> client.users().getUser(ADA));
        assertEquals(Code.UNAVAILABLE, error.code());
        assertEquals(ErrorReason.ERROR_REASON_UNSPECIFIED, error.reason());
        assertTrue(error.getMessage()
                .startsWith("Mintmark at " + target + " (without TLS) can't be reached; check the address"));
        assertTrue(error.getMessage().contains("Connection refused"), error.getMessage());
    }

    @Test
    void anAddressThatSpeaksHttpIsNoService() {
        MintmarkClient client = open(MintmarkClient.builder()
                .target(service.http.replace("http://", ""))
                .build());
        MintmarkException error =
                assertThrows(MintmarkException.class, () -> client.users().getUser(ADA));
        assertTrue(error.getMessage().contains("check"), error.getMessage());
    }

    @Test
    void aWrongCredentialIsRefusedAsEveryWrongOneIs() {
        for (String credential : List.of("mmc_wrong", "")) {
            MintmarkClient client = open(service.client().credential(credential).build());
            AccessException error =
                    assertThrows(AccessException.class, () -> client.users().getUser(ADA));
            assertEquals(ErrorReason.ERROR_REASON_UNAUTHENTICATED, error.reason());
        }
    }

    @Test
    void aDeadlinePassesOnThisSideToo() throws Exception {
        MintmarkClient client = answering(request -> null);
        UnavailableException error = assertThrows(
                UnavailableException.class,
                () -> client.users().withTimeout(Duration.ofMillis(100)).getUser(ADA));
        assertEquals(Code.DEADLINE_EXCEEDED, error.code());
        assertTrue(error.getMessage().contains("give a longer timeout"));
        MintmarkClient hasty = open(service.client().timeout(Duration.ZERO).build());
        assertEquals(
                Code.DEADLINE_EXCEEDED,
                assertThrows(UnavailableException.class, () -> hasty.users().getUser(ADA))
                        .code());
    }

    @Test
    void cancelledCallsEndForTheCallerAndForTheService() throws Exception {
        Semaphore entered = new Semaphore(0);
        Semaphore left = new Semaphore(0);
        MintmarkClient client = answering(new Service.Answering() {
            @Override
            public byte[] answer(byte[] request) {
                entered.release();
                return null;
            }

            @Override
            public void cancelled() {
                left.release();
            }
        });
        CompletableFuture<GetUserResponse> future =
                client.users().withTimeout(Duration.ofMinutes(1)).getUserAsync(ADA);
        assertTrue(entered.tryAcquire(20, TimeUnit.SECONDS));
        future.cancel(true);
        assertThrows(CancellationException.class, future::join);
        assertTrue(left.tryAcquire(20, TimeUnit.SECONDS), "the service still serves a caller that went away");
        AtomicReference<Throwable> met = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                client.users().getUser(ADA);
            } catch (CancelledException error) {
                met.set(Thread.currentThread().isInterrupted() ? error : null);
            }
        });
        caller.start();
        caller.interrupt();
        caller.join();
        assertInstanceOf(CancelledException.class, met.get(), "and the thread stays interrupted");
        CompletableFuture<GetUserResponse> open = client.users().getUserAsync(ADA);
        client.close();
        ExecutionException closed = assertThrows(ExecutionException.class, () -> open.get(20, TimeUnit.SECONDS));
        assertInstanceOf(CancelledException.class, closed.getCause());
    }

    @Test
    void aFiveMegabyteAnswerIsRefusedWithWhatToDo() throws Exception {
        byte[] big = GetUserResponse.newBuilder()
                .setUser(User.newBuilder().setDisplayName("x".repeat(5 << 20)))
                .build()
                .toByteArray();
        MintmarkClient client = answering(request -> big);
        UnavailableException error =
                assertThrows(UnavailableException.class, () -> client.users().getUser(ADA));
        assertEquals(Code.RESOURCE_EXHAUSTED, error.code());
        assertTrue(error.getMessage().contains("page_size"));
    }

    @Test
    void anAnswerThatIsNoMessageOfTheContractIsSaidToBeNone() throws Exception {
        MintmarkClient broken = answering(request -> new byte[] {-1, -1, -1});
        ServiceException error =
                assertThrows(ServiceException.class, () -> broken.users().getUser(ADA));
        assertTrue(error.getMessage().contains("check that it is Mintmark"), error.getMessage());
        MintmarkClient other = answering("other.Service/Method", request -> request);
        assertEquals(
                Code.UNIMPLEMENTED,
                assertThrows(ServiceException.class, () -> other.users().getUser(ADA))
                        .code());
    }

    @Test
    void aReasonAndAProblemThatAreNewerThanThisClientStayReadable() throws Exception {
        ProblemList problems = ProblemList.newBuilder()
                .addProblems(dev.mintmark.v1.Problem.newBuilder()
                        .setReasonValue(4711)
                        .setPath("plan"))
                .build();
        MintmarkClient client = answering(request -> {
            throw failing(Code.FAILED_PRECONDITION, info("MOON_PHASE"), problems);
        });
        StateException error =
                assertThrows(StateException.class, () -> client.users().getUser(ADA));
        assertEquals(ErrorReason.UNRECOGNIZED, error.reason());
        assertEquals("MOON_PHASE", error.reasonText());
        assertEquals("r1", error.requestId());
        assertEquals("said by the service", error.getMessage());
        assertEquals(ErrorReason.UNRECOGNIZED, error.problems().get(0).getReason());
        assertEquals("plan", error.problems().get(0).getPath());
    }

    @Test
    void unknownEnumValuesAndFieldsOfAnAnswerAreKept() throws Exception {
        // A kind of token, and field 900, that only a newer contract has.
        IssuedToken token = IssuedToken.newBuilder().setKindValue(99).build();
        ByteString newer = IssueSessionTokenResponse.newBuilder()
                .setToken(token)
                .build()
                .toByteString()
                .concat(ByteString.copyFrom(new byte[] {(byte) 0xa2, 0x38, 0x02, 'h', 'o'}));
        MintmarkClient client = answering("mintmark.v1.TokenService/IssueSessionToken", request -> newer.toByteArray());
        IssueSessionTokenResponse answer =
                client.tokens().issueSessionToken(dev.mintmark.v1.IssueSessionTokenRequest.getDefaultInstance());
        assertEquals(TokenKind.UNRECOGNIZED, answer.getToken().getKind());
        assertEquals(99, answer.getToken().getKindValue());
        assertArrayEquals(newer.toByteArray(), answer.toByteArray());
    }

    @Test
    void unavailableIsTriedAgainWhereThatIsSafeAndTheDelayIsTold() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        RetryInfo retry = RetryInfo.newBuilder()
                .setRetryDelay(
                        com.google.protobuf.Duration.newBuilder().setSeconds(1).setNanos(500_000_000))
                .build();
        AtomicInteger recovers = new AtomicInteger(3);
        MintmarkClient client = answering(request -> {
            if (calls.incrementAndGet() < recovers.get()) {
                throw failing(Code.UNAVAILABLE, info("STORAGE_UNAVAILABLE"), retry);
            }
            return new byte[0];
        });
        client.users().getUser(ADA);
        assertEquals(3, calls.get());
        calls.set(0);
        recovers.set(100);
        UnavailableException error =
                assertThrows(UnavailableException.class, () -> client.users().getUser(ADA));
        assertEquals(4, calls.get());
        assertEquals(Duration.ofMillis(1500), error.retryDelay().orElseThrow());
    }

    @Test
    void aServiceThatGoesAwayAndComesBackIsFoundAgainByTheSameClient() throws Exception {
        Service own = open(Service.demo());
        MintmarkClient client = open(own.client().build());
        client.users().getUser(ADA);
        own.stop();
        assertThrows(UnavailableException.class, () -> client.users().getUser(ADA));
        own.start();
        // Connecting anew waits a little after each failure; a caller that tries again gets through.
        for (int tries = 0; ; tries++) {
            try {
                client.users().getUser(ADA);
                return;
            } catch (UnavailableException error) {
                assertTrue(tries < 300, error.getMessage());
                Thread.sleep(100);
            }
        }
    }

    @Test
    void nothingIsLeftOfCallsStreamsAndClients() throws Exception {
        awaitReleased(0, Integer.MAX_VALUE);
        int handlesBefore = handles();
        StreamIssueRequest item = StreamIssueRequest.getDefaultInstance();
        for (int round = 0; round < 5; round++) {
            try (MintmarkClient client = service.client().build()) {
                client.users().getUser(ADA);
                client.users().getUserAsync(ADA).cancel(true);
                try (Answers<StreamIssueResponse> answers = client.tokens().streamIssue(List.of(item, item))) {
                    assertTrue(answers.next().getOutcome().hasError());
                }
                client.tokens().streamIssue(Collections.nCopies(100, item)); // Never read, never closed.
            }
        }
        MintmarkClient away = MintmarkClient.builder()
                .target("127.0.0.1:" + Service.freePort())
                .build();
        assertThrows(UnavailableException.class, () -> away.users().getUser(ADA));
        away.close();
        awaitReleased(0, handlesBefore);
    }

    @Test
    void streamsEndWhenTheyAreClosedLateInterruptedOrFail() throws Exception {
        MintmarkClient client = open(service.client().build());
        try (Answers<WatchAuditEventsResponse> events = client.audit().watchAuditEvents(WATCH)) {
            assertTrue(events.next().hasAuditEvent());
        }
        Consumer<Answers<WatchAuditEventsResponse>> drain = answers -> answers.forEachRemaining(event -> {});
        Answers<WatchAuditEventsResponse> late =
                client.audit().withTimeout(Duration.ofMillis(200)).watchAuditEvents(WATCH);
        assertEquals(
                Code.DEADLINE_EXCEEDED,
                assertThrows(UnavailableException.class, () -> drain.accept(late))
                        .code());
        assertFalse(late.hasNext(), "a stream that failed is over");
        CountDownLatch reading = new CountDownLatch(1);
        AtomicReference<RuntimeException> met = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            try (Answers<WatchAuditEventsResponse> events = client.audit().watchAuditEvents(WATCH)) {
                reading.countDown();
                drain.accept(events);
            } catch (MintmarkException error) {
                met.set(error);
            }
        });
        reader.start();
        reading.await();
        reader.interrupt();
        reader.join();
        assertInstanceOf(CancelledException.class, met.get());
        Iterable<ImportUsersRequest> broken = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public ImportUsersRequest next() {
                throw new IllegalStateException("out of requests");
            }
        };
        IllegalStateException own =
                assertThrows(IllegalStateException.class, () -> client.users().importUsers(broken));
        assertEquals("out of requests", own.getMessage(), "the caller's own failure, not a cancelled call");
    }

    @Test
    void requestsAreTakenNoFasterThanTheyAreSent() throws Exception {
        MintmarkClient client = open(service.client().build());
        AtomicInteger made = new AtomicInteger();
        Iterable<StreamIssueRequest> endless = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public StreamIssueRequest next() {
                made.incrementAndGet();
                return StreamIssueRequest.getDefaultInstance();
            }
        };
        try (Answers<StreamIssueResponse> answers = client.tokens().streamIssue(endless)) {
            assertTrue(answers.next().getOutcome().hasError());
        }
        int last = -1;
        for (int round = 0; round < 100 && last != made.get(); round++) {
            last = made.get();
            Thread.sleep(100);
        }
        assertEquals(last, made.get(), "requests are made after the end");
    }

    private static void call(MintmarkClient.Builder builder) {
        try (MintmarkClient client = builder.build()) {
            client.projects().listProjects(ListProjectsRequest.getDefaultInstance());
        }
    }

    @Test
    void tlsAndNoTlsDontMeetAndTheErrorSaysWhichSideHasWhich() throws Exception {
        Service tls = open(Service.tls(false));
        Path authority = tls.folder.resolve("ca.pem");
        call(tls.client().authority(authority));
        call(tls.client()
                .target(tls.target.replace("localhost", "127.0.0.1"))
                .authority(authority)
                .serverName("localhost"));
        UnavailableException plain = assertThrows(UnavailableException.class, () -> call(tls.client()));
        assertTrue(plain.getMessage()
                .contains("(without TLS) can't be reached; check the address, and that both sides use TLS"));
        UnavailableException untrusted =
                assertThrows(UnavailableException.class, () -> call(tls.client().tls()));
        assertTrue(untrusted.getMessage().contains("(TLS)"), untrusted.getMessage());
        assertThrows(
                UnavailableException.class,
                () -> call(tls.client().authority(authority).serverName("other.example")));
        assertThrows(UnavailableException.class, () -> call(service.client().authority(authority)));
        assertThrows(
                java.io.UncheckedIOException.class,
                () -> MintmarkClient.builder().authority(Path.of("/nowhere.pem")));
    }

    @Test
    void aTargetThatIsNotLocalGetsNoPlaintext() {
        // Loopback too, but written so that the client takes it for any address.
        String hidden = service.target.replace("127.0.0.1", "[::ffff:127.0.0.1]");
        UnavailableException error = assertThrows(
                UnavailableException.class, () -> call(service.client().target(hidden)));
        assertTrue(
                error.getMessage().startsWith("Mintmark at " + hidden + " (TLS) can't be reached"), error.getMessage());
        call(service.client().target(hidden).plaintext());
        for (String local : List.of("localhost", "dns:///localhost")) {
            call(service.client().target(service.target.replace("127.0.0.1", local)));
        }
    }

    @Test
    void aClientWithoutACertificateIsNotLetInWhereOneIsAsked() throws Exception {
        Service tls = open(Service.tls(true));
        Path authority = tls.folder.resolve("ca.pem");
        call(tls.client()
                .authority(authority)
                .certificate(tls.folder.resolve("client.pem"), tls.folder.resolve("client.key")));
        assertThrows(UnavailableException.class, () -> call(tls.client().authority(authority)));
    }
}
