package dev.mintmark.examples;

import dev.mintmark.examples.Verifier.Kind;
import dev.mintmark.examples.Verifier.Token;
import dev.mintmark.examples.Verifier.TokenRefusedException;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * A servlet filter that lets only holders of a session or access-key token through; {@link #tokenOf} is the token that it let through.
 *
 * <pre>{@code
 * context.addFilter(new FilterHolder(new TokenFilter(verifier)), "/plan", EnumSet.of(DispatcherType.REQUEST));
 * }</pre>
 */
public final class TokenFilter implements Filter {
    private static final String ATTRIBUTE = TokenFilter.class.getName();

    private final Verifier verifier;

    /** Makes a filter of a verifier, which is shared. */
    public TokenFilter(Verifier verifier) {
        this.verifier = verifier;
    }

    /** Returns the token that the filter let through. */
    public static Token tokenOf(ServletRequest request) {
        return (Token) request.getAttribute(ATTRIBUTE);
    }

    /** Answers 401 without a token that holds (RFC 6750 §3), 503 while none can be verified. */
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String authorization = ((HttpServletRequest) request).getHeader("Authorization");
        HttpServletResponse answer = (HttpServletResponse) response;
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            refuse(answer, HttpServletResponse.SC_UNAUTHORIZED, "WWW-Authenticate", "Bearer");
            return;
        }
        try {
            Set<Kind> kinds = Set.of(Kind.SESSION, Kind.ACCESS_KEY);
            request.setAttribute(
                    ATTRIBUTE, verifier.verify(authorization.substring(7).strip(), kinds, null));
        } catch (TokenRefusedException error) {
            if (error.unavailable()) {
                refuse(answer, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Retry-After", "10");
            } else {
                refuse(
                        answer,
                        HttpServletResponse.SC_UNAUTHORIZED,
                        "WWW-Authenticate",
                        "Bearer error=\"invalid_token\"");
            }
            return;
        }
        chain.doFilter(request, response);
    }

    private static void refuse(HttpServletResponse response, int status, String header, String value)
            throws IOException {
        response.setHeader(header, value);
        response.sendError(status);
    }
}
