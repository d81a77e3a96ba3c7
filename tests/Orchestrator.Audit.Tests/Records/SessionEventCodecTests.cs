using System.Text;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;

namespace Orchestrator.Audit.Tests.Records;

public sealed class SessionEventCodecTests
{
    private static readonly Type[] DomainEvents =
        [.. typeof(SessionEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(SessionEvent)) && !t.IsAbstract && t != typeof(SessionEvents.Unknown))];

    [Fact]
    [Trait("Requirement", "R-AUD-1")]
    public void Every_event_of_the_domain_has_a_code_and_a_sample()
    {
        Assert.NotEmpty(DomainEvents);
        foreach (var type in DomainEvents)
        {
            Assert.True(SessionEventCodes.All.ContainsKey(type), $"{type.Name} has no code");
            Assert.True(SampleEvents.All.Any(e => e.GetType() == type), $"{type.Name} has no sample");
        }

        Assert.Equal(DomainEvents.Length, SessionEventCodes.All.Count);
        Assert.Equal(DomainEvents.Length, SessionEventCodes.All.Values.Distinct().Count());
        Assert.All(SessionEventCodes.All.Values, code => Assert.True(EventCodes.IsCode(code) && !EventCodes.IsLogOwn(code), code));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-2")]
    public void Every_event_comes_back_as_it_was()
    {
        var texts = new MemoryTexts();
        foreach (var happened in SampleEvents.All)
        {
            var line = RecordWriter.Write(SampleEvents.Record(happened, texts, 0));
            Assert.Equal(RecordFailure.None, RecordReader.Read(line, out var record));
            Assert.Equal(RecordFailure.None, SessionEventCodec.Read(record!, texts, out var read));
            AssertSame(happened, read!);
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUD-9")]
    public void The_frozen_records_of_all_events_are_written_byte_for_byte()
    {
        var texts = new MemoryTexts();
        var lines = new StringBuilder();
        for (var i = 0; i < SampleEvents.All.Length; i++)
            lines.Append(Encoding.UTF8.GetString(RecordWriter.Write(SampleEvents.Record(SampleEvents.All[i], texts, i)))).Append('\n');
        Assert.Equal(Encoding.UTF8.GetString(TestLog.Vector("session-events.jsonl")), lines.ToString());
    }

    [Fact]
    [Trait("Requirement", "R-AUD-17")]
    public void No_persons_own_words_are_in_a_line_and_an_erased_text_reads_as_empty()
    {
        var texts = new MemoryTexts();
        foreach (var happened in SampleEvents.All)
        {
            var line = RecordWriter.Write(SampleEvents.Record(happened, texts, 0));
            var text = Encoding.UTF8.GetString(line);
            foreach (var words in new[] { "Grace Hopper", "liquid not detected", "to see the error", "a corrected list", "please hurry" })
                Assert.DoesNotContain(words, text, StringComparison.Ordinal);
            Assert.Equal(RecordFailure.None, RecordReader.Read(line, out var record));
            Assert.Equal(RecordFailure.None, SessionEventCodec.Read(record!, new MemoryTexts(), out var read));
            Assert.Equal(happened.GetType(), read!.GetType());
            if (read is SessionEvents.OperatorNamed named)
                Assert.Equal("", named.StatedName);
        }
    }

    [Fact]
    public void An_event_of_a_newer_peer_reads_as_unknown_and_can_not_be_written()
    {
        var body = TestLog.Body() with { Event = "session.teleported" };
        var record = new AuditRecord(0, new RecordStamp(0, 0, 0, ClockStates.Unknown), body, new RecordContext());
        Assert.Equal(RecordFailure.None, SessionEventCodec.Read(record, new MemoryTexts(), out var read));
        Assert.Equal(new SessionEvents.Unknown("session.teleported"), read);
        Assert.Throws<ArgumentException>(() => SessionEventCodec.ToBody(read!, SampleEvents.Context(new MemoryTexts())));
    }

    [Fact]
    public void The_logs_own_records_are_no_session_events()
    {
        foreach (var code in new[] { EventCodes.RunStarted, EventCodes.LogRepaired, EventCodes.ClockJumped, EventCodes.PeerCheckpoint })
        {
            var record = new AuditRecord(0, new RecordStamp(0, 0, 0, ClockStates.Unknown), TestLog.Body() with { Event = code }, new RecordContext());
            Assert.Equal(RecordFailure.None, SessionEventCodec.Read(record, new MemoryTexts(), out var read));
            Assert.Null(read);
        }
    }

    [Fact]
    public void A_field_that_is_missing_or_of_another_type_is_refused_and_never_crashes()
    {
        var texts = new MemoryTexts();
        foreach (var happened in SampleEvents.All)
        {
            var record = SampleEvents.Record(happened, texts, 0);
            foreach (var property in record.Body.Data.Read().EnumerateObject())
            {
                var optional = IsOptional(happened, property.Name);
                var without = RecordData.Create(json =>
                {
                    foreach (var other in record.Body.Data.Read().EnumerateObject().Where(o => o.Name != property.Name))
                        other.WriteTo(json);
                });
                var wrong = RecordData.Create(json =>
                {
                    foreach (var other in record.Body.Data.Read().EnumerateObject().Where(o => o.Name != property.Name))
                        other.WriteTo(json);
                    json.WriteNull(property.Name);
                });
                Assert.Equal(optional ? RecordFailure.None : RecordFailure.BadField, Read(record, without));
                Assert.Equal(RecordFailure.BadField, Read(record, wrong));
            }
        }

        RecordFailure Read(AuditRecord record, RecordData data) =>
            SessionEventCodec.Read(record with { Body = record.Body with { Data = data } }, texts, out _);
    }

    private static bool IsOptional(SessionEvent happened, string field) => happened switch
    {
        SessionEvents.Asked => field is "file" or "renews" or "signed",
        SessionEvents.AskEnded => field is "receipt",
        SessionEvents.Renewed => field is "askSha256",
        _ => false,
    };

    // Policies hold dictionaries, which compare by reference; their text doesn't.
    private static void AssertSame(SessionEvent expected, SessionEvent actual)
    {
        Assert.Equal(expected.GetType(), actual.GetType());
        var texts = new MemoryTexts();
        var again = new MemoryTexts();
        Assert.Equal(SampleEvents.Record(expected, texts, 0).Body.Data, SampleEvents.Record(actual, again, 0).Body.Data);
    }
}
