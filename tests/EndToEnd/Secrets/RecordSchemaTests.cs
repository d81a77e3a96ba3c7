using Orchestrator.Audit.Catalogue;
using Orchestrator.TestSupport;
using System.Text.Json;

namespace Orchestrator.EndToEnd.Secrets;

/// <summary>What a whole support case really wrote is what the schema and the catalogue say, in both logs.</summary>
public sealed class RecordSchemaTests(FinishedDemo demo) : IClassFixture<FinishedDemo>
{
    [Fact]
    [Trait("Requirement", "R-AUD-2")]
    public void Every_record_of_a_real_session_is_as_the_schema_says()
    {
        var schema = SchemaCheck.OfRecords();
        foreach (var (folder, log) in new[] { (demo.RunFolder, CatalogueLog.Run), (Path.Combine(demo.BrokerData, "log"), CatalogueLog.Broker) })
        {
            var lines = File.ReadAllLines(Path.Combine(folder, "records.jsonl"));
            Assert.True(lines.Length > 20, $"{lines.Length} records");
            foreach (var line in lines)
            {
                Assert.Empty(schema.Check(line));
                using var record = JsonDocument.Parse(line);
                var row = EventCatalogue.Find(record.RootElement.GetProperty("event").GetString()!);
                Assert.NotNull(row);
                Assert.Contains(row.Log, new[] { log, CatalogueLog.Either });
                Assert.Contains(record.RootElement.GetProperty("who").GetProperty("kind").GetString(), row.Who);
            }
        }
    }
}
