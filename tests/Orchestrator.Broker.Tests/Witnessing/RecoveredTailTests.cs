using Orchestrator.Audit.Checkpoints;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Broker.Witnessing;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;

namespace Orchestrator.Broker.Tests.Witnessing;

/// <summary>What came of a run when it was long over is shown to the witness, too: at once where it is there.</summary>
[Trait("Requirement", "R-AUD-6")]
[Trait("Requirement", "R-AUD-10")]
public sealed class RecoveredTailTests
{
    private readonly DeadRun _run = new(12);

    [Fact]
    public async Task A_witness_that_is_there_is_asked_about_a_tail_that_a_later_run_delivers()
    {
        await using var broker = await _run.GivenAsync(5);
        using var witness = await WitnessAsync(broker);
        await witness.AdmitAsync(broker.Parts.Witnesses);
        await witness.UntilCosignedAsync(_run.Origin, 3);

        Assert.True((await broker.Parts.Recovered.StoreAsync(_run.Part(5, 10), CancellationToken.None)).IsGood);
        broker.Time.Advance(TimeSpan.FromSeconds(1));

        await witness.UntilCosignedAsync(_run.Origin, 10);
    }

    [Fact]
    public async Task And_about_one_that_somebody_brings_by_hand()
    {
        using var folder = new TestFolder();
        await using var broker = await TestBroker.CreateAsync();
        var run = await RunOnDisk.MakeAsync(folder.At("runs"), broker.Time);
        await run.KnownAsync(broker, 2);
        await IntroduceAsync(broker, RunOnDisk.Session, run.Run.Key);
        using var witness = new LinkedWitness(broker.Time, 31, DeskStage.OwnLogOf(broker), run.Run.Key);
        await witness.EnrolAsync(broker);
        await broker.Parts.Journal.CheckpointAsync(CancellationToken.None);
        var size = broker.Parts.Journal.Size;
        await witness.AdmitAsync(broker.Parts.Witnesses);
        await witness.UntilCosignedAsync(broker.Parts.Journal.Origin, size);

        Assert.Equal(0, (await BrokerCommand.RunAsync(broker.Time, "", "audit", "ingest", run.Folder, "--data", broker.Folder.Root)).Code);
        broker.Time.Advance(TimeSpan.FromSeconds(1));

        await witness.UntilCosignedAsync(run.Run.Key.Name, run.Run.Signed);
    }

    [Fact]
    public async Task One_that_comes_later_finds_what_was_recovered_lately_though_its_run_is_days_old()
    {
        await using var broker = await _run.GivenAsync(5);
        using var witness = await WitnessAsync(broker);
        await broker.SleepAsync(TimeSpan.FromDays(3));
        Assert.Empty(await LatelyAsync(broker));
        Assert.True((await broker.Parts.Recovered.StoreAsync(_run.Part(5, 10), CancellationToken.None)).IsGood);
        Assert.Equal([DeadRun.Session], await LatelyAsync(broker));

        await witness.AdmitAsync(broker.Parts.Witnesses);

        await witness.UntilCosignedAsync(_run.Origin, 3);
        await witness.UntilCosignedAsync(_run.Origin, 10);
    }

    /// <summary>The run signed its first three records while it lived; a witness knows it.</summary>
    private async Task<LinkedWitness> WitnessAsync(TestBroker broker)
    {
        var key = new NoteKey(_run.Origin, _run.Key.Public);
        await broker.Parts.Claims.StoreCheckpointAsync(DeadRun.Session, _run.Sign(3).Note, CancellationToken.None);
        await IntroduceAsync(broker, DeadRun.Session, key);
        var witness = new LinkedWitness(broker.Time, 31, key);
        await witness.EnrolAsync(broker);
        return witness;
    }

    private static Task IntroduceAsync(TestBroker broker, SessionNumber session, NoteKey log) => broker.Parts.Witnesses.IntroduceAsync(
        session,
        new InstrumentToBroker.RegisterSession(new Instrument("i", "", "", "", "0.1.0", new string('a', 64)), log.Name, log.PublicKey.Bytes, Blob.Empty, Blob.Empty, Blob.Empty, "shipped"),
        TestKeys.Instrument.Public.Spki,
        CancellationToken.None);

    private static Task<IReadOnlyList<SessionNumber>> LatelyAsync(TestBroker broker) =>
        new WitnessedRuns(broker.Store, broker.Parts.Claims, broker.Time).LatelyAsync(CancellationToken.None);
}
