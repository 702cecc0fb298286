package dev.mintmark.interop;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import dev.mintmark.Answers;
import dev.mintmark.MintmarkClient;
import dev.mintmark.MintmarkException;
import dev.mintmark.examples.Verifier;
import dev.mintmark.examples.Verifier.Kind;
import dev.mintmark.examples.Verifier.Token;
import dev.mintmark.examples.Verifier.TokenRefusedException;
import dev.mintmark.v1.Problem;
import dev.mintmark.v1.ProblemList;
import io.grpc.Status.Code;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Java runner: executes scenarios with the client and Nimbus, and writes what came back. tests/interop/README.md has the protocol; it
 * judges nothing.
 */
public final class Runner {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)\\}");
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    private static final TypeRegistry TYPES = TypeRegistry.newBuilder()
            .add(List.of(
                    BadRequest.getDescriptor(),
                    ErrorInfo.getDescriptor(),
                    PreconditionFailure.getDescriptor(),
                    ProblemList.getDescriptor(),
                    ResourceInfo.getDescriptor(),
                    RetryInfo.getDescriptor()))
            .build();
    private static final Map<String, Set<String>> MEMBERS = Map.of(
            "call", Set.of("call", "request", "requests", "take", "timeout_ms", "credential", "capture"),
            "verify", Set.of("verify", "capture"),
            "http", Set.of("http", "capture"));

    /** The scenario can't go on. */
    private static final class StoppedException extends Exception {
        StoppedException(String message) {
            super(message);
        }
    }

    private final String target;
    private final String credential;
    private final Map<String, MintmarkClient> clients = new HashMap<>();
    private final Map<String, Verifier> verifiers = new HashMap<>();
    private final Map<String, String> captures = new HashMap<>();

    private Runner(String target, String credential) {
        this.target = target;
        this.credential = credential;
    }

    /** Runs all scenarios of a file. */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = new HashMap<>();
        for (int index = 0; index < arguments.length; index += 2) {
            options.put(arguments[index], arguments[index + 1]);
        }
        String secret =
                Files.readString(Path.of(options.get("--credential-file"))).strip();
        JsonObject document = JsonParser.parseString(Files.readString(Path.of(options.get("--scenarios"))))
                .getAsJsonObject();
        JsonArray outcomes = new JsonArray();
        for (JsonElement scenario : document.getAsJsonArray("scenarios")) {
            outcomes.add(new Runner(options.get("--target"), secret).run(scenario.getAsJsonObject()));
        }
        JsonObject result = new JsonObject();
        result.addProperty("language", "java");
        result.addProperty(
                "library", "nimbus-jose-jwt " + SignedJWT.class.getPackage().getImplementationVersion());
        result.add("scenarios", outcomes);
        Files.writeString(Path.of(options.get("--out")), GSON.toJson(result));
    }

    private JsonObject run(JsonObject scenario) {
        JsonArray steps = new JsonArray();
        JsonObject outcome = new JsonObject();
        outcome.add("name", scenario.get("name"));
        outcome.add("steps", steps);
        try {
            for (JsonElement step : scenario.getAsJsonArray("steps")) {
                steps.add(execute(fill(step).getAsJsonObject()));
            }
        } catch (StoppedException | IOException | ReflectiveOperationException | RuntimeException error) {
            outcome.addProperty("failed", error.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            outcome.addProperty("failed", "interrupted");
        } finally {
            clients.values().forEach(MintmarkClient::close);
        }
        outcome.add("captures", GSON.toJsonTree(captures));
        return outcome;
    }

    private JsonObject execute(JsonObject step)
            throws StoppedException, IOException, InterruptedException, ReflectiveOperationException {
        String kind = MEMBERS.keySet().stream().filter(step::has).findFirst().orElse("");
        if (!MEMBERS.getOrDefault(kind, Set.of()).containsAll(step.keySet())) {
            throw new StoppedException("unknown members in " + step.keySet());
        }
        JsonObject result = switch (kind) {
            case "call" -> call(step);
            case "verify" -> verify(step.getAsJsonObject("verify"));
            case "http" -> request(step.getAsJsonObject("http"));
            default -> throw new StoppedException("unknown step " + step.keySet());
        };
        if (step.has("capture")) {
            for (Map.Entry<String, JsonElement> wanted :
                    step.getAsJsonObject("capture").entrySet()) {
                captures.put(wanted.getKey(), find(result, wanted.getValue().getAsString()));
            }
        }
        return result;
    }

    private JsonElement fill(JsonElement node) throws StoppedException {
        if (node.isJsonObject()) {
            JsonObject filled = new JsonObject();
            for (Map.Entry<String, JsonElement> member : node.getAsJsonObject().entrySet()) {
                filled.add(member.getKey(), fill(member.getValue()));
            }
            return filled;
        }
        if (node.isJsonArray()) {
            JsonArray filled = new JsonArray();
            for (JsonElement item : node.getAsJsonArray()) {
                filled.add(fill(item));
            }
            return filled;
        }
        if (!node.isJsonPrimitive() || !node.getAsJsonPrimitive().isString()) {
            return node;
        }
        Matcher matcher = VARIABLE.matcher(node.getAsString());
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String captured = captures.get(matcher.group(1));
            if (captured == null) {
                throw new StoppedException("nothing is captured as " + matcher.group(1));
            }
            matcher.appendReplacement(text, Matcher.quoteReplacement(captured));
        }
        return new JsonPrimitive(matcher.appendTail(text).toString());
    }

    private static String find(JsonObject result, String path) throws StoppedException {
        JsonElement node = null;
        for (String member : List.of("verified", "http", "responses", "response")) {
            node = result.has(member) ? result.get(member) : node;
        }
        for (String part : path.split("\\.")) {
            if (node instanceof JsonArray items && part.matches("\\d+") && Integer.parseInt(part) < items.size()) {
                node = items.get(Integer.parseInt(part));
            } else {
                node = node instanceof JsonObject members ? members.get(part) : null;
            }
        }
        if (node == null) {
            throw new StoppedException("there is no " + path + " to capture in " + result);
        }
        return node.isJsonPrimitive() && node.getAsJsonPrimitive().isString() ? node.getAsString() : GSON.toJson(node);
    }

    private JsonObject call(JsonObject step) throws StoppedException, IOException, ReflectiveOperationException {
        String[] name = step.get("call").getAsString().split("/");
        MethodDescriptor rpc = describe(name[0]).findMethodByName(name[1]);
        if (rpc == null) {
            throw new StoppedException("there is no method " + String.join("/", name));
        }
        List<Message> requests = new ArrayList<>();
        JsonArray given = step.has("requests") ? step.getAsJsonArray("requests") : new JsonArray();
        if (given.isEmpty() && !rpc.isClientStreaming()) {
            given.add(step.has("request") ? step.get("request") : new JsonObject());
        }
        for (JsonElement request : given) {
            Message.Builder builder =
                    newBuilder("dev.mintmark.v1." + rpc.getInputType().getName());
            JsonFormat.parser().usingTypeRegistry(TYPES).merge(GSON.toJson(request), builder);
            requests.add(builder.build());
        }
        Object service = findService(step, rpc.getService());
        Class<?> argument =
                rpc.isClientStreaming() ? Iterable.class : requests.get(0).getClass();
        String method = rpc.getName().substring(0, 1).toLowerCase(Locale.ROOT)
                + rpc.getName().substring(1);
        Method invoked = service.getClass().getMethod(method, argument);
        try {
            Object answer = invoked.invoke(service, rpc.isClientStreaming() ? requests : requests.get(0));
            if (answer instanceof Answers<?> answers) {
                return collect(answers, step.has("take") ? step.get("take").getAsInt() : Integer.MAX_VALUE);
            }
            return one("response", print((Message) answer));
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof MintmarkException error) {
                return one("error", print(error));
            }
            throw thrown;
        }
    }

    private Object findService(JsonObject step, ServiceDescriptor descriptor) throws ReflectiveOperationException {
        String secret = step.has("credential") ? step.get("credential").getAsString() : credential;
        MintmarkClient client = clients.computeIfAbsent(
                secret,
                key -> MintmarkClient.builder().target(target).credential(key).build());
        String noun = descriptor.getName().replaceAll("Service$", "");
        String accessor =
                noun.substring(0, 1).toLowerCase(Locale.ROOT) + noun.substring(1) + (noun.equals("Audit") ? "" : "s");
        Object service = MintmarkClient.class.getMethod(accessor).invoke(client);
        if (!step.has("timeout_ms")) {
            return service;
        }
        Duration timeout = Duration.ofMillis(step.get("timeout_ms").getAsLong());
        return service.getClass().getMethod("withTimeout", Duration.class).invoke(service, timeout);
    }

    private static ServiceDescriptor describe(String service) throws ReflectiveOperationException {
        String noun = service.substring(service.lastIndexOf('.') + 1);
        Object method = Class.forName("dev.mintmark.v1." + noun + "Grpc")
                .getMethod("getServiceDescriptor")
                .invoke(null);
        Object schema = ((io.grpc.ServiceDescriptor) method).getSchemaDescriptor();
        return ((io.grpc.protobuf.ProtoFileDescriptorSupplier) schema)
                .getFileDescriptor()
                .findServiceByName(noun);
    }

    private static Message.Builder newBuilder(String message) throws ReflectiveOperationException {
        return (Message.Builder) Class.forName(message).getMethod("newBuilder").invoke(null);
    }

    private static JsonObject collect(Answers<?> stream, int take) throws IOException {
        JsonArray responses = new JsonArray();
        JsonObject result = one("responses", responses);
        try (Answers<?> answers = stream) {
            while (responses.size() < take && answers.hasNext()) {
                responses.add(print((Message) answers.next()));
            }
        } catch (MintmarkException error) {
            result.add("error", print(error));
        }
        return result;
    }

    private JsonObject verify(JsonObject asked) throws StoppedException {
        String token = asked.get("token").getAsString();
        String issuer = asked.get("issuer").getAsString();
        try {
            if (!verifiers.containsKey(issuer)) {
                verifiers.put(issuer, Verifier.discover(issuer, Duration.ZERO));
            }
            Kind kind = Kind.valueOf(asked.get("kind").getAsString().toUpperCase(Locale.ROOT));
            String audience = asked.has("audience") ? asked.get("audience").getAsString() : null;
            Token verified = verifiers.get(issuer).verify(token, Set.of(kind), audience);
            JsonObject result = new JsonObject();
            result.add("header", JsonParser.parseString(JSONObjectUtils.toJSONString(verified.header())));
            String payload = new com.nimbusds.jose.util.Base64URL(token.split("\\.")[1]).decodeToString();
            result.addProperty("payload", payload);
            JsonObject trusted = JsonParser.parseString(payload).getAsJsonObject();
            result.add("untrusted", trusted.remove("nsec"));
            result.add("trusted", trusted);
            return one("verified", result);
        } catch (TokenRefusedException error) {
            if (error.unavailable()) {
                throw new StoppedException(error.getMessage());
            }
            return one("refused", new JsonPrimitive(true));
        }
    }

    private static JsonObject request(JsonObject asked) throws IOException, InterruptedException {
        HttpRequest.BodyPublisher body = asked.has("body")
                ? HttpRequest.BodyPublishers.ofString(GSON.toJson(asked.get("body")))
                : HttpRequest.BodyPublishers.noBody();
        HttpRequest request = HttpRequest.newBuilder(URI.create(asked.get("url").getAsString()))
                .method(asked.get("method").getAsString(), body)
                .header("content-type", "application/json")
                .build();
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        JsonObject result = new JsonObject();
        result.addProperty("status", answer.statusCode());
        try {
            result.add("body", JsonParser.parseString(answer.body()));
        } catch (JsonParseException text) {
            result.addProperty("body", answer.body());
        }
        return one("http", result);
    }

    private static JsonElement print(Message message) throws IOException {
        return JsonParser.parseString(JsonFormat.printer()
                .usingTypeRegistry(TYPES)
                .omittingInsignificantWhitespace()
                .print(message));
    }

    /** Prints the typed error; of a failure that the service did not answer itself, the code, and the reason of a deadline. */
    private static JsonObject print(MintmarkException error) {
        boolean answered = !error.reasonText().isEmpty();
        JsonObject printed = new JsonObject();
        printed.addProperty("code", error.code().name());
        add(
                printed,
                "reason",
                error.code() == Code.DEADLINE_EXCEEDED && !answered ? "DEADLINE_EXCEEDED" : error.reasonText());
        add(printed, "message", answered ? error.getMessage() : "");
        add(printed, "request_id", error.requestId());
        add(printed, "resource", error.resource());
        error.retryDelay().ifPresent(delay -> printed.addProperty("retry_delay_ms", delay.toMillis()));
        JsonArray problems = new JsonArray();
        error.problems().forEach(problem -> problems.add(print(problem)));
        if (!problems.isEmpty()) {
            printed.add("problems", problems);
        }
        return printed;
    }

    private static JsonObject print(Problem problem) {
        JsonObject printed = new JsonObject();
        add(printed, "reason", problem.getReason().name().replaceFirst("^ERROR_REASON_", ""));
        add(printed, "path", problem.getPath());
        add(printed, "message", problem.getMessage());
        add(printed, "hint", problem.getHint());
        add(printed, "suggestion", problem.getSuggestion());
        add(printed, "layer", problem.getLayer());
        add(printed, "source_field", problem.getSourceField());
        Map<String, Integer> places = Map.of("line", problem.getLine(), "column", problem.getColumn());
        places.entrySet().stream()
                .filter(place -> place.getValue() != 0)
                .forEach(place -> printed.addProperty(place.getKey(), place.getValue()));
        if (problem.hasLimit()) {
            printed.addProperty("limit", problem.getLimit());
        }
        if (problem.hasActual()) {
            printed.addProperty("actual", problem.getActual());
        }
        return printed;
    }

    private static void add(JsonObject object, String name, String text) {
        if (!text.isEmpty()) {
            object.addProperty(name, text);
        }
    }

    private static JsonObject one(String name, JsonElement value) {
        JsonObject object = new JsonObject();
        object.add(name, value);
        return object;
    }
}
