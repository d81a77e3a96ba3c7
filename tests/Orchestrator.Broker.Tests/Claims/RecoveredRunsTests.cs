using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Claims;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Tests.Claims;

/// <summary>What an earlier run left is taken where it verifies under that run's key, whoever brings it, and only then.</summary>
[Trait("Requirement", "R-AUD-10")]
public sealed class RecoveredRunsTests
{
    private readonly DeadRun _run = new(12);

    [Fact]
    public async Task What_the_run_signed_is_stored_once_and_stands_in_the_brokers_log()
    {
        await using var broker = await _run.GivenAsync(5);
        Assert.Equal(RecoveryAnswer.Good(5), await KnownAsync(broker));
        Assert.Equal(RecoveryAnswer.Good(10), await StoreAsync(broker, _run.Part(5, 10, unsigned: 2)));
        Assert.Equal(RecoveryAnswer.Good(10), await StoreAsync(broker, _run.Part(5, 10, unsigned: 2)));
        Assert.Equal(_run.Lines.Take(10).Select(l => l.ToArray()), await DeadRun.HeldAsync(broker));
        Assert.Equal(_run.Sign(10).Note.ToArray(), (await broker.Parts.Claims.CheckpointAsync(DeadRun.Session, CancellationToken.None)).ToArray());

        var data = Assert.Single(await RecordsAsync(broker, "relay.recovered")).Body.Data.Read();
        Assert.Equal((5, 10, 2), (data.GetProperty("records").GetInt32(), data.GetProperty("size").GetInt32(), data.GetProperty("unsigned").GetInt32()));
        Assert.Equal(Hash(_run.Sign(10).Checkpoint), data.GetProperty("checkpoint").GetString());
        Assert.False(data.GetProperty("end").GetBoolean());
    }

