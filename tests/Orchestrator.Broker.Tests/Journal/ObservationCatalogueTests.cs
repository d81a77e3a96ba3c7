using System.Reflection;
using System.Text;
using Orchestrator.Audit.Catalogue;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.TestSupport;

namespace Orchestrator.Broker.Tests.Journal;

public sealed class ObservationCatalogueTests
{
    public static TheoryData<Type> Kinds => [.. SampleObservations.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("Requirement", "R-AUD-1")]
    [Trait("Requirement", "R-AUD-2")]
    public void Every_observation_is_written_as_its_row_and_the_schema_say(Type kind)
    {
        foreach (var flag in new[] { false, true })
        {
            foreach (var pending in new long?[] { null, 7 })
            {
                var body = SampleObservations.Record(SampleObservations.Of(kind, flag), pending);
                var row = EventCatalogue.Find(body.Event);
                Assert.NotNull(row);
                Assert.NotEqual(CatalogueLog.Run, row.Log);
                CatalogueRow.Holds(row, body.Sentence, body.Who.Kind, body.Data.Read());
                var line = RecordWriter.Write(new AuditRecord(3, new RecordStamp(1795161600000, 0, 5, ClockStates.Unknown), body, new RecordContext()));
                Assert.Empty(SchemaCheck.OfRecords().Check(Encoding.UTF8.GetString(line)));
            }
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUD-1")]
    public void Every_row_of_the_brokers_log_is_one_observation_and_every_code_has_its_row()
    {
        var written = SampleObservations.Kinds.Select(kind => SampleObservations.Record(SampleObservations.Of(kind)).Event).ToArray();
        Assert.Equal(written.Length, written.Distinct().Count());
        Assert.Equal([], EventCatalogue.All.Where(row => row.Log == CatalogueLog.Broker).Select(row => row.Code).Except(written));
        var named = typeof(BrokerEventCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
        Assert.DoesNotContain(named, code => EventCatalogue.Find(code) is null);
    }
}
