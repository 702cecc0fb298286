package mintmark_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	mintmark "mintmark.dev/client/go"
	v1 "mintmark.dev/client/go/v1"
)

func Example() {
	client, err := mintmark.New("127.0.0.1:50051") // the credential is read from MINTMARK_CREDENTIAL or MINTMARK_CREDENTIAL_FILE
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	answer, err := client.Tokens.IssueSessionToken(context.Background(), &v1.IssueSessionTokenRequest{
		Parent: "projects/demo", Subject: &v1.Subject{Kind: &v1.Subject_LoginId{LoginId: "ada@example.com"}},
	})
	var refused *mintmark.Error
	if errors.As(err, &refused) {
		for _, problem := range refused.Problems {
			log.Print(problem.GetPath(), problem.GetMessage(), problem.GetHint())
		}
	}
	fmt.Println(answer.GetToken().GetToken(), err)
}
