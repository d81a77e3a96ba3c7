using Microsoft.Extensions.Time.Testing;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Tests.Journal;

public sealed class PendingRecordTests
{
    [Fact]
    public void What_waits_comes_back_with_its_session()
    {
        var exported = new AdministrationObservations.EvidenceExported(new SessionNumber(123456789), new string('a', 64), 57_099, ActingPerson.DataFolderOwner("root"));

        Assert.Equal(exported, PendingRecords.Read(PendingRecords.Row(new FakeTimeProvider(), exported)));
    }
}
