using System.Reflection;
using System.Text;
using System.Text.Json;
using Orchestrator.Audit.Catalogue;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Tests.Records;
using Orchestrator.Domain;
using Orchestrator.TestSupport;

namespace Orchestrator.Audit.Tests.Catalogue;

public sealed class EventCatalogueTests
{
    [Fact]
    [Trait("Requirement", "R-AUD-1")]
    public void Every_transition_of_a_session_is_exactly_one_row_of_the_runs_log()
    {
        var transitions = typeof(SessionEvents).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(SessionEvent)) && t != typeof(SessionEvents.Unknown)).ToArray();
        Assert.NotEmpty(transitions);
        foreach (var transition in transitions)
        {
            var row = Assert.Single(EventCatalogue.All, row => row.Code == SessionEventCodes.All[transition]);
            Assert.Equal(CatalogueLog.Run, row.Log);
        }

        // None without a transition: what is in a run's log besides is the log's own.
        var known = transitions.Select(t => SessionEventCodes.All[t]).ToHashSet();
        Assert.DoesNotContain(EventCatalogue.All, row => row.Log == CatalogueLog.Run && !known.Contains(row.Code) && !EventCodes.IsLogOwn(row.Code));
    }

    [Fact]
    public void Every_named_code_of_a_log_or_a_plugin_has_its_row_and_no_row_stands_twice()
    {
        var named = new[] { typeof(EventCodes), typeof(PluginEventCodes), typeof(InterceptionRecords) }
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(f => f.IsLiteral && f.FieldType == typeof(string))
            .Select(f => (string)f.GetRawConstantValue()!);
        Assert.DoesNotContain(named, code => EventCatalogue.Find(code) is null);
        Assert.Equal(EventCatalogue.All.Length, EventCatalogue.All.Select(row => row.Code).Distinct().Count());
        Assert.All(EventCatalogue.All, row => Assert.True(EventCodes.IsCode(row.Code), row.Code));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-2")]
    public void What_a_session_writes_is_what_its_row_says_in_sentence_who_and_fields()
    {
        var texts = new MemoryTexts();
        foreach (var happened in SampleEvents.All)
        {
            var body = SessionEventCodec.ToBody(happened, SampleEvents.Context(texts));
            var row = EventCatalogue.Find(body.Event)!;
            CatalogueRow.Holds(row, body.Sentence, body.Who.Kind, body.Data.Read());
        }

        foreach (var row in EventCatalogue.All.Where(row => !EventCodes.IsLogOwn(row.Code) && row.Log == CatalogueLog.Run))
        {
            var samples = SampleEvents.All.Select(e => SessionEventCodec.ToBody(e, SampleEvents.Context(texts))).Where(body => body.Event == row.Code).ToArray();
            foreach (var field in row.Fields)
                Assert.True(samples.Any(body => body.Data.Read().TryGetProperty(field.Name, out _)), $"{row.Code} never has {field.Name}");
        }
    }

    [Fact]
    public void The_page_has_the_table() => CheckedPage.Same("docs/audit-format.md", EventCatalogue.ToMarkdown(), "event catalogue");

    [Fact]
    public void The_schema_is_the_catalogues() => CheckedPage.Same("docs/audit-record.schema.json", RecordSchemaText.Write());

    [Fact]
    [Trait("Requirement", "R-AUD-2")]
    public void Every_frozen_record_of_a_session_is_as_the_schema_says()
    {
        var schema = SchemaCheck.OfRecords();
        var lines = Encoding.UTF8.GetString(TestLog.Vector("session-events.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Empty(schema.Check(line)));

        // And the check sees what is wrong: every field taken away or of another type, and one too many.
        foreach (var line in lines)
        {
            using var record = JsonDocument.Parse(line);
            foreach (var field in record.RootElement.EnumerateObject().Where(f => f.Name is not ("session" or "ticket" or "change")))
            {
                Assert.NotEmpty(schema.Check(Without(record.RootElement, field.Name, null)));
                Assert.NotEmpty(schema.Check(Without(record.RootElement, field.Name, "null")));
            }

            Assert.NotEmpty(schema.Check($"{line[..^1]},\"more\":1}}"));
        }
    }

    [Theory]
    [InlineData("{\"type\":\"string\",\"format\":\"uri\"}")]
    [InlineData("{\"type\":\"decimal\"}")]
    public void A_word_of_a_schema_that_isnt_checked_is_no_silent_yes(string schema) =>
        Assert.Throws<NotSupportedException>(() => SchemaCheck.Parse(schema).Check("\"x\""));

    private static string Without(JsonElement record, string name, string? instead)
    {
        var rest = record.EnumerateObject().Where(p => p.Name != name).Select(p => $"{JsonSerializer.Serialize(p.Name)}:{p.Value.GetRawText()}");
        return $"{{{string.Join(',', instead is null ? rest : rest.Append($"{JsonSerializer.Serialize(name)}:{instead}"))}}}";
    }
}
