package mintmark

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	v1 "mintmark.dev/client/go/v1"
)

const (
	domain       = "mintmark"
	reasonPrefix = "ERROR_REASON_"
)

// Error says why a call failed. Find it with errors.As.
//
// Reason is the published reason (v1.ErrorReason without its prefix), also one that this version does not know. It is empty when the
// service did not answer itself, but DEADLINE_EXCEEDED when the deadline passed; Message then says what to look at.
type Error struct {
	Code       codes.Code
	Reason     string
	Message    string
	Problems   []*v1.Problem
	RetryDelay time.Duration
	RequestID  string
	Resource   string
	Metadata   map[string]string

	cause error
}

// Error returns code, reason, message and, after them, every further problem.
func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString("mintmark: ")
	if e.Reason != "" {
		text.WriteString(e.Reason + ": ")
	}
	text.WriteString(e.Message)
	for _, problem := range e.Problems {
		fmt.Fprintf(&text, "\n  %s: %s %s", problem.GetPath(), problem.GetMessage(), problem.GetHint())
	}
	return text.String()
}

// Unwrap returns gRPC's own error; a cancelled or late call is context.Canceled or context.DeadlineExceeded too.
func (e *Error) Unwrap() []error {
	switch e.Code {
	case codes.Canceled:
		return []error{e.cause, context.Canceled}
	case codes.DeadlineExceeded:
		return []error{e.cause, context.DeadlineExceeded}
	default:
		return []error{e.cause}
	}
}

// GRPCStatus lets status.FromError and status.Code see what they would without this client.
func (e *Error) GRPCStatus() *status.Status { return status.Convert(e.cause) }

// HasReason tells whether the call failed for this reason, or has a problem of this reason.
func HasReason(err error, reason v1.ErrorReason) bool {
	var failed *Error
	if !errors.As(err, &failed) {
		return false
	}
	among := func(problem *v1.Problem) bool { return problem.GetReason() == reason }
	return failed.Reason == reasonName(reason) || slices.ContainsFunc(failed.Problems, among)
}

func fromGRPC(err error, target string) error {
	if err == nil {
		return nil
	}
	answered, ok := status.FromError(err)
	if !ok {
		answered = status.FromContextError(err)
		err = answered.Err()
	}
	failed := &Error{Code: answered.Code(), cause: err}
	ours := false
	for _, detail := range answered.Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			if ours = detail.GetDomain() == domain; ours {
				failed.Reason, failed.Metadata = detail.GetReason(), detail.GetMetadata()
			}
		case *errdetails.RetryInfo:
			failed.RetryDelay = detail.GetRetryDelay().AsDuration()
		case *v1.ProblemList:
			failed.Problems = detail.GetProblems()
		}
	}
	if !ours {
		return unanswered(answered, err, target)
	}
	failed.Message = answered.Message()
	failed.RequestID, failed.Resource = failed.Metadata["request_id"], failed.Metadata["resource"]
	return failed
}

// unanswered returns the error of a failure that the service did not answer itself.
func unanswered(answered *status.Status, err error, target string) *Error {
	failed := &Error{Code: answered.Code(), Message: answered.Message(), cause: err}
	switch answered.Code() {
	case codes.DeadlineExceeded:
		failed.Reason = reasonName(v1.ErrorReason_ERROR_REASON_DEADLINE_EXCEEDED)
		failed.Message = fmt.Sprintf("%s did not answer in time; whether the call took effect is not known.", target)
	case codes.Unavailable:
		advice := "Is the address right, does the service run, do both sides use TLS or neither?"
		failed.Message = fmt.Sprintf("%s can't be reached. %s (%s)", target, advice, answered.Message())
	case codes.ResourceExhausted:
		advice := "ask for smaller pages or fewer items, or later"
		failed.Message = fmt.Sprintf("The message is too large, or too many calls run: %s. (%s)", advice, answered.Message())
	case codes.Unimplemented:
		failed.Message = fmt.Sprintf("%s does not know this method: it is older than this client, or another service. (%s)", target, answered.Message())
	case codes.Canceled:
		failed.Message = "The call was cancelled by its caller."
	}
	return failed
}

// reasonName returns a reason as it is published; of one that this version does not know, its number.
func reasonName(reason v1.ErrorReason) string {
	return strings.TrimPrefix(reason.String(), reasonPrefix)
}
