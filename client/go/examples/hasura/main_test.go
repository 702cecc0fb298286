package main

import (
	"reflect"
	"testing"

	"mintmark.dev/client/go/verify"
)

func TestRolesComeFromTheTrustedObjectAlone(t *testing.T) {
	object := map[string]any{
		"x-hasura-allowed-roles": []any{"admin", "member"},
		"x-hasura-default-role":  "member",
		"x-hasura-user-id":       "ada",
		"x-hasura-org":           7.0,
		"other":                  "left out",
	}
	token := &verify.Token{Claims: map[string]any{namespace: object}}
	for asked, role := range map[string]string{"": "member", "admin": "admin", "member": "member"} {
		variables, err := authorise(token, asked)
		if err != nil || !reflect.DeepEqual(variables, map[string]string{"x-hasura-role": role, "x-hasura-user-id": "ada"}) {
			t.Errorf("%q: %v, %v", asked, variables, err)
		}
	}
	if variables, err := authorise(token, "owner"); err == nil {
		t.Errorf("%v", variables)
	}
	forged := &verify.Token{Claims: map[string]any{}, Untrusted: map[string]any{namespace: object}}
	if variables, err := authorise(forged, "admin"); err == nil {
		t.Errorf("what a client sent was trusted: %v", variables)
	}
}
