// Pub/Sub's protocol in memory, for a machine without Google's emulator. The published fake keeps topics, deadlines and
// dead letters; it hands messages out only when asked, so this program asks and pushes them to the endpoints.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"time"

	pb "cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"cloud.google.com/go/pubsub/v2/pstest"
)

const (
	pause       = 20 * time.Millisecond
	untilExists = 5 * time.Second
)

func main() {
	pushes := &pusher{}
	server := pstest.NewServerWithAddress("127.0.0.1:"+os.Args[1], pstest.ServerReactorOption{
		FuncName: "CreateSubscription",
		Reactor:  pushes,
	})
	pushes.server = &server.GServer
	select {}
}

type pusher struct{ server *pstest.GServer }

// React sees each subscription just before it is made, and leaves the making to the fake.
func (p *pusher) React(request any) (bool, any, error) {
	subscription, ok := request.(*pb.Subscription)
	if ok && subscription.GetPushConfig().GetPushEndpoint() != "" {
		go p.pushAll(subscription.Name, subscription.PushConfig.PushEndpoint, backoff(subscription))
	}
	return false, nil, nil
}

func backoff(subscription *pb.Subscription) time.Duration {
	return max(subscription.GetRetryPolicy().GetMinimumBackoff().AsDuration(), pause)
}

// pushAll ends when its subscription is deleted.
func (p *pusher) pushAll(name, endpoint string, backoff time.Duration) {
	found := false
	for started := time.Now(); found || time.Since(started) < untilExists; time.Sleep(pause) {
		pulled, err := p.server.Pull(context.Background(), &pb.PullRequest{
			Subscription: name, MaxMessages: 100, ReturnImmediately: true,
		})
		if err != nil {
			if found {
				return
			}
			continue
		}
		found = true
		for _, received := range pulled.ReceivedMessages {
			go p.push(name, endpoint, backoff, received)
		}
	}
}

func (p *pusher) push(name, endpoint string, backoff time.Duration, received *pb.ReceivedMessage) {
	ids := []string{received.AckId}
	if accepted(name, endpoint, received.Message) {
		p.server.Acknowledge(context.Background(), &pb.AcknowledgeRequest{Subscription: name, AckIds: ids})
		return
	}
	time.Sleep(backoff)
	p.server.ModifyAckDeadline(context.Background(), &pb.ModifyAckDeadlineRequest{Subscription: name, AckIds: ids})
}

func accepted(name, endpoint string, message *pb.PubsubMessage) bool {
	body, err := json.Marshal(map[string]any{
		"subscription": name,
		"message": map[string]any{
			"data":        message.Data,
			"attributes":  message.Attributes,
			"messageId":   message.MessageId,
			"publishTime": message.PublishTime.AsTime().Format("2006-01-02T15:04:05.000Z"),
		},
	})
	if err != nil {
		return false
	}
	response, err := http.Post(endpoint, "application/json", bytes.NewReader(body))
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode/100 == 2
}
