package ingest

const docHead = `# What can be imported

<!-- Generated: go test ./ingest -run FormatsDoc -update -->

` + "`chatcops formats`" + ` prints the formats, ` + "`chatcops formats NAME`" + ` a record and the fields. One file may mix messages, events, feedback
and exposures, but scores stand in files of their own; the format only says how the file is laid out, unless ` + "`--input-format openai`" + ` asks for nothing but conversations.

## Formats

`

const docDetection = `## How a file is recognised

By its first 64 KiB, never by its name.

1. gzip and zstd are unpacked, whatever the file is called. Of a zip archive each data file is read as a file of its own, named ARCHIVE/FILE;
   one that is cut off is read as far as it goes. A byte order mark is skipped.
2. SQLite, Parquet, PDF and UTF-16 are refused with what to do instead.
3. What begins with { or [ is JSON. If one of the first lines is a whole object, each line is a record; else records may
   lie over several lines, in an array, or in an array of an object around them, as the answers of interfaces do. The keys of the first 20
   records vote for the format; of a record longer than 64 KiB those count that are seen. Where two formats of other programs have as many
   votes the file is not read: the message names them, and ` + "`--input-format`" + ` chooses.
4. Everything else is CSV with a header. The separator (comma, semicolon, tab or bar) is found; a column for the conversation and one
   for the role or the content, or else for a score and its name, must be there, or be named by ` + "`--map`" + `.

Of a folder, files that end in .jsonl, .ndjson, .json, .csv, .tsv or .transcript, also behind .gz or .zst, and .zip archives are read in the order of their
names, links to such files too; hidden ones are not, nor does a wildcard match them. ` + "`-`" + ` is standard input. Files that exports are known to hold beside
their conversations (such as user.json of ChatGPT, users.json of Claude, speakers.json of ConvoKit) are passed over with a word if their content is of no format.

The files of a folder may be of different formats; each is read by its own, and one table sums them up.

`

const docScores = `
### Fields of scores

A file of scores has names of its own, which ` + "`--map`" + ` may replace too. A file in which any name above makes the records messages, events or
feedback is none; ` + "`--input-format scores`" + ` reads it as one, say where the score is called rating. What is no field of a score is passed over.

| field | also called | what it is |
|---|---|---|
`

const docKeeping = `
### What is no field

What is no field is not lost: it is kept among the ` + "`properties`" + ` of the message, event or conversation on whose record it stood,
where ` + "`--by property:KEY`" + ` and ` + "`--property KEY=VALUE`" + ` find it. The properties of a conversation are completed by those of its messages.

- A conversation that names no user, channel, bot, language, id or rating itself takes them from its properties or user properties, if they are there.
  A message, event or piece of feedback on a line of its own takes user, channel, bot and language from its user properties likewise.
- ` + "`usage`" + ` beside the messages of a conversation is that of its last answer, unless messages have token counts of their own.
- ` + "`user_id`" + ` counts on messages of users, on events and on conversations. On messages of others it may name the agent, and is passed over.
- Content that is a list of parts becomes their text, joined by line breaks; a part without text becomes its type in brackets, such as [image_url].
- Tool calls are kept as id, name and arguments. A rating beside a message is feedback about the conversation.
- A rating is 1 to 5, or a word such as positive, negative, up, down, like, dislike, yes, no, 👍, 👎; these count as 5 and 1.
`

const docAgent = `
**The word "agent" alone is read as the assistant**, for that is what most exports of chat agents mean. If your export calls people
"agent", rename them before the import, to "operator" or "human_agent": else their answers count as the agent's and their
conversations as not escalated.
`

const docEventsHead = `
## Event types

| type | also called | meaning |
|---|---|---|
`

const docEvents = `
Any other type is kept under its own name and counted; ` + "`rules.events`" + ` of the [configuration](config.md#rulesevents) says what it means.

The dialects look from different sides. In the snake dialect, which a server writes, ` + "`message_received`" + ` is the user's and
` + "`message_sent`" + ` the agent's; in the colon dialect, which a widget writes, ` + "`message:sent`" + ` is the user's and ` + "`message:received`" + ` the agent's. A role in
the event or its properties wins.

A message event with text becomes a message. Such messages count only in conversations that have no others, so that a
transcript and an event log of the same conversations may both be imported. A message event without text stays an event,
and is counted as a message where nothing else is known of the messages.

An event that names only a message (` + "`message_id`" + `, as entity events do) waits until that message is imported.
`

const docTimes = `
## Times

| form | read as |
|---|---|
| ISO 8601, with T or a space, Z or an offset | that instant; what is finer than a microsecond is dropped |
| the same without an offset | UTC |
| a date alone | its midnight in UTC |
| a number | Unix time in seconds, milliseconds, microseconds or nanoseconds: the unit in which it falls between 1990 and 2100 |
| RFC 1123 and forms such as "Jan 2, 2006, 3:04 PM" | UTC, unless they hold an offset |

Refused, because nobody can tell what they mean: dates such as 01/02/2006, names of other timezones, years before 1990 or after 2100.
Messages without any time are fine: their order is kept.
`

