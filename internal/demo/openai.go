package demo

// writeOpenAI writes whole conversations in the shape of OpenAI's chat messages,
// with the envelope that Inkeep's analytics interface takes.
func writeOpenAI(s *sink, o Options) error {
	conversations, err := Conversations(o)
	if err != nil {
		return err
	}
	var b []byte
	for c := range conversations {
		b = appendConversation(b[:0], c)
		for i := range c.Entries {
			if c.Entries[i].Role != "" {
				s.totals.Messages++
			}
		}
		if _, err := s.Write(append(b, '\n')); err != nil {
			return err
		}
	}
	return nil
}

func appendConversation(b []byte, c *Conversation) []byte {
	b = append(b, '{')
	b = appendField(b, "id", c.ID)
	b = appendField(b, "type", "openai")
	b = appendTime(b, "createdAt", c.Entries[0].Millis)
	b = append(appendKey(b, "messages"), '[')
	separator := ""
	for i := range c.Entries {
		e := &c.Entries[i]
		if e.Role == "" {
			continue
		}
		b = append(b, separator...)
		b = append(b, '{')
		b = appendField(b, "id", messageID(Moment{c, i}))
		b = appendField(b, "role", e.Role)
		b = appendContent(b, e)
		b = append(appendTime(b, "createdAt", e.Millis), '}')
		separator = ","
	}
	b = append(b, ']')
	b = append(appendKey(b, "properties"), '{')
	b = appendField(b, "channel", c.Channel)
	b = appendField(b, "bot", c.Bot)
	b = appendField(b, "language", c.Language)
	b = append(b, '}')
	b = append(appendKey(b, "userProperties"), '{')
	b = appendIfSet(b, "userId", c.UserID)
	return append(b, "}}"...)
}
