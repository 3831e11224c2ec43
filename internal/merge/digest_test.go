package merge

import (
	"reflect"
	"testing"

	"chatcops/internal/chat"
)

// TestDigest changes each field of a conversation, its messages, events and
// feedback in turn: but for the key, the source and the id each counts.
func TestDigest(t *testing.T) {
	make := func() *chat.Conversation {
		return &chat.Conversation{Messages: []chat.Message{{Time: 1}}, Events: []chat.Event{{Time: 2}}, Feedback: []chat.Feedback{{Time: 3}}}
	}
	var d Digester
	plain := d.Of(make())
	if again := d.Of(make()); again != plain {
		t.Fatalf("%d, and then %d", plain, again)
	}
	seen := map[int64]string{plain: "nothing"}
	change := func(name string, field reflect.Value, c *chat.Conversation) {
		switch field.Kind() {
		case reflect.String:
			field.SetString("x")
		case reflect.Bool:
			field.SetBool(true)
		case reflect.Uint8:
			field.SetUint(7)
		case reflect.Slice:
			field.SetLen(0)
		default:
			field.SetInt(77)
		}
		sum := d.Of(c)
		if other, ok := seen[sum]; ok != (name == "Key" || name == "Source" || name == "ID") {
			t.Errorf("%s changed gives the same as %s changed", name, other)
		}
		seen[sum] = name
	}
	each := func(name string, of func(*chat.Conversation) reflect.Value) {
		typ := of(make()).Type()
		for i := range typ.NumField() {
			if typ.Field(i).Type.Kind() == reflect.Struct { // the cost
				for k := range typ.Field(i).Type.NumField() {
					c := make()
					change(name+typ.Field(i).Name+typ.Field(i).Type.Field(k).Name, of(c).Field(i).Field(k), c)
				}
				continue
			}
			c := make()
			change(name+typ.Field(i).Name, of(c).Field(i), c)
		}
	}
	each("", func(c *chat.Conversation) reflect.Value { return reflect.ValueOf(c).Elem() })
	each("message ", func(c *chat.Conversation) reflect.Value { return reflect.ValueOf(&c.Messages[0]).Elem() })
	each("event ", func(c *chat.Conversation) reflect.Value { return reflect.ValueOf(&c.Events[0]).Elem() })
	each("feedback ", func(c *chat.Conversation) reflect.Value { return reflect.ValueOf(&c.Feedback[0]).Elem() })
	moved := make()
	moved.UserID, moved.Bot = "a", "bc"
	other := make()
	other.UserID, other.Bot = "ab", "c"
	if d.Of(moved) == d.Of(other) {
		t.Error("where a text ends does not count")
	}
	if sum := d.Of(&chat.Conversation{Messages: []chat.Message{{Time: 1}, {Time: chat.NoTime, Position: -1}}}); sum != 0 {
		t.Errorf("%d for a message that cannot be told from another", sum)
	}
}
