package dev.mintmark;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.mintmark.v1.ErrorReason;
import dev.mintmark.v1.Problem;
import dev.mintmark.v1.ProblemList;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The service refused, or could not be reached. Its subclasses are kinds of failure; {@link #reason()} tells them apart further.
 */
public abstract sealed class MintmarkException extends RuntimeException
        permits RefusedException,
                ClaimsException,
                AccessException,
                AbsenceException,
                ConflictException,
                StateException,
                UnavailableException,
                CancelledException,
                ServiceException {
    private static final String DOMAIN = "mintmark";

    /** What an answer says besides its message. */
    record Details(
            Code code, String reason, List<Problem> problems, Duration retryDelay, String requestId, String resource) {
        Details(Code code) {
            this(code, "", List.of(), null, "", "");
        }

        ErrorReason known() {
            try {
                return ErrorReason.valueOf("ERROR_REASON_" + (reason.isEmpty() ? "UNSPECIFIED" : reason));
            } catch (IllegalArgumentException unknown) {
                return ErrorReason.UNRECOGNIZED;
            }
        }

        /** The contract numbers the reasons about claims from 40 to 59; CLAIMS_REFUSED stands for several of them. */
        boolean isAboutClaims() {
            ErrorReason known = known();
            return known == ErrorReason.ERROR_REASON_CLAIMS_REFUSED
                    || known != ErrorReason.UNRECOGNIZED && known.getNumber() >= 40 && known.getNumber() < 60;
        }
    }

    private final transient Details details;

    MintmarkException(String message, Details details, Throwable cause) {
        super(message, cause);
        this.details = details;
    }

    /** Returns why: UNSPECIFIED when the service did not answer itself, UNRECOGNIZED for a reason that is newer than this client. */
    public ErrorReason reason() {
        return details.known();
    }

    /** Returns the reason in the service's own words, as {@code NOT_FOUND}; "" when the service did not answer itself. */
    public String reasonText() {
        return details.reason();
    }

    /** Returns gRPC's status code. */
    public Code code() {
        return details.code();
    }

    /** Returns everything that is wrong, in order of paths. */
    public List<Problem> problems() {
        return details.problems();
    }

    /** Returns how long to wait before trying again, where the service says so. */
    public Optional<Duration> retryDelay() {
        return Optional.ofNullable(details.retryDelay());
    }

    /** Returns what finds the call in the service's log; "" when the service did not answer itself. */
    public String requestId() {
        return details.requestId();
    }

    /** Returns the name of the resource that is concerned, "" where there is none. */
    public String resource() {
        return details.resource();
    }

    /** Returns the exception of a status, as batches and streams of issues carry one for each item. */
    public static MintmarkException of(com.google.rpc.Status status) {
        return read(status, null).orElseGet(() -> {
            Details details =
                    new Details(io.grpc.Status.fromCodeValue(status.getCode()).getCode());
            return new ServiceException("The answer is none of Mintmark's: " + status.getMessage(), details, null);
        });
    }

    /** Returns what a status of Mintmark's own says; nothing for another's. */
    private static Optional<MintmarkException> read(com.google.rpc.Status status, Throwable cause) {
        return find(status, ErrorInfo.class)
                .filter(info -> info.getDomain().equals(DOMAIN))
                .map(info -> {
                    Details details = new Details(
                            io.grpc.Status.fromCodeValue(status.getCode()).getCode(),
                            info.getReason(),
                            find(status, ProblemList.class)
                                    .map(ProblemList::getProblemsList)
                                    .orElse(List.of()),
                            find(status, RetryInfo.class)
                                    .map(RetryInfo::getRetryDelay)
                                    .map(delay -> Duration.ofSeconds(delay.getSeconds(), delay.getNanos()))
                                    .orElse(null),
                            info.getMetadataOrDefault("request_id", ""),
                            info.getMetadataOrDefault("resource", ""));
                    return build(status.getMessage(), details, cause);
                });
    }

    /** Returns the exception of a failed call; {@code where} says whom it called and how, for what only the caller can mend. */
    static MintmarkException of(StatusRuntimeException error, String where) {
        return read(StatusProto.fromThrowable(error), error).orElseGet(() -> explain(error, where));
    }

    private static MintmarkException explain(StatusRuntimeException error, String where) {
        if (error.getStatus().getCause() instanceof StatusRuntimeException unreadable) {
            // gRPC cancels a call whose answer it can't read, and keeps why.
            return of(unreadable, where);
        }
        Code code = error.getStatus().getCode();
        String said = error.getStatus().getDescription();
        Throwable below = error.getStatus().getCause();
        String cause = (said == null ? code.name() : said) + (below == null ? "" : " (" + below.getMessage() + ")");
        String message = switch (code) {
            case CANCELLED -> "The call was cancelled by its caller.";
            case DEADLINE_EXCEEDED -> where + " did not answer in time; give a longer timeout, or ask for less.";
            case UNAVAILABLE ->
                where + " can't be reached; check the address, and that both sides use TLS or neither: " + cause;
            case RESOURCE_EXHAUSTED ->
                "A message is too large, ask for less at once (page_size), or too many calls run: " + cause;
            default -> where + " answered " + code + ", check that it is Mintmark: " + cause;
        };
        return build(message, new Details(code), error);
    }

    private static MintmarkException build(String message, Details details, Throwable cause) {
        if (details.isAboutClaims()) {
            return new ClaimsException(message, details, cause);
        }
        return switch (details.code()) {
            case INVALID_ARGUMENT, OUT_OF_RANGE -> new RefusedException(message, details, cause);
            case UNAUTHENTICATED, PERMISSION_DENIED -> new AccessException(message, details, cause);
            case NOT_FOUND -> new AbsenceException(message, details, cause);
            case ALREADY_EXISTS, ABORTED -> new ConflictException(message, details, cause);
            case FAILED_PRECONDITION -> new StateException(message, details, cause);
            case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED ->
                new UnavailableException(message, details, cause);
            case CANCELLED -> new CancelledException(message, details, cause);
            default -> new ServiceException(message, details, cause);
        };
    }

    private static <T extends Message> Optional<T> find(com.google.rpc.Status status, Class<T> type) {
        for (Any detail : status.getDetailsList()) {
            try {
                if (detail.is(type)) {
                    return Optional.of(detail.unpack(type));
                }
            } catch (InvalidProtocolBufferException broken) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
