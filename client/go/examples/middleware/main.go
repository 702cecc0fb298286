// Command middleware protects one HTTP route with Mintmark's session and access-key tokens.
//
//	go run ./examples/middleware -issuer http://127.0.0.1:8080/projects/demo -listen 127.0.0.1:9090
//	curl -H "authorization: Bearer $TOKEN" http://127.0.0.1:9090/orders
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"log"
	"net"
	"net/http"
	"strings"
	"time"

	"mintmark.dev/client/go/verify"
)

type tokenKey struct{}

// Protect lets requests with a valid token through to next, which finds it with TokenOf. Without one the answer is 401, and 503 while the
// issuer's keys can't be fetched: then nobody knows whether the token holds.
func Protect(verifier *verify.Verifier, next http.Handler) http.Handler {
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		scheme, text, _ := strings.Cut(request.Header.Get("authorization"), " ")
		if !strings.EqualFold(scheme, "bearer") || text == "" {
			writer.Header().Set("www-authenticate", "Bearer")
			http.Error(writer, "A bearer token is needed.", http.StatusUnauthorized)
			return
		}
		token, err := verifier.Verify(request.Context(), text)
		switch {
		case errors.Is(err, verify.ErrRefused):
			writer.Header().Set("www-authenticate", `Bearer error="invalid_token"`)
			http.Error(writer, "The token does not hold.", http.StatusUnauthorized)
		case err != nil:
			log.Print(err)
			http.Error(writer, "Tokens can't be verified now.", http.StatusServiceUnavailable)
		default:
			next.ServeHTTP(writer, request.WithContext(context.WithValue(request.Context(), tokenKey{}, token)))
		}
	})
}

// TokenOf returns the token that Protect verified.
func TokenOf(request *http.Request) *verify.Token {
	token, _ := request.Context().Value(tokenKey{}).(*verify.Token)
	return token
}

// orders decides on what is trusted alone: the subject and the claim plan; what the client sent is shown apart.
func orders(writer http.ResponseWriter, request *http.Request) {
	token := TokenOf(request)
	writer.Header().Set("content-type", "application/json")
	_ = json.NewEncoder(writer).Encode(map[string]any{"orders_of": token.UserID, "plan": token.Claims["plan"], "untrusted": token.Untrusted})
}

func routes(verifier *verify.Verifier) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /orders", Protect(verifier, http.HandlerFunc(orders)))
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	return mux
}

func main() {
	issuer := flag.String("issuer", "http://127.0.0.1:8080/projects/demo", "the project's URL")
	listen := flag.String("listen", "127.0.0.1:9090", "host:port")
	flag.Parse()
	verifier, err := verify.New(*issuer)
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("listening on %s", listener.Addr())
	server := &http.Server{Handler: routes(verifier), ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.Serve(listener))
}
