// Go's own transparency log reads what ours published, and publishes in turn. One JSON object in, one out.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run tests/judges/tlog.go < published.json
package main

import (
	"crypto/ed25519"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type inclusion struct {
	Size, Index int64
	Proof       tlog.RecordProof
}

type growth struct {
	Old, Size int64
	Proof     tlog.TreeProof
}

type published struct {
	Entries    []string
	Roots      []tlog.Hash // of the first 0, 1, 2 … entries
	Inclusions []inclusion
	Growths    []growth
	Key, Note  string
	Witness    struct {
		Name   string
		Public []byte
	}
}

func must(err error, about string) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", about, err)
		os.Exit(1)
	}
}

func main() {
	var ours published
	must(json.NewDecoder(os.Stdin).Decode(&ours), "reading")

	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var out []tlog.Hash
		for _, index := range indexes {
			out = append(out, stored[index])
		}
		return out, nil
	})
	for number, entry := range ours.Entries {
		hashes, err := tlog.StoredHashes(int64(number), []byte(entry), reader)
		must(err, "storing")
		stored = append(stored, hashes...)
		root, err := tlog.TreeHash(int64(number)+1, reader)
		must(err, "root")
		if root != ours.Roots[number+1] {
			must(fmt.Errorf("theirs %v, ours %v", root, ours.Roots[number+1]), fmt.Sprint("root of ", number+1))
		}
	}
	for _, one := range ours.Inclusions {
		leaf := tlog.RecordHash([]byte(ours.Entries[one.Index]))
		must(tlog.CheckRecord(one.Proof, one.Size, ours.Roots[one.Size], one.Index, leaf), fmt.Sprint("inclusion ", one))
	}
	for _, one := range ours.Growths {
		must(tlog.CheckTree(one.Proof, one.Size, ours.Roots[one.Size], one.Old, ours.Roots[one.Old]), fmt.Sprint("growth ", one))
	}

	verifier, err := note.NewVerifier(ours.Key)
	must(err, "key")
	opened, err := note.Open([]byte(ours.Note), note.VerifierList(verifier))
	must(err, "note")
	checkCosignature(opened, ours.Witness.Name, ours.Witness.Public)

	answer(ours, reader)
}

// checkCosignature verifies what x/mod has no verifier for: c2sp.org/tlog-cosignature, with Go's Ed25519.
func checkCosignature(opened *note.Note, name string, public []byte) {
	for _, line := range opened.UnverifiedSigs {
		if line.Name != name {
			continue
		}
		var raw []byte
		must(json.Unmarshal([]byte(`"`+line.Base64+`"`), &raw), "base64")
		at := binary.BigEndian.Uint64(raw[4:12])
		message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, opened.Text)
		if ed25519.Verify(public, []byte(message), raw[12:]) {
			return
		}
	}
	must(fmt.Errorf("no good signature of %s", name), "cosignature")
}

// answer signs a checkpoint of the same log with a key of Go's, and proves its first and last entries.
func answer(ours published, reader tlog.HashReader) {
	size := int64(len(ours.Entries))
	secret, public, err := note.GenerateKey(nil, "go.example.org/log")
	must(err, "generating")
	signer, err := note.NewSigner(secret)
	must(err, "signer")
	root, err := tlog.TreeHash(size, reader)
	must(err, "root")
	text := fmt.Sprintf("%s\n%d\n%v\n", signer.Name(), size, root)
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	must(err, "signing")
	first, err := tlog.ProveRecord(size, 0, reader)
	must(err, "proving")
	grown, err := tlog.ProveTree(size, size/2, reader)
	must(err, "proving")
	must(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"key": strings.TrimSpace(public), "note": string(signed), "inclusion": first, "growth": grown,
	}), "writing")
}
