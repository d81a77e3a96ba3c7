using System.Collections.Immutable;
using Orchestrator.Actors.Links;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;
using Orchestrator.Audit.Verification;
using Orchestrator.Domain;
using Orchestrator.QuickSupport.Journal;
using Orchestrator.QuickSupport.Tests.Support;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Tests.Journal;

[Trait("Requirement", "R-AUD-1")]
public sealed class InstrumentJournalTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly BrokerClock _clock = new(TimeProvider.System);
    private readonly Ed25519Key _brokerKey = Ed25519Key.Generate(new SeededRandom(5));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_line_is_given_once_in_order_and_reads_back_as_its_event()
    {
        SessionEvent[] events =
        [
            new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey),
            new SessionEvents.OperatorNamed("Ola Nordmann", "lab\\ola"),
            new SessionEvents.TechnicianJoined(Samples.Ada, SessionPolicy.Default, new string('d', 96), SampleTerms.Long),
            new SessionEvents.Opened(),
            new SessionEvents.Asked(new AskId(1), Party.Technician, Capability.ViewScreen, 20, "look", null, null, TestEvidence.Signed),
            new SessionEvents.Granted(new GrantId(1), new AskId(1), Capability.ViewScreen, 1200, new SessionTime(1), new string('e', 64), TestEvidence.Signed.Sha256, TestEvidence.Receipt),
            new SessionEvents.ChatPosted(Party.Operator, "hello"),
            new SessionEvents.Ended(Party.Operator, EndReason.Closed, []),
        ];
        List<JournalRecord> records = [];
        string directory;
        ErasableTexts texts;
        await using (var journal = await StartAsync(1))
        {
            directory = journal.Directory;
            foreach (var happened in events)
            {
                var given = await journal.AppendAsync(happened, default);
                Assert.Equal(SessionEventCodes.Of(happened), Read(given[^1]).Body.Event);
                records.AddRange(given);
            }

            await journal.CheckpointAsync(default);
        }

        Assert.Equal(Enumerable.Range(0, records.Count).Select(i => (long)i), records.Select(record => record.Sequence));
        Assert.Equal(EventCodes.RunStarted, Read(records[0]).Body.Event);
        texts = ErasableTexts.Open(new LogFolder(directory), new SeededRandom(9));
        var read = records.Select(record => (Failure: SessionEventCodec.Read(Read(record), texts, out var happened), happened)).ToList();
        Assert.All(read, one => Assert.Equal(RecordFailure.None, one.Failure));
        Assert.Equal(events.Select(one => one.GetType()), read.Where(one => one.happened is not null).Select(one => one.happened!.GetType()));
        // Ask and receipt are stand-ins here, and the verifier says so; ConsentReceiptTests has real ones.
        Assert.Equal(["ask-signature", "receipt-signature"], Verify(directory).Findings.Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => finding.Code));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-6")]
    public async Task The_checkpoint_over_the_end_stays_the_last_that_is_given_whatever_the_log_says_of_its_own_behind_it()
    {
        await using var journal = await StartAsync(1);
        await journal.AppendAsync(new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey), default);
        await NoteAsync("before the end");
        var end = (await journal.AppendAsync(new SessionEvents.Ended(Party.Operator, EndReason.Closed, []), default))[^1];
        await NoteAsync("behind it");

        var note = await journal.CheckpointAsync(default);
        await NoteAsync("and later");

        Assert.Equal(note.ToArray(), (await journal.CheckpointAsync(default)).ToArray());
        Assert.Equal(NoteFailure.None, SignedNote.Parse(note.Span, out var signed));
        Assert.True(Checkpoint.TryParse(signed!.Text, out var over));
        Assert.Equal(end.Sequence + 1, over!.Size);
        Assert.Equal(["plugin.moved", "plugin.moved"], (await TestJournal.ReadAsync(journal.Directory)).Skip((int)end.Sequence + 1).Select(record => record.Body.Event));

        Task NoteAsync(string sentence) =>
            journal.NotePluginAsync(PluginEventCodes.Moved, new PluginObservations.PluginFacts("capture.x11", "1.2.0", 3, "", "", sentence, null, 0), isAsked: false, []);
    }

    [Fact]
    public async Task The_people_are_named_as_they_become_known_and_their_own_words_are_commitments()
    {
        await using var journal = await StartAsync(1);
        await journal.AppendAsync(new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey), default);
        await journal.AppendAsync(new SessionEvents.OperatorNamed("Ola Nordmann", "ola"), default);
        await journal.AppendAsync(new SessionEvents.TechnicianJoined(Samples.Ada, SessionPolicy.Default, new string('d', 96), SampleTerms.Long), default);
        var said = Read((await journal.AppendAsync(new SessionEvents.ChatPosted(Party.Operator, "canary text"), default))[^1]);
        var asked = Read((await journal.AppendAsync(new SessionEvents.ChatPosted(Party.Technician, "x"), default))[^1]);

        Assert.Equal((ActorKinds.Operator, "ola"), (said.Body.Who.Kind, said.Body.Who.OsAccount));
        Assert.Equal(64, said.Body.Who.StatedName!.Length);
        Assert.Equal("Ada Berg", asked.Body.Who.PrintedName);
        Assert.Equal((Samples.Number.ToString(), Samples.Ada.TicketId), (said.Body.Session, said.Body.Ticket));
        Assert.Equal(("DEVELOPMENT", "testbed"), (said.Context.Build, said.Context.Composition));
        var log = await File.ReadAllTextAsync(new LogFolder(journal.Directory).Records);
        Assert.DoesNotContain("canary text", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Ola", log, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-2")]
    public async Task From_the_joining_on_each_record_names_the_policy_that_the_ticket_rests_on()
    {
        await using var journal = await StartAsync(1);
        var started = Read((await journal.AppendAsync(new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey), default))[^1]);
        var joined = Read((await journal.AppendAsync(new SessionEvents.TechnicianJoined(Samples.Ada, SessionPolicy.Default, new string('d', 96), SampleTerms.Long), default))[^1]);
        var said = Read((await journal.AppendAsync(new SessionEvents.ChatPosted(Party.Operator, "x"), default))[^1]);

        Assert.Equal([null, SampleTerms.Policy.Sha256, SampleTerms.Policy.Sha256], new[] { started, joined, said }.Select(r => r.Context.Software.Policy));
    }

    [Fact]
    public async Task Each_run_names_the_one_before_it_and_a_deleted_run_shows()
    {
        for (var run = 1; run <= 3; run++)
        {
            await using var journal = await StartAsync(run);
            await journal.AppendAsync(new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey), default);
        }

        Assert.DoesNotContain(RunChainVerifier.Verify(_folder.Path), finding => finding.Severity == FindingSeverity.Error);
        Directory.Delete(Path.Combine(_folder.Path, RunFolderName.List(_folder.Path)[1].ToString()), recursive: true);
        Assert.NotEmpty(RunChainVerifier.Verify(_folder.Path));
    }

    [Fact]
    public async Task The_brokers_checkpoints_are_kept_and_named_before_a_grant()
    {
        await using var journal = await StartAsync(1);
        var signer = new CheckpointSigner("broker.example/broker", _brokerKey);
        var first = signer.Sign(3, MerkleHasher.Leaf("a"u8));
        await journal.KeepBrokerCheckpointAsync(first.Note, default);
        await journal.KeepBrokerCheckpointAsync(first.Note, default);

        var given = await journal.AppendAsync(new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey), default);

        Assert.Equal([EventCodes.RunStarted, EventCodes.PeerCheckpoint, EventCodes.SessionStarted], given.Select(record => Read(record).Body.Event));
        Assert.Equal(System.Text.Encoding.UTF8.GetString(first.Note.Span) + "\n", await ReadSharedAsync(Path.Combine(journal.Directory, "broker-checkpoints")));
    }

    [Fact]
    public async Task A_checkpoint_under_another_key_or_of_a_shorter_log_ends_the_trust()
    {
        await using var journal = await StartAsync(1);
        var stranger = new CheckpointSigner("broker.example/broker", Ed25519Key.Generate(new SeededRandom(6)));
        await Assert.ThrowsAsync<IOException>(async () => await journal.KeepBrokerCheckpointAsync(stranger.Sign(3, MerkleHasher.Leaf("a"u8)).Note, default));

        var signer = new CheckpointSigner("broker.example/broker", _brokerKey);
        await journal.KeepBrokerCheckpointAsync(signer.Sign(3, MerkleHasher.Leaf("a"u8)).Note, default);
        await Assert.ThrowsAsync<IOException>(async () => await journal.KeepBrokerCheckpointAsync(signer.Sign(2, MerkleHasher.Leaf("b"u8)).Note, default));
    }

    [Fact]
    public async Task The_clock_is_judged_by_the_brokers_time()
    {
        await using var journal = await StartAsync(1);
        var unknown = await journal.AppendAsync(new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey), default);
        _clock.Set(TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds());
        var differs = await journal.AppendAsync(new SessionEvents.Opened(), default);

        Assert.Equal(ClockStates.Unknown, Read(unknown[^1]).When.Clock);
        Assert.Equal(ClockStates.DiffersFromBroker, Read(differs[^1]).When.Clock);
    }

    [Fact]
    public async Task A_run_without_a_session_says_why()
    {
        string directory;
        await using (var journal = await StartAsync(1))
        {
            directory = journal.Directory;
            await journal.EndWithoutSessionAsync("The broker can't be reached.");
        }

        Assert.Contains(EventCodes.RunEnded, await File.ReadAllTextAsync(new LogFolder(directory).Records), StringComparison.Ordinal);
    }

    private Task<InstrumentJournal> StartAsync(int run) => TestJournal.StartAsync(_folder.Path, run, _clock, _brokerKey.Public);

    private static AuditRecord Read(JournalRecord record)
    {
        Assert.Equal(RecordFailure.None, RecordReader.Read(record.Line.Span, out var read));
        return read!;
    }

    private static VerificationReport Verify(string directory)
    {
        Assert.True(NoteKey.TryParse(File.ReadAllText(new LogFolder(directory).Key).TrimEnd('\n'), out var key));
        return LogVerifier.Verify(new LogVerification { Folder = directory, Key = key });
    }

    private static async Task<string> ReadSharedAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return await new StreamReader(stream).ReadToEndAsync();
    }
}