    [Fact]
    public async Task A_checkpoint_that_never_came_is_kept_though_there_is_no_new_record()
    {
        await using var broker = await _run.GivenAsync(12);
        Assert.Equal(RecoveryAnswer.Good(12), await StoreAsync(broker, _run.Part(9, 9) with { Newest = 12 }));
        Assert.Equal(RecoveryAnswer.Good(12), await StoreAsync(broker, _run.Part(12, 12)));
        Assert.Equal(RecoveryAnswer.Good(12), await StoreAsync(broker, _run.Part(9, 9)));
        Assert.Equal(12, Assert.Single(await RecordsAsync(broker, "relay.recovered")).Body.Data.Read().GetProperty("size").GetInt32());
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task Nothing_is_stored_of_what_does_not_verify_and_it_is_counted()
    {
        await using var broker = await _run.GivenAsync(5);
        var other = new DeadRun(12, seed: 2);
        var changed = _run.Lines.ToList();
        changed[7] = DeadRun.Line(7 + 100);
        RecoveredPart good = _run.Part(5, 10), last = _run.Part(5, 9);
        (RecoveredPart Part, string Code)[] bad =
        [
            (good with { Note = other.Sign(10).Note }, TailCodes.Unverified),
            (good with { Note = default }, TailCodes.Unverified),
            (good with { Note = Changed(good.Note) }, TailCodes.Unverified),
            (good with { LogOrigin = other.Origin + "b" }, TailCodes.Unknown),
            (good with { Session = new SessionNumber(987654321) }, TailCodes.Unknown),
            (good with { Lines = last.Lines }, TailCodes.Differs),
            (good with { Lines = [.. good.Lines, _run.Lines[10]] }, TailCodes.Differs),
            (good with { Lines = [.. good.Lines.Reverse()] }, TailCodes.Differs),
            (good with { Lines = [.. good.Lines.Take(2), good.Lines[1], .. good.Lines.Skip(3)] }, TailCodes.Differs),
            (good with { Lines = [.. changed.Skip(5).Take(5)] }, TailCodes.Differs),
            (good with { Lines = [] }, TailCodes.Differs),
            (good with { From = 6 }, TailCodes.Differs),
            (good with { From = 4 }, TailCodes.Differs),
        ];
        foreach (var (part, code) in bad)
        {
            Assert.Equal(code, (await StoreAsync(broker, part)).Code);
        }

        Assert.Equal(5, (await DeadRun.HeldAsync(broker)).Count);
        Assert.True((await broker.Parts.Claims.CheckpointAsync(DeadRun.Session, CancellationToken.None)).IsEmpty);
        Assert.Equal(RecoveryAnswer.Good(10), await StoreAsync(broker, good));
        var counted = Assert.Single(await RecordsAsync(broker, "relay.recoveries-refused")).Body.Data.Read();
        Assert.Equal((bad.Length, 1), (counted.GetProperty("count").GetInt32(), counted.GetProperty("sources").GetInt32()));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-5")]
    public async Task A_run_that_signed_something_else_than_it_gave_is_a_fork_and_said_once()
    {
        await using var broker = await _run.GivenAsync(5);
        var second = _run.Lines.Take(4).Append(DeadRun.Line(444)).ToList();
        second[4] = System.Text.Encoding.UTF8.GetBytes("""{"v":1,"seq":4,"event":"chat.posted","text":"another"}""");
        var lie = _run.Sign(second);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(TailCodes.Fork, (await StoreAsync(broker, new RecoveredPart(DeadRun.Session, _run.Origin, 5, [], lie.Note, 5, 0, "x"))).Code);
        }

        var fork = Assert.Single(await RecordsAsync(broker, "relay.signed-fork")).Body.Data.Read();
        Assert.Equal((5, lie.Checkpoint.Root.ToBase64()), (fork.GetProperty("size").GetInt32(), fork.GetProperty("signed").GetString()));
        Assert.Equal(5, _run.Lines.Take(5).Count());
    }

    [Fact]
    public async Task Several_at_once_are_one_delivery()
    {
        await using var broker = await _run.GivenAsync(2);
        var answers = await Task.WhenAll(Enumerable.Range(3, 8).SelectMany(to => new[] { to, to }).Select(to => Task.Run(() => StoreAsync(broker, _run.Part(2, to)))));
        Assert.All(answers, a => Assert.True(a.IsGood, a.Code));
        Assert.Equal(_run.Lines.Take(10).Select(l => l.ToArray()), await DeadRun.HeldAsync(broker));
        Assert.Equal(8, (await RecordsAsync(broker, "relay.recovered")).Sum(r => r.Body.Data.Read().GetProperty("records").GetInt32()));
    }

    [Fact]
    public async Task A_checkpoint_that_isnt_the_runs_is_refused_while_it_lives_and_does_not_stand_in_the_way_later()
    {
        await using var broker = await _run.GivenAsync(5);
        var lie = new DeadRun(12, seed: 3).Sign(12).Note;
        await Assert.ThrowsAsync<FormatException>(() => broker.Parts.Claims.StoreCheckpointAsync(DeadRun.Session, lie, CancellationToken.None));
        await using (var db = broker.Store.CreateDbContext())
        {
            db.ClaimCheckpoints.Add(new() { Session = DeadRun.Session.Value, FirstNote = lie.ToArray(), Note = lie.ToArray(), TreeSize = 12 });
            await db.SaveChangesAsync();
        }

        Assert.True((await StoreAsync(broker, _run.Part(5, 8))).IsGood);
        Assert.Equal(_run.Sign(8).Note.ToArray(), (await broker.Parts.Claims.CheckpointAsync(DeadRun.Session, CancellationToken.None)).ToArray());
    }

    [Fact]
    public async Task A_number_belongs_to_its_session_from_the_registration_on()
    {
        await using var broker = await _run.GivenAsync(0);
        Assert.True(await broker.Parts.Claims.IsUsedAsync(DeadRun.Session, CancellationToken.None));
        Assert.Equal(RecoveryAnswer.Good(12), await StoreAsync(broker, _run.Part(0, 12)));
    }

    [Fact]
    public async Task A_broker_that_died_gives_each_session_its_end_or_its_missing_end_when_it_starts()
    {
        await using var broker = await _run.GivenAsync(3);
        await broker.Parts.Journal.AppendAsync(Registered(DeadRun.Session), CancellationToken.None);
        var whole = new SessionNumber(222222222);
        await broker.Parts.Claims.RegisterAsync(whole, _run.Registration, CancellationToken.None);
        var body = new RecordBody { Event = "session.ended", Sentence = "END", Who = new RecordActor { Kind = ActorKinds.Instrument } };
        var end = RecordWriter.Write(new AuditRecord(0, new RecordClock(broker.Time).Peek(), body, new RecordContext()));
        await broker.Parts.Claims.StoreAsync(whole, 0, end, CancellationToken.None);
        await broker.Parts.Claims.StoreCheckpointAsync(whole, _run.Sign([end]).Note, CancellationToken.None);
        await broker.Parts.Journal.AppendAsync(Registered(whole), CancellationToken.None);
        for (var start = 0; start < 2; start++)
        {
            await broker.CloseAsync();
            await broker.OpenAsync();
        }

        Assert.Equal(2, Assert.Single(await RecordsAsync(broker, "relay.missing-end")).Body.Data.Read().GetProperty("lastSequence").GetInt32());
        var ended = Assert.Single(broker.LogLines(), l => l.Contains("\"event\":\"relay.session-ended\"", StringComparison.Ordinal));
        Assert.Contains($"\"session\":\"{whole}\"", ended, StringComparison.Ordinal);
        Assert.Contains(Hash(_run.Sign([end]).Checkpoint), ended, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_recovered_stands_behind_the_end_also_where_the_broker_died_between_the_two()
    {
        await using var broker = await _run.GivenAsync(5);
        await broker.Parts.Journal.AppendAsync(Registered(DeadRun.Session), CancellationToken.None);
        await broker.CloseAsync();
        Assert.True((await new RecoveredRuns(broker.Store, broker.Time, _ => { }).StoreAsync(_run.Part(5, 10), CancellationToken.None)).IsGood);

        await broker.OpenAsync();
        await broker.CloseAsync();

        string[] told = ["relay.session-registered", "relay.missing-end", "relay.recovered"];
        Assert.Equal(told, broker.LogLines().Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()).Where(told.Contains));
    }

    private static BrokerObservations.SessionRegistered Registered(SessionNumber session) =>
        new(session, new Instrument("i", "", "", "", "0.1.0", new string('a', 64)), "192.0.2.1:1", "t", "origin", new string('b', 64), "", new string('c', 64), "shipped");

    private static string Hash(Checkpoint checkpoint) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(checkpoint.ToText())));

    private static byte[] Changed(ReadOnlyMemory<byte> note)
    {
        var bytes = note.ToArray();
        bytes[^10] = bytes[^10] == 'A' ? (byte)'B' : (byte)'A';
        return bytes;
    }

    private Task<RecoveryAnswer> KnownAsync(TestBroker broker) => broker.Parts.Recovered.KnownAsync(DeadRun.Session, _run.Origin, "192.0.2.9:1", CancellationToken.None);

    private static Task<RecoveryAnswer> StoreAsync(TestBroker broker, RecoveredPart part) => broker.Parts.Recovered.StoreAsync(part, CancellationToken.None);

    /// <summary>Closes the broker, which writes what waits, and reads its log.</summary>
    private static async Task<IReadOnlyList<AuditRecord>> RecordsAsync(TestBroker broker, string code)
    {
        await broker.CloseAsync();
        await broker.OpenAsync();
        await broker.CloseAsync();
        var records = broker.LogLines().Select(line =>
        {
            Assert.Equal(RecordFailure.None, RecordReader.Read(System.Text.Encoding.UTF8.GetBytes(line), out var record));
            return record!;
        }).Where(r => r.Body.Event == code).ToList();
        await broker.OpenAsync();
        return records;
    }
}
