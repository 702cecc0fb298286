package main

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"mintmark.dev/client/go/verify"
)

// With real tokens, rotations and forgeries the example is tested against the service (tests/interop/test_examples.py).
func TestWithoutATokenOrWithoutKeysNothingPasses(t *testing.T) {
	nobody := httptest.NewServer(http.NotFoundHandler())
	defer nobody.Close()
	verifier, err := verify.New(nobody.URL)
	if err != nil {
		t.Fatal(err)
	}
	for header, expected := range map[string]int{
		"":                     http.StatusUnauthorized,
		"Basic YTpi":           http.StatusUnauthorized,
		"Bearer":               http.StatusUnauthorized,
		"Bearer x.y.z":         http.StatusUnauthorized,
		"bearer " + wellFormed: http.StatusServiceUnavailable,
	} {
		request := httptest.NewRequest(http.MethodGet, "/orders", nil)
		request.Header.Set("authorization", header)
		answer := httptest.NewRecorder()
		routes(verifier).ServeHTTP(answer, request)
		if answer.Code != expected {
			t.Errorf("%q: %d, expected %d", header, answer.Code, expected)
		}
	}
}

const wellFormed = "eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIiwidHlwIjoiSldUIn0.e30.AAAA"
