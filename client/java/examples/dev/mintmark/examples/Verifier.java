package dev.mintmark.examples;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Verifies Mintmark's tokens with Nimbus, by discovery: no secret, no gRPC. server/docs/verifying.md says what is checked, and why.
 *
 * <pre>{@code
 * Verifier verifier = Verifier.discover("https://tokens.example.com/projects/demo");
 * Token token = verifier.verify(text, Set.of(Kind.SESSION), null);
 * }</pre>
 *
 * <p>The key set is kept for 5 minutes, and for an hour while a new one can't be had; a token with an unknown {@code kid} makes it look again,
 * at most once in 10 s (nobody can make it fetch by sending tokens), so a rotated key is found without a restart.
 */
public final class Verifier {
    private static final int MAX_TOKEN_CHARS = 16 * 1024;
    private static final int MAX_HEADER_CHARS = 2 * 1024;
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;
    private static final long LEEWAY_SECONDS = 5;
    private static final double MAX_SECONDS = 9007199254740991.0;
    private static final int MAX_DOCUMENT_BYTES = 256 * 1024;
    private static final Duration FETCH = Duration.ofSeconds(5);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(FETCH)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private static final Duration COOLDOWN = Duration.ofSeconds(10);
    private static final Set<String> HEADER_MEMBERS = Set.of("alg", "kid", "typ", "cty");
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.EdDSA,
            JWSAlgorithm.Ed25519,
            JWSAlgorithm.PS256,
            JWSAlgorithm.RS256);

    /** The kinds of token, by the header's {@code typ} and the claim {@code drn}. */
    public enum Kind {
        /** What APIs take. */
        SESSION("JWT", "DS"),
        /** For Mintmark alone. */
        REFRESH("refresh+jwt", "DSR"),
        /** For the client that asked for it. */
        ID("JWT", null),
        /** What APIs take from machines. */
        ACCESS_KEY("JWT", "DSK");

        private final String typ;
        private final String drn;

        Kind(String typ, String drn) {
            this.typ = typ;
            this.drn = drn;
        }
    }

    /** A token whose checks all passed; {@code untrusted} ({@code nsec}) is what the client sent, null when it sent nothing. */
    public record Token(
            Kind kind, Map<String, Object> header, Map<String, Object> claims, Map<String, Object> untrusted) {
        /** Returns the user's or access key's real id, also where a template overrode the subject. */
        public String userId() {
            return (String) claims.getOrDefault("dsub", claims.get("sub"));
        }
    }

    /** A token that does not hold; or, where {@code unavailable}, of which nothing is known since keys can't be had: answer 503, not 401. */
    public static final class TokenRefusedException extends Exception {
        private final boolean unavailable;

        TokenRefusedException(String message, Throwable cause, boolean unavailable) {
            super(message, cause);
            this.unavailable = unavailable;
        }

        TokenRefusedException(String message) {
            this(message, null, false);
        }

        /** Returns whether nothing is known of the token. */
        public boolean unavailable() {
            return unavailable;
        }
    }

    private final String issuer;
    private final JWKSource<SecurityContext> keys;
    private final Clock clock;

    private Verifier(String issuer, JWKSource<SecurityContext> keys, Clock clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.clock = clock;
    }

    /** Reads where an issuer's keys are. Throws when its discovery document can't be had, or speaks for another. */
    public static Verifier discover(String issuer) throws TokenRefusedException {
        return discover(issuer, COOLDOWN);
    }

    /** The same; {@code cooldown} is the shortest time between two looks for unknown keys. */
    public static Verifier discover(String issuer, Duration cooldown) throws TokenRefusedException {
        URI base = URI.create(issuer);
        if (!"https".equals(base.getScheme())
                && !Set.of("127.0.0.1", "[::1]", "localhost").contains(base.getHost())) {
            throw new TokenRefusedException(issuer + " is neither HTTPS nor on this machine.");
        }
        Map<String, Object> document = fetch(URI.create(issuer + "/.well-known/openid-configuration"));
        URI set = URI.create(document.get("jwks_uri") instanceof String uri ? uri : "");
        boolean sameOrigin =
                base.getScheme().equals(set.getScheme()) && base.getAuthority().equals(set.getAuthority());
        if (!issuer.equals(document.get("issuer")) || !sameOrigin) {
            throw new TokenRefusedException("That is not the discovery document of " + issuer + ".");
        }
        try {
            JWKSourceBuilder<SecurityContext> source = JWKSourceBuilder.create(set.toURL(), url -> retrieve(set));
            source.refreshAheadCache(false).outageTolerant(Duration.ofHours(1).toMillis());
            source = cooldown.isZero() ? source.rateLimited(false) : source.rateLimited(cooldown.toMillis());
            return new Verifier(issuer, source.build(), Clock.systemUTC());
        } catch (IOException error) {
            throw new TokenRefusedException(set + " is no address of keys.", error, false);
        }
    }

    /** Verifies a token of one of these kinds. {@code audience} is who it has to be for; null refuses a token that is for anybody. */
    public Token verify(String token, Set<Kind> kinds, String audience) throws TokenRefusedException {
        SignedJWT jwt = parse(token);
        checkSignature(jwt);
        String text = jwt.getPayload().toString();
        Map<String, Object> claims = readMembers(text);
        Map<String, Object> header = jwt.getHeader().toJSONObject();
        Kind kind = List.of(Kind.values()).stream()
                .filter(known -> known.typ.equals(header.get("typ")))
                .filter(known -> known.drn == null ? !claims.containsKey("drn") : known.drn.equals(claims.get("drn")))
                .findFirst()
                .orElseThrow(() -> new TokenRefusedException("The token is of no kind that is known."));
        if (!kinds.contains(kind)) {
            throw new TokenRefusedException("The token is of kind " + kind + ".");
        }
        if (!issuer.equals(claims.get("iss"))) {
            throw new TokenRefusedException("The token comes from another issuer.");
        }
        if (!(claims.get("sub") instanceof String subject) || subject.isEmpty()) {
            throw new TokenRefusedException("The token has no subject.");
        }
        checkAudience(claims, kind, kind == Kind.REFRESH ? issuer : audience);
        checkTimes(claims);
        Map<String, Object> trusted = new LinkedHashMap<>(claims);
        Object untrusted = trusted.remove("nsec");
        @SuppressWarnings("unchecked") // JSON's objects have texts as keys.
        Map<String, Object> sent = untrusted instanceof Map<?, ?> ? (Map<String, Object>) untrusted : null;
        return new Token(kind, header, trusted, sent);
    }

    /** Checks size, form and header; the header has no members but these, and all of them are texts. */
    private static SignedJWT parse(String token) throws TokenRefusedException {
        String[] segments = token.length() <= MAX_TOKEN_CHARS ? token.split("\\.", -1) : new String[0];
        if (segments.length != 3 || segments[0].length() > MAX_HEADER_CHARS) {
            throw new TokenRefusedException("The token is malformed or too large.");
        }
        for (String segment : segments) {
            if (!Base64URL.encode(new Base64URL(segment).decode()).toString().equals(segment)) {
                throw new TokenRefusedException("The token is no canonical base64url.");
            }
        }
        Map<String, Object> header = readMembers(new Base64URL(segments[0]).decodeToString());
        boolean known = header.entrySet().stream()
                .allMatch(member -> HEADER_MEMBERS.contains(member.getKey()) && member.getValue() instanceof String);
        if (!known || !(header.get("kid") instanceof String kid) || kid.isEmpty()) {
            throw new TokenRefusedException(
                    "The token's header names no key, or has members that Mintmark never writes.");
        }
        try {
            return SignedJWT.parse(token);
        } catch (ParseException error) {
            throw new TokenRefusedException("The token is malformed.", error, false);
        }
    }

    private void checkSignature(SignedJWT jwt) throws TokenRefusedException {
        JWSHeader header = jwt.getHeader();
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            throw new TokenRefusedException("The algorithm is none that Mintmark signs with.");
        }
        try {
            List<JWK> found = keys.get(new JWKSelector(JWKMatcher.forJWSHeader(header)), null);
            if (found.size() != 1
                    || found.get(0).isPrivate()
                    || !header.getAlgorithm().equals(found.get(0).getAlgorithm())) {
                throw new TokenRefusedException("The token names no key of this issuer.");
            }
            if (!jwt.verify(buildVerifier(found.get(0)))) {
                throw new TokenRefusedException("The signature does not hold.");
            }
        } catch (RateLimitReachedException unknown) {
            throw new TokenRefusedException("The token names no key of this issuer.", unknown, false);
        } catch (KeySourceException error) {
            throw new TokenRefusedException("The key set can't be had.", error, true);
        } catch (JOSEException error) {
            throw new TokenRefusedException("The signature does not hold.", error, false);
        }
    }

    private static JWSVerifier buildVerifier(JWK key) throws JOSEException, TokenRefusedException {
        return switch (key.getKeyType().getValue()) {
            case "EC" -> new ECDSAVerifier(key.toECKey());
            case "OKP" -> new Ed25519Verifier(key.toOctetKeyPair());
            case "RSA" -> {
                if (key.size() < MIN_RSA_BITS || key.size() > MAX_RSA_BITS) {
                    throw new TokenRefusedException("The key has a size that Mintmark never signs with.");
                }
                yield new RSASSAVerifier(key.toRSAKey());
            }
            default -> throw new TokenRefusedException("The key is of a kind that Mintmark never signs with.");
        };
    }

    private static void checkAudience(Map<String, Object> claims, Kind kind, String audience)
            throws TokenRefusedException {
        Object named = claims.get("aud");
        List<?> names = named == null ? List.of() : named instanceof List<?> several ? several : List.of(named);
        boolean texts = names.stream().allMatch(String.class::isInstance);
        boolean fits = audience == null
                ? names.isEmpty()
                : names.contains(audience) && (kind != Kind.REFRESH || names.size() == 1);
        boolean asked = kind != Kind.ID
                || !claims.containsKey("azp")
                || claims.get("azp").equals(audience);
        if (!texts || !fits || !asked) {
            throw new TokenRefusedException("The token is for somebody else.");
        }
    }

    private void checkTimes(Map<String, Object> claims) throws TokenRefusedException {
        double now = clock.millis() / 1000.0;
        if (now >= readSeconds(claims, "exp") + LEEWAY_SECONDS) {
            throw new TokenRefusedException("The token has expired.");
        }
        double earliest = claims.containsKey("nbf") ? readSeconds(claims, "nbf") : 0;
        if (Math.max(readSeconds(claims, "iat"), earliest) > now + LEEWAY_SECONDS) {
            throw new TokenRefusedException("The token is from the future.");
        }
    }

    private static double readSeconds(Map<String, Object> claims, String name) throws TokenRefusedException {
        double seconds = claims.get(name) instanceof Number number ? number.doubleValue() : -1;
        if (!(seconds >= 0 && seconds <= MAX_SECONDS) || seconds != Math.rint(seconds)) {
            throw new TokenRefusedException(name + " is no whole number of seconds.");
        }
        return seconds;
    }

    /** Reads a JSON object in which no member stands twice, at any depth: of two, one reader keeps the first, another the last. */
    private static Map<String, Object> readMembers(String json) throws TokenRefusedException {
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            reader.setStrictness(Strictness.STRICT);
            checkMembers(reader);
            return JSONObjectUtils.parse(json);
        } catch (IOException | ParseException | JsonParseException | IllegalStateException error) {
            throw new TokenRefusedException("The token has a part that is no JSON object.", error, false);
        }
    }

    private static void checkMembers(JsonReader reader) throws IOException, TokenRefusedException {
        Set<String> names = new HashSet<>();
        boolean object = reader.peek() == JsonToken.BEGIN_OBJECT;
        if (!object && reader.peek() != JsonToken.BEGIN_ARRAY) {
            reader.skipValue();
            return;
        }
        if (object) {
            reader.beginObject();
        } else {
            reader.beginArray();
        }
        while (reader.hasNext()) {
            if (object && !names.add(reader.nextName())) {
                throw new TokenRefusedException("The token has a member twice.");
            }
            checkMembers(reader);
        }
        if (object) {
            reader.endObject();
        } else {
            reader.endArray();
        }
    }

    private static Map<String, Object> fetch(URI address) throws TokenRefusedException {
        try {
            return JSONObjectUtils.parse(retrieve(address).getContent());
        } catch (IOException | ParseException error) {
            throw new TokenRefusedException(address + " can't be read.", error, true);
        }
    }

    /** Reads a document of bounded size in bounded time; a redirect is not followed. */
    private static Resource retrieve(URI address) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(FETCH).build();
        try {
            HttpResponse<InputStream> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] content = body.readNBytes(MAX_DOCUMENT_BYTES + 1);
                if (answer.statusCode() != 200 || content.length > MAX_DOCUMENT_BYTES) {
                    throw new IOException("HTTP " + answer.statusCode() + ", or more than 256 KiB");
                }
                return new Resource(new String(content, StandardCharsets.UTF_8), "application/json");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
