package dev.mintmark;

import com.google.protobuf.NullValue;
import dev.mintmark.v1.ClaimList;
import dev.mintmark.v1.ClaimStruct;
import dev.mintmark.v1.ClaimValue;
import dev.mintmark.v1.DynamicValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Claim values from native ones, and back: {@code String}, {@code Boolean}, numbers, {@code null}, {@code List} and arrays, {@code Map} with
 * texts as keys, and {@code ClaimValue} for computed values. Nothing is dropped or guessed: what is no claim value is refused with its path,
 * and so is a number that would not arrive as it is.
 */
public final class Claims {
    private static final int MAX_DEPTH = 24;
    private static final double MAX_NUMBER = 9007199254740991.0;

    private Claims() {}

    /** Returns a value that the service computes at each issue from a CEL expression; it keeps its type. */
    public static ClaimValue expression(String source) {
        return dynamic(DynamicValue.newBuilder().setExpression(source));
    }

    /** Returns the same with a constant that stands in when the value is missing or null. */
    public static ClaimValue expression(String source, Object fallback) {
        return dynamic(DynamicValue.newBuilder().setExpression(source).setFallback(value(fallback)));
    }

    /** Returns text with {@code {{expression}}} parts that the service computes at each issue. */
    public static ClaimValue text(String source) {
        return dynamic(DynamicValue.newBuilder().setText(source));
    }

    /** Returns a claim value of a native one. Throws IllegalArgumentException, which names the path. */
    public static ClaimValue value(Object value) {
        return convert(value, "", 1);
    }

    /** Returns claims, as templates and flows take them, of a map. Throws IllegalArgumentException, which names the path. */
    public static ClaimStruct of(Map<String, ?> claims) {
        return convertMembers(claims, "", 0);
    }

    /**
     * Returns the native value of a claim value: whole numbers are {@code Long}, others {@code Double}; computed ones stay {@code ClaimValue}.
     * Throws IllegalArgumentException for a kind that is not known here.
     */
    public static Object toNative(ClaimValue value) {
        return read(value, "");
    }

    /** Returns the native map of claims. Throws IllegalArgumentException. */
    public static Map<String, Object> toMap(ClaimStruct claims) {
        return readMembers(claims, "");
    }

    private static ClaimValue dynamic(DynamicValue.Builder dynamic) {
        return ClaimValue.newBuilder().setDynamic(dynamic).build();
    }

    private static ClaimValue convert(Object value, String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw refused(path, "deeper than " + MAX_DEPTH + " levels; does it contain itself?");
        }
        if (value instanceof ClaimValue given) {
            return given;
        }
        ClaimValue.Builder claim = ClaimValue.newBuilder();
        if (value == null) {
            claim.setNull(NullValue.NULL_VALUE);
        } else if (value instanceof String text) {
            claim.setString(checkText(text, path));
        } else if (value instanceof Boolean bool) {
            claim.setBool(bool);
        } else if (value instanceof Number number) {
            claim.setNumber(checkNumber(number, path));
        } else if (value instanceof Map<?, ?> map) {
            claim.setStruct(convertMembers(map, path, depth));
        } else if (value instanceof List<?> list) {
            claim.setList(convertItems(list, path, depth));
        } else if (value instanceof Object[] array) {
            claim.setList(convertItems(Arrays.asList(array), path, depth));
        } else {
            String type = value.getClass().getName();
            throw refused(path, "a " + type + " is no claim value; make a text, number, List or Map of it.");
        }
        return claim.build();
    }

    private static ClaimList convertItems(List<?> items, String path, int depth) {
        ClaimList.Builder list = ClaimList.newBuilder();
        for (Object item : items) {
            list.addValues(convert(item, path + "[" + list.getValuesCount() + "]", depth + 1));
        }
        return list.build();
    }

    private static ClaimStruct convertMembers(Map<?, ?> members, String path, int depth) {
        ClaimStruct.Builder struct = ClaimStruct.newBuilder();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            if (!(member.getKey() instanceof String key)) {
                throw refused(path, "the key " + member.getKey() + " is no text.");
            }
            struct.putFields(checkText(key, path), convert(member.getValue(), join(path, key), depth + 1));
        }
        return struct.build();
    }

    private static String checkText(String text, String path) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw refused(path, "the text has half a character (a lone surrogate).");
        }
        return text;
    }

    private static double checkNumber(Number number, String path) {
        double value = Double.parseDouble(number.toString());
        if (!(Math.abs(value) <= MAX_NUMBER)) {
            throw refused(path, number + " is beyond ±(2^53-1), where numbers are not exact; write it as text.");
        }
        // Compared as texts: 0.1f is meant as 0.1, not as 0.10000000149.
        if (new BigDecimal(Double.toString(value)).compareTo(new BigDecimal(number.toString())) != 0) {
            throw refused(path, number + " has more digits than a number holds; round it, or write it as text.");
        }
        return value == 0 ? 0 : value;
    }

    private static Object read(ClaimValue value, String path) {
        return switch (value.getKindCase()) {
            case STRING -> value.getString();
            case BOOL -> value.getBool();
            case NUMBER -> {
                double number = value.getNumber();
                boolean whole = number == Math.rint(number) && Math.abs(number) <= MAX_NUMBER;
                yield whole ? (Object) (long) number : (Object) number;
            }
            case NULL -> null;
            case DYNAMIC -> value;
            case STRUCT -> readMembers(value.getStruct(), path);
            case LIST -> {
                List<Object> items = new ArrayList<>();
                for (ClaimValue item : value.getList().getValuesList()) {
                    items.add(read(item, path + "[" + items.size() + "]"));
                }
                yield Collections.unmodifiableList(items);
            }
            case KIND_NOT_SET ->
                throw refused(
                        path, "a value without a kind, or of one that is newer than this client; update the client.");
        };
    }

    private static Map<String, Object> readMembers(ClaimStruct claims, String path) {
        Map<String, Object> members = new LinkedHashMap<>();
        claims.getFieldsMap().forEach((key, member) -> members.put(key, read(member, join(path, key))));
        return Collections.unmodifiableMap(members);
    }

    /** Claim paths as the service writes them: {@code box.items[2]}, {@code ["https://a.b/c"].d}. */
    private static String join(String path, String key) {
        if (!key.matches("[A-Za-z_][A-Za-z0-9_-]*")) {
            return path + "[\"" + key.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    private static IllegalArgumentException refused(String path, String message) {
        return new IllegalArgumentException(path.isEmpty() ? message : path + ": " + message);
    }
}
