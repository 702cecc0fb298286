package dev.mintmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.mintmark.examples.TokenFilter;
import dev.mintmark.examples.Verifier;
import dev.mintmark.examples.Verifier.Kind;
import dev.mintmark.examples.Verifier.Token;
import dev.mintmark.examples.Verifier.TokenRefusedException;
import dev.mintmark.v1.ActivateKeyRequest;
import dev.mintmark.v1.Application;
import dev.mintmark.v1.ApplicationKind;
import dev.mintmark.v1.CreateApplicationRequest;
import dev.mintmark.v1.IssueAccessKeyTokenRequest;
import dev.mintmark.v1.IssueIdTokenRequest;
import dev.mintmark.v1.IssueRefreshTokenRequest;
import dev.mintmark.v1.IssueSessionTokenRequest;
import dev.mintmark.v1.PrepareKeyRequest;
import dev.mintmark.v1.Subject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class VerifierTest {
    private static final Subject ADA =
            Subject.newBuilder().setUser(Service.PROJECT + "/users/ada").build();
    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
    private static Service service;
    private static MintmarkClient client;
    private static Verifier verifier;

    @BeforeAll
    static void serve() throws Exception {
        service = Service.demo();
        client = service.client().build();
        verifier = Verifier.discover(service.issuer, Duration.ZERO);
    }

    @AfterAll
    static void stop() {
        client.close();
        service.close();
    }

    private static String session() {
        IssueSessionTokenRequest request = IssueSessionTokenRequest.newBuilder()
                .setParent(Service.PROJECT)
                .setSubject(ADA)
                .setClientClaims(Struct.newBuilder()
                        .putFields(
                                "theme",
                                Value.newBuilder().setStringValue("dark").build()))
                .build();
        return client.tokens().issueSessionToken(request).getToken().getToken();
    }

    private static String refresh() {
        IssueRefreshTokenRequest request = IssueRefreshTokenRequest.newBuilder()
                .setParent(Service.PROJECT)
                .setSubject(ADA)
                .build();
        return client.tokens().issueRefreshToken(request).getToken().getToken();
    }

    private static void assertRefused(Verifier by, String token, Set<Kind> kinds, String audience) {
        TokenRefusedException error =
                assertThrows(TokenRefusedException.class, () -> by.verify(token, kinds, audience), token);
        assertFalse(error.unavailable(), error.getMessage());
    }

    @Test
    void aSessionTokenHoldsAndWhatTheClientSentStaysApart() throws Exception {
        Token token = verifier.verify(session(), Set.of(Kind.SESSION), null);
        assertEquals(Kind.SESSION, token.kind());
        assertEquals("ada", token.userId());
        assertEquals("pro", token.claims().get("plan"));
        assertFalse(token.claims().containsKey("nsec"));
        assertEquals(Map.of("theme", "dark"), token.untrusted());
    }

    @Test
    void refreshAccessKeyAndIdTokensAreToldApart() throws Exception {
        IssueAccessKeyTokenRequest machine = IssueAccessKeyTokenRequest.newBuilder()
                .setParent(Service.PROJECT)
                .setAccessKey(Service.PROJECT + "/accessKeys/nightly")
                .build();
        String machineToken =
                client.tokens().issueAccessKeyToken(machine).getToken().getToken();
        client.applications()
                .createApplication(CreateApplicationRequest.newBuilder()
                        .setParent(Service.PROJECT)
                        .setApplicationId("oidc")
                        .setApplication(Application.newBuilder().setKind(ApplicationKind.APPLICATION_KIND_OIDC))
                        .build());
        IssueIdTokenRequest id = IssueIdTokenRequest.newBuilder()
                .setParent(Service.PROJECT)
                .setSubject(ADA)
                .setApplication(Service.PROJECT + "/applications/oidc")
                .setNonce("n")
                .build();
        String idToken = client.tokens().issueIdToken(id).getToken().getToken();
        assertEquals(Kind.REFRESH, verifier.verify(refresh(), ALL, null).kind());
        assertEquals(Kind.ACCESS_KEY, verifier.verify(machineToken, ALL, null).kind());
        assertNull(verifier.verify(machineToken, ALL, null).untrusted());
        assertEquals("n", verifier.verify(idToken, ALL, "oidc").claims().get("nonce"));
        assertRefused(verifier, refresh(), Set.of(Kind.SESSION, Kind.ACCESS_KEY, Kind.ID), null);
        assertRefused(verifier, idToken, Set.of(Kind.SESSION), "oidc");
        assertRefused(verifier, idToken, ALL, "other");
        assertRefused(verifier, idToken, ALL, null);
    }

    @Test
    void whatIsTamperedWithCutOrForeignIsRefused() throws Exception {
        String token = session();
        String[] parts = token.split("\\.");
        String forged = new Payload(new Payload(new com.nimbusds.jose.util.Base64URL(parts[1]))
                        .toString()
                        .replace("pro", "max"))
                .toBase64URL()
                .toString();
        String none =
                new Payload("{\"alg\":\"none\",\"kid\":\"k\"}").toBase64URL().toString();
        for (String bad : List.of(
                parts[0] + "." + forged + "." + parts[2],
                parts[0] + "." + parts[1] + ".",
                none + "." + parts[1] + ".",
                token + "=",
                token + ".",
                token.substring(0, token.length() - 1),
                "",
                "x".repeat(20_000))) {
            assertRefused(verifier, bad, ALL, null);
        }
        try (Service other = Service.demo()) {
            assertRefused(Verifier.discover(other.issuer), token, ALL, null);
        }
    }

    @Test
    void aKeyThatWasRotatedInIsFoundWithoutARestart() throws Exception {
        PrepareKeyRequest prepare =
                PrepareKeyRequest.newBuilder().setParent(Service.PROJECT).build();
        String name = client.keys().prepareKey(prepare).getKey().getName();
        client.keys()
                .activateKey(ActivateKeyRequest.newBuilder()
                        .setName(name)
                        .setForce(true)
                        .build());
        Token token = verifier.verify(session(), Set.of(Kind.SESSION), null);
        assertEquals(name.substring(name.lastIndexOf('/') + 1), token.header().get("kid"));
    }

    @Test
    void anIssuerThatIsAwayIsToldFromABadToken() throws Exception {
        int port = Service.freePort();
        for (String away : List.of(service.http + "/projects/none", "http://127.0.0.1:" + port)) {
            assertTrue(assertThrows(TokenRefusedException.class, () -> Verifier.discover(away))
                    .unavailable());
        }
        String alias = service.issuer.replace("127.0.0.1", "localhost");
        assertFalse(assertThrows(TokenRefusedException.class, () -> Verifier.discover(alias))
                .unavailable());
        assertFalse(assertThrows(TokenRefusedException.class, () -> Verifier.discover("http://example.com/p"))
                .unavailable());
    }

    /** An issuer of the test's own, which signs what Mintmark never would. */
    private static final class Issuer implements AutoCloseable {
        final ECKey key;
        final AtomicInteger fetches = new AtomicInteger();
        final String name;
        final String keys;
        private final Map<String, HttpHandler> pages = new ConcurrentHashMap<>();
        private final HttpServer server;

        Issuer() throws Exception {
            key = new ECKeyGenerator(Curve.P_256)
                    .keyID("k")
                    .algorithm(JWSAlgorithm.ES256)
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            name = "http://127.0.0.1:" + server.getAddress().getPort();
            Map<String, Object> document = Map.of("issuer", name, "jwks_uri", name + "/keys");
            keys = new JWKSet(key).toString();
            server.createContext(
                    "/",
                    exchange -> pages.get(exchange.getRequestURI().getPath()).handle(exchange));
            serve("/keys", 200, keys, Map.of());
            serve("/.well-known/openid-configuration", 200, JSONObjectUtils.toJSONString(document), Map.of());
            server.start();
        }

        /** Answers a path so from now on. */
        void serve(String path, int status, String body, Map<String, String> headers) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            pages.put(path, exchange -> {
                fetches.incrementAndGet();
                headers.forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
        }

        String sign(String payload, Map<String, Object> header) throws Exception {
            Map<String, Object> members = new HashMap<>(Map.of("alg", "ES256", "kid", "k", "typ", "JWT"));
            members.putAll(header);
            members.values().removeIf("-"::equals);
            JWSObject object = new JWSObject(JWSHeader.parse(members), new Payload(payload));
            object.sign(new ECDSASigner(key));
            return object.serialize();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void wellSignedNonsenseIsRefusedEachCheckIsMade() throws Exception {
        try (Issuer issuer = new Issuer()) {
            Verifier own = Verifier.discover(issuer.name, Duration.ZERO);
            long now = System.currentTimeMillis() / 1000;
            String good = "{\"iss\":\"%s\",\"sub\":\"ada\",\"aud\":\"app\",\"iat\":%d,\"exp\":%d,\"drn\":\"DS\"}"
                    .formatted(issuer.name, now, now + 60);
            assertEquals(
                    "ada", own.verify(issuer.sign(good, Map.of()), ALL, "app").userId());
            List<String> bad = new ArrayList<>(List.of(
                    good.replace(issuer.name, "https://elsewhere"),
                    good.replace("" + (now + 60), "" + (now - 6)),
                    good.replace("" + (now + 60), (now + 60) + ".5"),
                    good.replace("\"iat\":" + now, "\"iat\":" + (now + 60)),
                    good.replace("\"iat\":" + now, "\"iat\":-1"),
                    good.replace("\"drn\"", "\"nbf\":" + (now + 60) + ",\"drn\""),
                    good.replace("\"sub\":\"ada\",", ""),
                    good.replace("\"ada\"", "\"\""),
                    good.replace("\"DS\"", "\"XX\""),
                    good.replace("\"DS\"", "\"\""),
                    good.replace("\"DS\"", "null"),
                    good.replace("\"app\"", "\"other\""),
                    good.replace("\"app\"", "[7,\"app\"]"),
                    good.replace("\"aud\":\"app\",", ""),
                    good.replace("\"drn\":\"DS\"", "\"azp\":\"other\""),
                    good.replace("\"sub\":\"ada\"", "\"sub\":\"eve\",\"sub\":\"ada\""),
                    good.replace("\"drn\"", "\"box\":[{\"a\":1,\"a\":2}],\"drn\""),
                    "[]",
                    good + "x"));
            for (String payload : bad) {
                assertRefused(own, issuer.sign(payload, Map.of()), ALL, "app");
            }
            for (Map<String, Object> header : List.<Map<String, Object>>of(
                    Map.of("typ", "at+jwt"),
                    Map.of("typ", "-"),
                    Map.of("kid", "unknown"),
                    Map.of("kid", "-"),
                    Map.of("x", "y"))) {
                assertRefused(own, issuer.sign(good, header), ALL, "app");
            }
            String refresh = good.replace("DS", "DSR");
            assertRefused(own, issuer.sign(refresh, Map.of("typ", "refresh+jwt")), ALL, "app");
            assertRefused(own, issuer.sign(good, Map.of()), ALL, null);
            assertEquals(
                    JOSEObjectType.JWT.getType(),
                    own.verify(issuer.sign(good, Map.of()), ALL, "app").header().get("typ"));
        }
    }

    @Test
    void nobodyCanMakeAVerifierFetchBySendingTokens() throws Exception {
        try (Issuer issuer = new Issuer()) {
            Verifier own = Verifier.discover(issuer.name);
            for (int count = 0; count < 20; count++) {
                assertRefused(own, issuer.sign("{}", Map.of("kid", "k" + count)), ALL, null);
            }
            assertTrue(
                    issuer.fetches.get() <= 3, "discovery, the set, and one look for unknown keys: " + issuer.fetches);
        }
    }

    @Test
    void keySetsThatLeadElsewhereAreTooLargeOrHoldPrivateKeysVerifyNothing() throws Exception {
        try (Issuer issuer = new Issuer();
                Issuer other = new Issuer()) {
            long now = System.currentTimeMillis() / 1000;
            String token = issuer.sign(
                    "{\"iss\":\"%s\",\"sub\":\"ada\",\"iat\":%d,\"exp\":%d,\"drn\":\"DS\"}"
                            .formatted(issuer.name, now, now + 60),
                    Map.of());
            assertEquals(
                    "ada",
                    Verifier.discover(issuer.name).verify(token, ALL, null).userId());
            issuer.serve("/keys", 302, issuer.keys, Map.of("Location", other.name + "/keys"));
            Verifier led = Verifier.discover(issuer.name);
            assertTrue(assertThrows(TokenRefusedException.class, () -> led.verify(token, ALL, null))
                    .unavailable());
            assertEquals(0, other.fetches.get(), "a redirect is not followed");
            issuer.serve("/keys", 200, issuer.keys + " ".repeat(256 * 1024), Map.of());
            Verifier flooded = Verifier.discover(issuer.name);
            assertTrue(assertThrows(TokenRefusedException.class, () -> flooded.verify(token, ALL, null))
                    .unavailable());
            issuer.serve("/keys", 200, new JWKSet(issuer.key).toString(false), Map.of());
            assertRefused(Verifier.discover(issuer.name), token, ALL, null);
        }
    }

    /** A protected resource that says the caller's plan. */
    private static final class Plan extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(TokenFilter.tokenOf(request).claims().get("plan"));
        }
    }

    @Test
    void aFilterProtectsOneRoute() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Plan()), "/plan");
        context.addServlet(new ServletHolder(new Plan()), "/away");
        context.addServlet(
                new ServletHolder(new HttpServlet() {
                    @Override
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        response.getWriter().print("open");
                    }
                }),
                "/open");
        context.addFilter(new FilterHolder(new TokenFilter(verifier)), "/plan", EnumSet.of(DispatcherType.REQUEST));
        Issuer issuer = new Issuer();
        Verifier away = Verifier.discover(issuer.name);
        issuer.close();
        context.addFilter(new FilterHolder(new TokenFilter(away)), "/away", EnumSet.of(DispatcherType.REQUEST));
        server.setHandler(context);
        server.start();
        try {
            String base = "http://127.0.0.1:" + connector.getLocalPort();
            HttpResponse<String> answer = get(base + "/plan", "Bearer " + session());
            assertEquals(200, answer.statusCode());
            assertEquals("pro", answer.body());
            assertEquals(401, get(base + "/plan", "Basic x").statusCode());
            HttpResponse<String> forged = get(base + "/plan", "Bearer x.y.z");
            assertEquals(401, forged.statusCode());
            assertEquals(
                    "Bearer error=\"invalid_token\"",
                    forged.headers().firstValue("WWW-Authenticate").orElse(""));
            assertEquals(401, get(base + "/plan", "Bearer " + refresh()).statusCode());
            assertEquals("open", get(base + "/open", "none").body());
            assertEquals(503, get(base + "/away", "Bearer " + session()).statusCode(), "nobody knows whether it holds");
        } finally {
            server.stop();
        }
    }

    private static HttpResponse<String> get(String url, String authorization) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", authorization)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