const docIdentity = `
## The same data twice

Importing the same records again, in any order or split over other files, must add nothing. So:

- **Files** are known by a hash of their bytes and of how they are read. One that was read to its end is passed over, unless it
  has no records or rejected ones: it is read again, so that every import of it tells what is wrong and ends with the same exit code.
- **A file that has grown** is read again. A conversation that it tells exactly as it is stored is known by its digest: it is neither merged nor scored anew,
  so that importing a log every night costs its reading.
- **Conversations** are known by id within ` + "`--source`" + `. A conversation record without an id gets one made of its words ("auto-" and a hash); where the
  same words occur again in one file, a number is added.
- **Conversation records** (messages in an array) tell the whole transcript so far. The newest one stands, by ` + "`updated_at`" + `, else by its last
  time, else by its length. One that another contains adds no message, only what it alone says of one, such as the tokens of an answer; an older one adds only the beginning that a newer one has dropped.
- **Messages on lines of their own** with an id are one message each; told twice, the later version stands, then the longer. Without an id, rows of
  equal speaker, words, time and place are different messages within one file (two "ok" in one second), and the same ones across files.
- **Rows with neither id, time nor place** have only their order. The rows of a second file are put behind those of the first, less what they repeat: all
  that was known, or three messages or more at the seam.
- **Both** kinds may be mixed: rows add to a told transcript the messages that it lacks.
- **Events** with an id are one event each. Without, events that are equal in all they say are different ones within one file, and the same ones across files.
- **Feedback** is known by its id, and then the later version stands, else by all that it says; **exposures** by test, session, variant, time and source.
- **Scores** are known by conversation, name and source: one stands. It is the one with the latest time; one without a time counts as the earliest; of
  equal times the highest, then the one whose comment sorts last. So whoever scores anew should give times. Scores may come before their conversation.

Messages are ordered by time, then by the place that the data states, then as they were read; a row without a time stays behind the timed one before it.
In one instant: by ids that count up, else the system, the user, the call of a tool, its result, the answer.

Where two records contradict each other about a conversation, the properties of the newer one stand; of two names of a user, bot, channel or
language the one that sorts first.
`

const docFollow = `
## Files that grow

` + "`ingest --follow FILE`" + ` imports what is in a file and goes on with what is added to it, until it is interrupted (Ctrl-C, SIGTERM); then it prints
the summary and ends with the exit code of any import. It looks every second (` + "`--interval`" + `), by reading only what is new, so it works on network
file systems too; what a look finds is committed at once and seen by other commands. Several files may be named.

- A last line without an end is waited for. Line numbers of rejects are those of the file.
- A file that was **renamed** is read on until another one stands in its place and a look finds nothing more in it; then the new one is read from its beginning.
- A file that was **cut short** or written anew (logrotate's copytruncate) is read from its beginning; the last 512 bytes that were read tell, so one that has grown
  longer since is noticed too. A half line that was read of the old file is rejected, and so is the half that begins the new one: copytruncate may lose what is
  written while it copies, renaming does not.
- A file that was **deleted** is waited for.
- Started again, it reads what is there from its beginning, of which nothing comes in twice, and then goes on; files that were rotated meanwhile are imported by
  their names. That takes about two thirds of a first import and less memory: of the first 100 MB of what
  ` + "`go run ./internal/demo/gen -n 40000 -format mixed-jsonl`" + ` writes (293,717 messages, 63,863 events) ` + "`ingest --follow`" + ` took 3.8 s of processor time when
  it was started first and 2.5 s the second time.
- Records must follow one another: JSON lines, CSV or an array, not one JSON document around them all, and no compressed file.
- What holds for one file in the list above holds for all that is read of it, however many looks that takes. After a restart, or when another
  import has written meanwhile, a row that nothing tells from an earlier one (no id, and the same time or none) may be taken for that.

Where the database is new, other commands wait until all that was there at the start is imported.
`

const docRejects = `
## What is rejected

A record that cannot be read is reported as FILE:LINE: problem, left out and counted; the rest is read. stderr shows the first 20 of a file,
the table ` + "`rejects`" + ` of the database keeps the first 1000 and ` + "`--rejects FILE`" + ` all of them, verbatim; that file is
written whole when all is read, and must be none of the input. Reasons are: no JSON; no field that makes it a message, event,
conversation, feedback or exposure; no conversation; an unknown role; a score that is no number or has no name; no content; a time, a rating or a count that is none; more or fewer cells
than the header has columns; an array that is cut off; a compressed file that is cut off or damaged, with the line up to which it was read.

Invalid UTF-8 is no reason: it reads as U+FFFD. The first place and the number of such records of a file are told in a notice, and as ` + "`not_utf8_line`" + ` and
` + "`not_utf8`" + ` in JSON: ` + "`iconv -f WINDOWS-1252 -t UTF-8`" + ` converts what old programs write. Limits of the [configuration](config.md#settings) are:

| key | of what |
|---|---|
| ` + "`limits.record_bytes`" + ` | one record; a longer one is rejected |
| ` + "`limits.depth`" + ` | nesting of JSON; a deeper record is rejected |
| ` + "`limits.decompressed_bytes`" + ` | one compressed file, or all files of an archive together; the import of it stops there, and what came before counts |

` + "`ingest`" + ` ends with exit code 0 when every file could be read, even if records were rejected; with 1 when a file could not be read, when no record of a
file was readable, or when ` + "`--strict`" + ` was given and anything was rejected.
`
