// seatmap in Go: a goroutine for each request, on all cores.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"regexp"
	"strconv"
	"syscall"
	"time"
)

const halls, arena, most = 100, 100, 10

var path = regexp.MustCompile(`^/halls/([1-9]\d{0,5})(/best|/tonight|/rows)?$`)

type best struct {
	Hall int `json:"hall"`
	Row  int `json:"row"`
	Seat int `json:"seat"`
	Cost int `json:"cost"`
}

type refusal struct {
	status int
	why    string
}

func sold(hall int) [][]bool {
	count, width := 30, 40
	if hall == arena {
		count, width = 160, 150
	}
	x := hall
	rows := make([][]bool, count)
	for row := range rows {
		rows[row] = make([]bool, width)
		for seat := range rows[row] {
			x = x * 48271 % 2147483647
			rows[row][seat] = x%100 < 55
		}
	}
	return rows
}

func heads(rows [][]bool, row, seat int) int {
	before := 0
	for nearer := 0; nearer < row; nearer++ {
		reach := row - nearer
		last := min(seat+reach, len(rows[nearer])-1)
		for other := max(seat-reach, 0); other <= last; other++ {
			if rows[nearer][other] {
				before++
			}
		}
	}
	return before
}

func isFree(seats []bool) bool {
	for _, taken := range seats {
		if taken {
			return false
		}
	}
	return true
}

func bestOf(hall, seats int) (*best, *refusal) {
	rows := sold(hall)
	var found *best
	for row, taken := range rows {
		for first := 0; first+seats <= len(taken); first++ {
			if !isFree(taken[first : first+seats]) {
				continue
			}
			cost := 0
			for seat := first; seat < first+seats; seat++ {
				aside := 2*seat - len(taken) + 1
				cost += max(aside, -aside) + heads(rows, row, seat)
			}
			if found == nil || cost < found.Cost {
				found = &best{hall, row + 1, first + 1, cost}
			}
		}
	}
	if found == nil {
		return nil, &refusal{409, fmt.Sprintf("Hall %d has no %d seats together.", hall, seats)}
	}
	return found, nil
}

func seatsLeft(request *http.Request, hall int) (int, *refusal) {
	failed := &refusal{502, "The partner does not answer."}
	address := fmt.Sprintf("%s/halls/%d", os.Getenv("PARTNER"), hall)
	asking, err := http.NewRequestWithContext(request.Context(), "GET", address, nil)
	if err != nil {
		return 0, failed
	}
	reply, err := http.DefaultClient.Do(asking)
	if err != nil {
		return 0, failed
	}
	defer reply.Body.Close()
	var told struct {
		Left *int `json:"seats_left"`
	}
	if json.NewDecoder(reply.Body).Decode(&told) != nil || told.Left == nil || reply.StatusCode != 200 {
		return 0, failed
	}
	return *told.Left, nil
}

func stream(response http.ResponseWriter, hall int) {
	response.Header().Set("Content-Type", "application/x-ndjson")
	for index, row := range sold(hall) {
		free := 0
		for _, taken := range row {
			if !taken {
				free++
			}
		}
		fmt.Fprintf(response, "{\"row\":%d,\"free\":%d}\n", index+1, free)
		response.(http.Flusher).Flush()
	}
}

func answer(request *http.Request, hall int, what string) (any, *refusal) {
	if what == "" {
		left, failed := seatsLeft(request, hall)
		return map[string]int{"hall": hall, "seats_left": left}, failed
	}
	asked := request.URL.Query().Get("seats")
	seats, err := strconv.Atoi(asked)
	if err != nil || strconv.Itoa(seats) != asked || seats < 1 || seats > most {
		return nil, &refusal{422, "seats: a whole number from 1 to 10"}
	}
	if what == "/best" {
		return bestOf(hall, seats)
	}
	left, failed := seatsLeft(request, hall)
	if failed != nil {
		return nil, failed
	}
	if left < seats {
		return nil, &refusal{409, fmt.Sprintf("The partner has %d seats left.", left)}
	}
	found, failed := bestOf(hall, seats)
	if failed != nil {
		return nil, failed
	}
	return struct {
		best
		Left int `json:"seats_left"`
	}{*found, left}, nil
}

func send(response http.ResponseWriter, status int, value any) {
	response.Header().Set("Content-Type", "application/json")
	if status == 405 {
		response.Header().Set("Allow", "GET")
	}
	response.WriteHeader(status)
	json.NewEncoder(response).Encode(value)
}

func handle(response http.ResponseWriter, request *http.Request) {
	found := path.FindStringSubmatch(request.URL.Path)
	isHealth := request.URL.Path == "/healthz"
	hall := 0
	if found != nil {
		hall, _ = strconv.Atoi(found[1])
	}
	if !isHealth && (hall < 1 || hall > halls) {
		send(response, 404, map[string]string{"error": "There is no such page."})
	} else if request.Method != "GET" {
		send(response, 405, map[string]string{"error": "GET a page."})
	} else if isHealth {
		send(response, 200, map[string]string{"status": "ok"})
	} else if found[2] == "/rows" {
		stream(response, hall)
	} else if value, refused := answer(request, hall, found[2]); refused != nil {
		send(response, refused.status, map[string]string{"error": refused.why})
	} else {
		send(response, 200, value)
	}
}

func main() {
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	server := &http.Server{Addr: "127.0.0.1:" + os.Getenv("PORT"), Handler: http.HandlerFunc(handle)}
	go server.ListenAndServe()
	<-stop.Done()
	patience, end := context.WithTimeout(context.Background(), time.Second)
	defer end()
	server.Shutdown(patience)
}
