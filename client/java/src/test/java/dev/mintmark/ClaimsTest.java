package dev.mintmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.JsonFormat;
import dev.mintmark.v1.ClaimStruct;
import dev.mintmark.v1.ClaimValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static String refusal(Object value) {
        return assertThrows(IllegalArgumentException.class, () -> Claims.value(value))
                .getMessage();
    }

    private static void assertRefusedAt(String path, Object value) {
        String message = refusal(value);
        assertTrue(message.startsWith(path), message);
    }

    @Test
    void nativeValuesBecomeClaimValuesOfTheirKind() throws Exception {
        Map<String, Object> claims = new HashMap<>(Map.of("plan", "pro", "admin", false, "seats", 25, "ratio", 0.1f));
        claims.put("nothing", null);
        claims.put("list", Arrays.asList(1L, "a", new Object[] {true}, null));
        claims.put("email", Claims.expression("user.email", "none"));
        claims.put("greeting", Claims.text("Hello {{user.given_name}}"));
        String json = JsonFormat.printer()
                .sortingMapKeys()
                .omittingInsignificantWhitespace()
                .print(Claims.of(claims));
        assertEquals("""
                {"fields":{"admin":{"bool":false},\
                "email":{"dynamic":{"expression":"user.email","fallback":{"string":"none"}}},\
                "greeting":{"dynamic":{"text":"Hello {{user.given_name}}"}},\
                "list":{"list":{"values":[{"number":1.0},{"string":"a"},{"list":{"values":[{"bool":true}]}},{"null":null}]}},\
                "nothing":{"null":null},"plan":{"string":"pro"},"ratio":{"number":0.1},"seats":{"number":25.0}}}""", json);
    }

    @Test
    void claimsComeBackAsTheyWereOverTheWire() throws Exception {
        Map<String, Object> claims = new HashMap<>();
        claims.put("text", "{{not a placeholder}} ü 🙂");
        claims.put("big", 9007199254740991L);
        claims.put("half", -1.5);
        claims.put("nothing", null);
        claims.put("https://a.b/c", List.of(Map.of("deep", List.of()), Map.of()));
        claims.put("computed", Claims.expression("user.email"));
        ClaimStruct sent = ClaimStruct.parseFrom(Claims.of(claims).toByteArray());
        assertEquals(claims, Claims.toMap(sent));
    }

    @Test
    void numbersArriveAsTheyAreOrNotAtAll() {
        assertEquals(0L, Claims.toNative(Claims.value(-0.0)));
        assertEquals(0.1, Claims.toNative(Claims.value(new BigDecimal("0.10"))));
        assertEquals(7L, Claims.toNative(Claims.value(BigInteger.valueOf(7))));
        assertRefusedAt("[0]", List.of(9007199254740992L));
        assertRefusedAt("a", Map.of("a", BigInteger.TWO.pow(64)));
        assertRefusedAt("a", Map.of("a", new BigDecimal("0.12345678901234567890123")));
        assertRefusedAt("a", Map.of("a", Double.NaN));
        assertRefusedAt("a", Map.of("a", Float.NEGATIVE_INFINITY));
        assertTrue(refusal(Long.MAX_VALUE).contains("write it as text"));
    }

    @Test
    void whatIsNoClaimValueIsRefusedWithItsPath() {
        assertRefusedAt("a.when: a java.time.Instant is no claim value", Map.of("a", Map.of("when", Instant.EPOCH)));
        assertRefusedAt("[\"https://a.b/c\"].d", Map.of("https://a.b/c", Map.of("d", Optional.of(1))));
        assertRefusedAt("a", Map.of("a", Set.of(1)));
        assertRefusedAt("a", Map.of("a", 'c'));
        assertRefusedAt("a", Map.of("a", new int[] {1}));
        assertRefusedAt("a: the key 1 is no text", Map.of("a", Map.of(1, 1)));
        assertRefusedAt("[1]", List.of("ok", "\ud800"));
        assertRefusedAt("a: the text has half", Map.of("a", Map.of("\udc00\ud800", 1)));
    }

    @Test
    void levelsAreBounded() {
        Object nested = 1;
        for (int level = 1; level < 24; level++) {
            nested = List.of(nested);
        }
        assertEquals(ClaimValue.KindCase.LIST, Claims.value(nested).getKindCase());
        assertRefusedAt("[0]".repeat(24), List.of(nested));
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        assertTrue(refusal(circle).contains("does it contain itself?"));
    }

    @Test
    void aKindThatIsNewerThanThisClientIsRefusedNeverLost() throws Exception {
        // Field 15, which no ClaimValue of this contract has.
        byte[] newer = {0x7a, 0x01, 0x41};
        ClaimValue value = ClaimValue.parseFrom(newer);
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> Claims.toMap(
                        ClaimStruct.newBuilder().putFields("a", value).build()));
        assertTrue(error.getMessage().startsWith("a: ") && error.getMessage().contains("update the client"));
        assertTrue(Arrays.equals(newer, value.toByteArray()), "what is not known is passed on");
        assertEquals(Collections.emptyMap(), Claims.toMap(ClaimStruct.getDefaultInstance()));
    }
}
