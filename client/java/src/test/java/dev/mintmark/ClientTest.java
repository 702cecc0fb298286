package dev.mintmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mintmark.v1.BatchIssueRequest;
import dev.mintmark.v1.BatchIssueResponse;
import dev.mintmark.v1.ClaimSource;
import dev.mintmark.v1.CreateAccessKeyRequest;
import dev.mintmark.v1.CreateTemplateRequest;
import dev.mintmark.v1.DeleteUserRequest;
import dev.mintmark.v1.ErrorReason;
import dev.mintmark.v1.GetUserRequest;
import dev.mintmark.v1.ImportUsersRequest;
import dev.mintmark.v1.IssueAccessKeyTokenRequest;
import dev.mintmark.v1.IssueItem;
import dev.mintmark.v1.IssueOutcome;
import dev.mintmark.v1.IssueRefreshTokenRequest;
import dev.mintmark.v1.IssueSessionTokenRequest;
import dev.mintmark.v1.StreamIssueRequest;
import dev.mintmark.v1.StreamIssueResponse;
import dev.mintmark.v1.Subject;
import dev.mintmark.v1.Template;
import dev.mintmark.v1.TemplateKind;
import dev.mintmark.v1.UpdateUserRequest;
import dev.mintmark.v1.User;
import io.grpc.Server;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTest {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static Service service;
    private static MintmarkClient client;

    @BeforeAll
    static void serve() throws Exception {
        service = Service.demo();
        client = service.client().build();
    }

    @AfterAll
    static void stop() {
        client.close();
        service.close();
    }

    private static IssueSessionTokenRequest session(String user) {
        Subject subject =
                Subject.newBuilder().setUser(Service.PROJECT + "/users/" + user).build();
        return IssueSessionTokenRequest.newBuilder()
                .setParent(Service.PROJECT)
                .setSubject(subject)
                .build();
    }

    private static GetUserRequest user(String id) {
        return GetUserRequest.newBuilder()
                .setName(Service.PROJECT + "/users/" + id)
                .build();
    }

    private static CreateTemplateRequest template(String id, Map<String, ?> claims) {
        Template template = Template.newBuilder()
                .setKind(TemplateKind.TEMPLATE_KIND_USER)
                .setSource(ClaimSource.newBuilder().setSimple(Claims.of(claims)))
                .build();
        return CreateTemplateRequest.newBuilder()
                .setParent(Service.PROJECT)
                .setTemplateId(id)
                .setTemplate(template)
                .build();
    }

    @Test
    void aTokenIsIssuedWaitingAndNotWaiting() throws Exception {
        assertFalse(client.tokens()
                .issueSessionToken(session("ada"))
                .getToken()
                .getToken()
                .isEmpty());
        String token = client.tokens()
                .issueSessionTokenAsync(session("ada"))
                .thenApply(answer -> answer.getToken().getToken())
                .get(20, TimeUnit.SECONDS);
        assertEquals(3, token.split("\\.").length);
    }

    @Test
    void claimsGoOutAsNativeValuesAndComeBackAsSuch() {
        Map<String, Object> claims = Map.of(
                "plan", Claims.expression("user.custom_attributes.plan", "free"),
                "limits", Map.of("seats", 25L, "list", List.of(1.5, "ü")));
        Template stored =
                client.templates().createTemplate(template("native", claims)).getTemplate();
        assertEquals(claims, Claims.toMap(stored.getSource().getSimple()));
    }

    @Test
    void everyProblemOfARefusalIsThereTyped() {
        Map<String, Object> claims = Map.of("exp", 1, "plan", Claims.expression("user.custom_attributes.plam"));
        ClaimsException error =
                assertThrows(ClaimsException.class, () -> client.templates().createTemplate(template("bad", claims)));
        assertEquals(ErrorReason.ERROR_REASON_CLAIMS_REFUSED, error.reason());
        assertEquals("exp", error.problems().get(0).getPath());
        assertEquals(
                ErrorReason.ERROR_REASON_RESERVED_CLAIM, error.problems().get(0).getReason());
        assertEquals(
                ErrorReason.ERROR_REASON_UNKNOWN_REFERENCE,
                error.problems().get(1).getReason());
        assertTrue(error.problems().get(1).getSuggestion().contains("plan"));
        assertFalse(error.requestId().isEmpty());
    }

    @Test
    void kindsOfFailureHaveTheirClass() {
        AbsenceException absent =
                assertThrows(AbsenceException.class, () -> client.users().getUser(user("nobody")));
        assertEquals(Service.PROJECT + "/users/nobody", absent.resource());
        assertEquals("NOT_FOUND", absent.reasonText());
        assertTrue(
                List.of(absent.getStackTrace()).stream()
                        .anyMatch(frame -> frame.getClassName().equals(ClientTest.class.getName())),
                "the stack is the caller's");
        User alan = client.users().getUser(user("alan")).getUser();
        UpdateUserRequest update = UpdateUserRequest.newBuilder()
                .setUser(alan.toBuilder().setEtag("\"other\""))
                .build();
        ConflictException conflict =
                assertThrows(ConflictException.class, () -> client.users().updateUser(update));
        assertEquals(ErrorReason.ERROR_REASON_ETAG_MISMATCH, conflict.reason());
        RefusedException refused =
                assertThrows(RefusedException.class, () -> client.users().getUser(GetUserRequest.getDefaultInstance()));
        assertFalse(refused.problems().isEmpty());
    }

    @Test
    void aBatchHasAnOutcomeOrATypedErrorForEachItem() {
        BatchIssueRequest.Builder request = BatchIssueRequest.newBuilder().setParent(Service.PROJECT);
        List.of("ada", "nobody")
                .forEach(id -> request.addItems(IssueItem.newBuilder().setSession(session(id))));
        BatchIssueResponse answer = client.tokens().batchIssue(request.build());
        assertTrue(answer.getOutcomes(0).hasToken());
        assertInstanceOf(
                AbsenceException.class,
                MintmarkException.of(answer.getOutcomes(1).getError()));
    }

    @Test
    void streamsGoBothWaysInOrderAndEnd() {
        StreamIssueRequest request = StreamIssueRequest.newBuilder()
                .setItem(IssueItem.newBuilder().setSession(session("ada")))
                .build();
        int tokens = 0;
        try (Answers<StreamIssueResponse> answers = client.tokens().streamIssue(Collections.nCopies(300, request))) {
            for (StreamIssueResponse answer : answers) {
                assertEquals(IssueOutcome.OutcomeCase.TOKEN, answer.getOutcome().getOutcomeCase());
                tokens++;
            }
        }
        assertEquals(300, tokens);
        List<ImportUsersRequest> users = IntStream.range(0, 200)
                .mapToObj(number -> ImportUsersRequest.newBuilder()
                        .setParent(Service.PROJECT)
                        .setUser(User.newBuilder().setName(Service.PROJECT + "/users/imported" + number))
                        .build())
                .toList();
        assertEquals(200, client.users().importUsers(users).getCreatedCount());
    }

    @Test
    void aCallThatCouldDoThingsTwiceHasARequestIdOthersHaveNone() throws Exception {
        String delete = "mintmark.v1.UserService/DeleteUser";
        assertTrue(UUID.matcher(seen(delete, c -> c.users().deleteUser(DeleteUserRequest.getDefaultInstance())))
                .find());
        assertFalse(UUID.matcher(
                        seen("mintmark.v1.UserService/GetUser", c -> c.users().getUser(user("ada"))))
                .find());
        DeleteUserRequest own =
                DeleteUserRequest.newBuilder().setRequestId("mine").build();
        assertTrue(seen(delete, c -> c.users().deleteUser(own)).contains("mine"));
        IssueRefreshTokenRequest request = IssueRefreshTokenRequest.newBuilder()
                .setParent(Service.PROJECT)
                .setSubject(session("ada").getSubject())
                .setRequestId("7f2c4a3e-0b1d-4c5e-8f60-123456789abc")
                .build();
        String first = client.tokens().issueRefreshToken(request).getToken().getToken();
        assertEquals(
                first, client.tokens().issueRefreshToken(request).getToken().getToken());
    }

    private static String seen(String method, Consumer<MintmarkClient> call) throws Exception {
        StringBuilder sent = new StringBuilder();
        Server server = Service.serveBytes(method, bytes -> {
            sent.append(new String(bytes, StandardCharsets.ISO_8859_1));
            return new byte[0];
        });
        try (MintmarkClient own = Service.connect(server)) {
            call.accept(own);
        } finally {
            Service.stop(server);
        }
        return sent.toString();
    }

    @Test
    void theCredentialComesFromTheArgumentAFileOrTheEnvironment(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("credential");
        Files.writeString(file, service.credential() + "\n");
        String target = service.target;
        List<MintmarkClient.Builder> builders = List.of(
                service.client(),
                new MintmarkClient.Builder(Map.of()).target(target).credentialFile(file),
                new MintmarkClient.Builder(
                        Map.of("MINTMARK_TARGET", target, "MINTMARK_CREDENTIAL_FILE", file.toString())),
                new MintmarkClient.Builder(Map.of(
                        "MINTMARK_TARGET",
                        target,
                        "MINTMARK_CREDENTIAL",
                        service.credential(),
                        "MINTMARK_CREDENTIAL_FILE",
                        "/nowhere")));
        for (MintmarkClient.Builder builder : builders) {
            try (MintmarkClient own = builder.build()) {
                assertEquals(
                        Service.PROJECT + "/users/ada",
                        own.users().getUser(user("ada")).getUser().getName());
            }
        }
        MintmarkClient.Builder missing = new MintmarkClient.Builder(Map.of("MINTMARK_CREDENTIAL_FILE", "/nowhere"));
        assertTrue(assertThrows(java.io.UncheckedIOException.class, missing::build)
                .getMessage()
                .contains("nowhere"));
    }

    @Test
    void anAccessKeysOwnSecretIsTheCredentialOfOneCall() {
        CreateAccessKeyRequest request = CreateAccessKeyRequest.newBuilder()
                .setParent(Service.PROJECT)
                .setAccessKeyId("ci")
                .build();
        String secret = client.accessKeys().createAccessKey(request).getSecret();
        IssueAccessKeyTokenRequest exchange = IssueAccessKeyTokenRequest.newBuilder()
                .setParent(Service.PROJECT)
                .build();
        assertFalse(client.tokens()
                .withCredential(secret)
                .issueAccessKeyToken(exchange)
                .getToken()
                .getToken()
                .isEmpty());
        assertThrows(
                AccessException.class, () -> client.tokens().withCredential("").issueAccessKeyToken(exchange));
    }
}
