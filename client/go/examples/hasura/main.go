// Command hasura answers Hasura's authentication hook (webhook mode): it verifies the token, and reads roles and ids from the nested claims
// object `https://hasura.io/jwt/claims`.
//
//	go run ./examples/hasura -issuer http://127.0.0.1:8080/projects/demo -listen 127.0.0.1:9091
//	curl -H "authorization: Bearer $TOKEN" -H "x-hasura-role: member" http://127.0.0.1:9091/authorize
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"mintmark.dev/client/go/verify"
)

const namespace = "https://hasura.io/jwt/claims"

// authorise returns the session variables of a token, with the role that is asked for, or the default one. The object stands among the
// trusted claims; a copy that a client sent is under nsec, and is never looked at.
func authorise(token *verify.Token, asked string) (map[string]string, error) {
	claims, ok := token.Claims[namespace].(map[string]any)
	if !ok {
		return nil, errors.New("the token has no Hasura claims")
	}
	allowed, _ := claims["x-hasura-allowed-roles"].([]any)
	role, _ := claims["x-hasura-default-role"].(string)
	if asked != "" {
		role = asked
	}
	if !slices.Contains(append(allowed, claims["x-hasura-default-role"]), any(role)) {
		return nil, fmt.Errorf("the role %q is not among the allowed ones", role)
	}
	variables := map[string]string{"x-hasura-role": role}
	for name, value := range claims {
		text, ok := value.(string)
		if ok && strings.HasPrefix(name, "x-hasura-") && name != "x-hasura-default-role" {
			variables[name] = text
		}
	}
	return variables, nil
}

func routes(verifier *verify.Verifier) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /authorize", func(writer http.ResponseWriter, request *http.Request) {
		_, text, _ := strings.Cut(request.Header.Get("authorization"), " ")
		token, err := verifier.Verify(request.Context(), text)
		if errors.Is(err, verify.ErrKeysUnavailable) {
			http.Error(writer, "Tokens can't be verified now.", http.StatusServiceUnavailable)
			return
		}
		variables := map[string]string{}
		if err == nil {
			variables, err = authorise(token, request.Header.Get("x-hasura-role"))
		}
		if err != nil {
			http.Error(writer, "Not allowed.", http.StatusUnauthorized) // Hasura reads 401 as "not allowed".
			return
		}
		writer.Header().Set("content-type", "application/json")
		_ = json.NewEncoder(writer).Encode(variables)
	})
	return mux
}

func main() {
	issuer := flag.String("issuer", "http://127.0.0.1:8080/projects/demo", "the project's URL")
	listen := flag.String("listen", "127.0.0.1:9091", "host:port")
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
